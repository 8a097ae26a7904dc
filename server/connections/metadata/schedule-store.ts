import { statement, type Queryable } from '../../store/index.ts'
import type { ConnectionState } from '../states.ts'

/** A connection with an org, as far as it decides when its metadata is refreshed. */
export interface Scheduled {
  readonly tenantId: string
  readonly connectionId: string
  readonly state: ConnectionState
  readonly orgId: string
  readonly refreshedAt: Date | null
  /** When the last try ended, if it failed and nothing was read since. */
  readonly failedAt: Date | null
}

const SCHEDULED = `
  select c.tenant_id as "tenantId", c.id as "connectionId", c.state, c.org_id as "orgId",
         m.refreshed_at as "refreshedAt", failed.at as "failedAt"
    from control.connection c
    left join control.metadata m on m.tenant_id = c.tenant_id and m.connection_id = c.id
    left join lateral (
      select max(r.ended_at) as at from control.metadata_refresh r
       where r.tenant_id = c.tenant_id and r.connection_id = c.id and r.state = 'failed'
         and r.ended_at >= coalesce(m.refreshed_at, '-infinity')) failed on true
   where c.state <> 'deleted' and c.org_id is not null`

const READ_ALL = statement(`${SCHEDULED} order by c.id`)

/** Of all tenants: this is for the hourly look at what is due, and for no request. */
export const readSchedule = (db: Queryable): Promise<Scheduled[]> => db.query<Scheduled>(READ_ALL)

const READ_ONE = statement(`${SCHEDULED} and c.tenant_id = $1 and c.id = $2`)

/** Nothing for a connection that never had an org. */
export async function readScheduled(
  tenantId: string,
  db: Queryable,
  connectionId: string,
): Promise<Scheduled | undefined> {
  return (await db.query<Scheduled>(READ_ONE, [tenantId, connectionId]))[0]
}

const LOCK_ORG = statement(`
  select state, org_id as "orgId" from control.connection
   where tenant_id = $1 and id = $2 and state <> 'deleted' for key share`)

/** Until the transaction ends, this connection keeps its org. Whoever changes it locks the connection first, as we do. */
export async function lockOrg(
  tenantId: string,
  tx: Queryable,
  connectionId: string,
): Promise<{ state: ConnectionState; orgId: string | null } | undefined> {
  const found = await tx.query<{ state: ConnectionState; orgId: string | null }>(LOCK_ORG, [
    ...[tenantId, connectionId],
  ])
  return found[0]
}
