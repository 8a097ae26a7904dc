import { randomUUID } from 'node:crypto'
import type { Site } from './console.ts'
import { ORG_ID } from './server.ts'

export type MadeConnection = 'created' | 'authorized' | 'linked'

/** The only connection there is, or one beside others, put straight into a state; it has no grant. */
export async function makeConnection(
  { db, tenant, clock }: Site,
  made: MadeConnection,
  { beside = false, orgId = ORG_ID } = {},
): Promise<string> {
  const id = randomUUID()
  const now = clock.now()
  const isNew = made === 'created'
  if (!beside) await db.query('truncate control.connection cascade')
  await db.query(
    `insert into control.connection
       (id, tenant_id, name, org_type, state, place, org_id, given_jobs, linked, first_linked_at, state_at, created_at, modified_at)
     values ($1, $2, $3, 'production', $4, 1, $5, $6, $7, $8, $9, $9, $9)`,
    [
      ...[id, tenant.id, `Connection of ${tenant.name}`, isNew ? 'created' : 'authorized'],
      ...(isNew ? [null, null] : [orgId, 'all']),
      ...(made === 'linked' ? [true, now] : [false, null]),
      now,
    ],
  )
  return id
}

/** A preview that has found a connection without accounts. */
export async function makePreview({ db, tenant, clock }: Site, connectionId: string): Promise<string> {
  const id = randomUUID()
  await db.query(
    `insert into control.company_resolution_preview
       (id, tenant_id, connection_id, org_id, account_field, company_field, comparison, state, accounts, asked_at, asked_by, ended_at)
     values ($1, $2, $3, $4, 'AccountNumber', 'TickerSymbol', 'ignore-case', 'finished', 0, $5, $6, $5)`,
    [id, tenant.id, connectionId, ORG_ID, clock.now(), `1P01${'0'.repeat(32)}`],
  )
  return id
}

export interface MappedField {
  orgId: string
  accountField: string
  companyField: string
  comparison?: string
}

/** Maps another field for an org that has a connection already, as a save after a preview does. */
export async function mapField(
  { db, tenant, clock }: Pick<Site, 'db' | 'tenant' | 'clock'>,
  connectionId: string,
  { orgId, accountField, companyField, comparison = 'ignore-case' }: MappedField,
): Promise<void> {
  const now = clock.now()
  const mapping = [tenant.id, connectionId, accountField, companyField, comparison, now]
  await db.query(
    `insert into control.company_resolution_preview
       (tenant_id, connection_id, account_field, company_field, comparison, asked_at, asked_by, org_id, state, accounts, ended_at)
     values ($1, $2, $3, $4, $5, $6, 'test', $7, 'finished', 0, $6)`,
    [...mapping, orgId],
  )
  await db.query(
    `insert into control.company_resolution
       (tenant_id, connection_id, account_field, company_field, comparison, saved_at, version)
     values ($1, $2, $3, $4, $5, $6, (select max(version) + 1 from control.company_resolution where connection_id = $2))`,
    mapping,
  )
}
