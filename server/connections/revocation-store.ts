import { statement, type Queryable } from '../store/index.ts'

/** A token we gave up and Salesforce has not heard of yet. */
export interface PendingRevocation {
  readonly id: string
  readonly tokenSealed: string
  readonly loginUrl: string
}

const INSERT_PENDING = statement(`
  insert into control.connection_revocation (tenant_id, connection_id, token_sealed, login_url, given_up_at)
  values ($1, $2, $3, $4, $5)`)

export async function insertRevocation(
  tenantId: string,
  db: Queryable,
  pending: { connectionId: string; tokenSealed: string; loginUrl: string; at: Date },
): Promise<void> {
  const { connectionId, tokenSealed, loginUrl, at } = pending
  await db.query(INSERT_PENDING, [tenantId, connectionId, tokenSealed, loginUrl, at])
}

const READ_PENDING = statement(`
  select id, token_sealed as "tokenSealed", login_url as "loginUrl" from control.connection_revocation
   where tenant_id = $1 and connection_id = $2 order by given_up_at`)

export const readRevocations = (
  tenantId: string,
  db: Queryable,
  connectionId: string,
): Promise<PendingRevocation[]> => db.query(READ_PENDING, [tenantId, connectionId])

const READ_WAITING = statement(`
  select distinct tenant_id as "tenantId", connection_id as "connectionId" from control.connection_revocation`)

/** Every connection of every tenant whose tokens Salesforce has not heard of, deleted ones too. */
export const readWaiting = (db: Queryable): Promise<{ tenantId: string; connectionId: string }[]> =>
  db.query(READ_WAITING)

const COUNT_PENDING = statement(`
  select connection_id as "connectionId", count(*)::int as count from control.connection_revocation
   where tenant_id = $1 group by connection_id`)

export async function countRevocations(tenantId: string, db: Queryable): Promise<Map<string, number>> {
  const rows = await db.query<{ connectionId: string; count: number }>(COUNT_PENDING, [tenantId])
  return new Map(rows.map(({ connectionId, count }) => [connectionId, count]))
}

const END_PENDING = statement('delete from control.connection_revocation where tenant_id = $1 and id = $2')

export async function endRevocation(tenantId: string, db: Queryable, id: string): Promise<void> {
  await db.query(END_PENDING, [tenantId, id])
}
