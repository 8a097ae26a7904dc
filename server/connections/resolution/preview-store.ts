import type { CompanyResolution } from '../../companies/index.ts'
import { statement, type Queryable } from '../../store/index.ts'
import type { Tally } from './tally.ts'

export const PREVIEW_STATES = ['waiting', 'running', 'finished', 'failed'] as const

export interface Preview extends CompanyResolution, Tally {
  readonly id: string
  readonly orgId: string
  readonly state: (typeof PREVIEW_STATES)[number]
  readonly failure: string | null
  readonly accounts: number | null
  readonly apiCalls: number
  readonly askedAt: Date
  readonly askedBy: string
  readonly endedAt: Date | null
}

const COLUMNS = `id, org_id as "orgId", account_field as "accountField", company_field as "companyField", comparison,
  state, failure, accounts, one_company as "oneCompany", no_company as "noCompany", no_value as "noValue",
  several_companies as "severalCompanies", examples, api_calls as "apiCalls", asked_at as "askedAt",
  asked_by as "askedBy", ended_at as "endedAt"`

const INSERT = statement(`
  insert into control.company_resolution_preview
    (tenant_id, connection_id, id, org_id, account_field, company_field, comparison, asked_at, asked_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  returning ${COLUMNS}`)

export async function insertPreview(
  tenantId: string,
  tx: Queryable,
  asked: CompanyResolution & Pick<Preview, 'id' | 'orgId' | 'askedAt' | 'askedBy'> & { connectionId: string },
): Promise<Preview> {
  const { connectionId, id, orgId, accountField, companyField, comparison, askedAt, askedBy } = asked
  const values = [tenantId, connectionId, id, orgId, accountField, companyField, comparison, askedAt, askedBy]
  const [inserted] = await tx.query<Preview>(INSERT, values)
  if (!inserted) throw new Error('an insert answered no row')
  return inserted
}

const PRUNE = statement(`
  delete from control.company_resolution_preview
   where tenant_id = $1 and connection_id = $2 and ended_at is not null and id not in (
     select id from control.company_resolution_preview
      where tenant_id = $1 and connection_id = $2 order by asked_at desc, id limit $3)`)

/** Examples are data of customers: they are not kept for ever. */
export async function prunePreviews(
  tenantId: string,
  tx: Queryable,
  { connectionId, keep }: { connectionId: string; keep: number },
): Promise<void> {
  await tx.query(PRUNE, [tenantId, connectionId, keep])
}

const READ = statement(`
  select ${COLUMNS} from control.company_resolution_preview
   where tenant_id = $1 and connection_id = $2 and id = $3`)

export async function readPreview(
  tenantId: string,
  db: Queryable,
  { connectionId, previewId }: { connectionId: string; previewId: string },
): Promise<Preview | undefined> {
  return (await db.query<Preview>(READ, [tenantId, connectionId, previewId]))[0]
}

const READ_FINISHED = statement(`
  select ${COLUMNS} from control.company_resolution_preview
   where tenant_id = $1 and connection_id = $2 and org_id = $3 and account_field = $4 and company_field = $5
     and state = 'finished'
   order by ended_at desc, id limit 1`)

/** The latest of this choice that looked at every account of the org. */
export async function readFinishedPreview(
  tenantId: string,
  db: Queryable,
  of: Pick<Preview, 'accountField' | 'companyField'> & { connectionId: string; orgId: string | null },
): Promise<Preview | undefined> {
  const { connectionId, orgId, accountField, companyField } = of
  const values = [tenantId, connectionId, orgId, accountField, companyField]
  return (await db.query<Preview>(READ_FINISHED, values))[0]
}

const START = statement(`
  update control.company_resolution_preview
     set state = 'running', attempt = attempt + 1, accounts = null, one_company = 0, no_company = 0, no_value = 0,
         several_companies = 0, examples = '{}', api_calls = 0
   where tenant_id = $1 and id = $2 and ended_at is null
  returning ${COLUMNS}, attempt`)

/** Begins, or begins again after whoever did it died; nothing when it has ended. */
export async function startPreview(
  tenantId: string,
  db: Queryable,
  previewId: string,
): Promise<(Preview & { attempt: number }) | undefined> {
  return (await db.query<Preview & { attempt: number }>(START, [tenantId, previewId]))[0]
}

export interface PreviewProgress {
  id: string
  attempt: number
  accounts: number
  tally: Tally
  apiCalls: number
  /** When it came to its end, if it did. */
  endedAt: Date | null
}

const PROGRESS = statement(`
  update control.company_resolution_preview
     set accounts = $4, one_company = $5, no_company = $6, no_value = $7, several_companies = $8, examples = $9,
         api_calls = $10, ended_at = $11, state = case when $11::timestamptz is null then 'running' else 'finished' end
   where tenant_id = $1 and id = $2 and attempt = $3 and state = 'running' returning id`)

/** False when it is no longer ours to go on with: another worker has begun again, or its connection is gone. */
export async function tellProgress(
  tenantId: string,
  db: Queryable,
  { id, attempt, accounts, tally, apiCalls, endedAt }: PreviewProgress,
): Promise<boolean> {
  const { oneCompany, noCompany, noValue, severalCompanies, examples } = tally
  const rows = await db.query(PROGRESS, [
    ...[tenantId, id, attempt, accounts, oneCompany, noCompany, noValue, severalCompanies],
    ...[JSON.stringify(examples), apiCalls, endedAt],
  ])
  return rows.length > 0
}

const FAIL = statement(`
  update control.company_resolution_preview set state = 'failed', failure = $4, ended_at = $5
   where tenant_id = $1 and id = $2 and attempt = $3 and ended_at is null`)

export async function failPreview(
  tenantId: string,
  db: Queryable,
  { id, attempt, failure, at }: { id: string; attempt: number; failure: string; at: Date },
): Promise<void> {
  await db.query(FAIL, [tenantId, id, attempt, failure, at])
}
