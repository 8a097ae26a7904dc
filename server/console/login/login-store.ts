import { statement, type Queryable } from '../../store/index.ts'
import type { BegunLogin } from './rules.ts'

const BEGIN = statement(`
  insert into control.login
    (state_hash, browser_hash, tenant_id, connection_id, login_url, client_id, begun_at, ends_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`)

export interface NewLogin extends Pick<
  BegunLogin,
  'tenantId' | 'connectionId' | 'browserHash' | 'loginUrl' | 'clientId' | 'endsAt'
> {
  stateHash: Buffer
  begunAt: Date
}

export async function insertLogin(tx: Queryable, login: NewLogin): Promise<void> {
  const { stateHash, browserHash, tenantId, connectionId, loginUrl, clientId, begunAt, endsAt } = login
  await tx.query(BEGIN, [
    ...[stateHash, browserHash, tenantId, connectionId],
    ...[loginUrl, clientId, begunAt, endsAt],
  ])
}

const LOCK = statement(`
  select l.tenant_id as "tenantId", t.schema_name as schema, l.connection_id as "connectionId",
         l.browser_hash as "browserHash", l.login_url as "loginUrl", l.client_id as "clientId",
         l.ends_at as "endsAt", l.used_at as "usedAt"
    from control.login l join control.tenant t on t.id = l.tenant_id
   where l.state_hash = $1 for update of l`)

/** Whoever comes second with the same state waits here, and then sees that it was used. */
export async function lockLogin(tx: Queryable, stateHash: Buffer): Promise<BegunLogin | undefined> {
  return (await tx.query<BegunLogin>(LOCK, [stateHash]))[0]
}

const USE = statement('update control.login set used_at = $2 where state_hash = $1')

export async function useLogin(tx: Queryable, stateHash: Buffer, at: Date): Promise<void> {
  await tx.query(USE, [stateHash, at])
}

const SWEEP = statement('delete from control.login where ends_at <= $1')

export async function sweepLogins(tx: Queryable, endedBefore: Date): Promise<void> {
  await tx.query(SWEEP, [endedBefore])
}
