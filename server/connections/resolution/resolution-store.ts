import type { CompanyResolution } from '../../companies/index.ts'
import { statement, type Queryable } from '../../store/index.ts'

/** A choice as it was saved; the latest of a connection is in force. */
export interface SavedResolution extends CompanyResolution {
  readonly connectionId: string
  readonly version: number
  readonly restoredFrom: number | null
  readonly savedAt: Date
  readonly savedBy: string | null
}

const COLUMNS = `r.connection_id as "connectionId", r.version, r.account_field as "accountField",
  r.company_field as "companyField", r.comparison, r.restored_from as "restoredFrom", r.saved_at as "savedAt",
  r.saved_by as "savedBy"`

const READ_ALL = statement(`
  select ${COLUMNS} from control.company_resolution r
   where r.tenant_id = $1 and r.connection_id = $2 order by r.version desc`)

/** The latest first. */
export const readResolutions = (
  tenantId: string,
  db: Queryable,
  connectionId: string,
): Promise<SavedResolution[]> => db.query<SavedResolution>(READ_ALL, [tenantId, connectionId])

const READ_LATEST = statement(`
  select ${COLUMNS} from control.company_resolution r
   where r.tenant_id = $1 and r.connection_id = $2 order by r.version desc limit 1`)

export async function readResolution(
  tenantId: string,
  db: Queryable,
  connectionId: string,
): Promise<SavedResolution> {
  const [latest] = await db.query<SavedResolution>(READ_LATEST, [tenantId, connectionId])
  if (!latest) throw new Error('a connection has no company resolution')
  return latest
}

const INSERT = statement(`
  insert into control.company_resolution as r
    (tenant_id, connection_id, version, account_field, company_field, comparison, restored_from, saved_at, saved_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  returning ${COLUMNS}`)

export async function insertResolution(
  tenantId: string,
  tx: Queryable,
  saved: SavedResolution,
): Promise<SavedResolution> {
  const { connectionId, version, accountField, companyField, comparison } = saved
  const { restoredFrom, savedAt, savedBy } = saved
  const [inserted] = await tx.query<SavedResolution>(INSERT, [
    ...[tenantId, connectionId, version, accountField, companyField, comparison],
    ...[restoredFrom, savedAt, savedBy],
  ])
  if (!inserted) throw new Error('an insert answered no row')
  return inserted
}

/** Of two connections with one org, the linked one speaks for it, else the older. */
const READ_FOR_ORG = statement(`
  select ${COLUMNS}
    from control.connection c join control.company_resolution r on r.connection_id = c.id
   where c.tenant_id = $1 and c.org_id = $2 and c.state <> 'deleted'
   order by c.linked desc, c.created_at, c.id, r.version desc limit 1`)

export async function readResolutionForOrg(
  tenantId: string,
  db: Queryable,
  orgId: string,
): Promise<SavedResolution | undefined> {
  return (await db.query<SavedResolution>(READ_FOR_ORG, [tenantId, orgId]))[0]
}
