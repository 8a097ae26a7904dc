import type { ErrorDetail } from '../errors.ts'
import { statement, type Queryable } from '../store/index.ts'

/** An authorization that was begun; of its state only the hash is kept. */
export interface BegunAuthorization {
  readonly connectionId: string
  readonly sessionId: string
  readonly verifierSealed: string | null
  readonly loginUrl: string
  readonly clientId: string
  readonly confirmOtherOrg: boolean
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

/** What a state stands for, once it is used up. */
export interface UsedAuthorization extends Pick<
  BegunAuthorization,
  'connectionId' | 'loginUrl' | 'clientId' | 'confirmOtherOrg'
> {
  readonly verifier: string
}

const BEGIN = statement(`
  insert into control.connection_authorization
    (tenant_id, connection_id, state_hash, session_id, admin_id, verifier_sealed, login_url, client_id,
     confirm_other_org, asked_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)

export async function insertAuthorization(
  tenantId: string,
  tx: Queryable,
  begun: {
    connectionId: string
    stateHash: Buffer
    sessionId: string
    adminId: string
    verifierSealed: string
    loginUrl: string
    clientId: string
    confirmOtherOrg: boolean
    askedAt: Date
    expiresAt: Date
  },
): Promise<void> {
  const { connectionId, stateHash, sessionId, adminId, verifierSealed, loginUrl, clientId } = begun
  const { confirmOtherOrg, askedAt, expiresAt } = begun
  await tx.query(BEGIN, [
    ...[tenantId, connectionId, stateHash, sessionId, adminId, verifierSealed, loginUrl, clientId],
    ...[confirmOtherOrg, askedAt, expiresAt],
  ])
}

const LOCK = statement(`
  select connection_id as "connectionId", session_id as "sessionId", verifier_sealed as "verifierSealed",
         login_url as "loginUrl", client_id as "clientId", confirm_other_org as "confirmOtherOrg",
         expires_at as "expiresAt", used_at as "usedAt"
    from control.connection_authorization where tenant_id = $1 and state_hash = $2 for update`)

/** Whoever comes second with the same state waits here, and then sees that it was used. */
export async function lockAuthorization(
  tenantId: string,
  tx: Queryable,
  stateHash: Buffer,
): Promise<BegunAuthorization | undefined> {
  return (await tx.query<BegunAuthorization>(LOCK, [tenantId, stateHash]))[0]
}

const USE = statement(`
  update control.connection_authorization set used_at = $3, verifier_sealed = null
   where tenant_id = $1 and state_hash = $2`)

export async function useAuthorization(
  tenantId: string,
  tx: Queryable,
  { stateHash, at }: { stateHash: Buffer; at: Date },
): Promise<void> {
  await tx.query(USE, [tenantId, stateHash, at])
}

const END = statement(
  'update control.connection_authorization set result = $3, details = $4 where tenant_id = $1 and state_hash = $2',
)

export async function endAuthorization(
  tenantId: string,
  db: Queryable,
  { stateHash, result, details }: { stateHash: Buffer; result: string; details: readonly ErrorDetail[] },
): Promise<void> {
  await db.query(END, [tenantId, stateHash, result, JSON.stringify(details)])
}

/** A day is longer than anybody asks what became of one. */
const SWEEP = statement(`
  delete from control.connection_authorization
   where tenant_id = $1 and connection_id = $2 and asked_at < $3::timestamptz - interval '1 day'`)

export async function sweepAuthorizations(
  tenantId: string,
  tx: Queryable,
  { connectionId, at }: { connectionId: string; at: Date },
): Promise<void> {
  await tx.query(SWEEP, [tenantId, connectionId, at])
}

export interface LastResult {
  result: string
  details: ErrorDetail[] | null
  at: Date
}

const LAST_RESULTS = statement(`
  select distinct on (connection_id) connection_id as "connectionId", result, details, used_at as at
    from control.connection_authorization where tenant_id = $1 and result is not null
   order by connection_id, used_at desc`)

/** How the last authorization of each connection ended. */
export async function readLastResults(tenantId: string, db: Queryable): Promise<Map<string, LastResult>> {
  const rows = await db.query<LastResult & { connectionId: string }>(LAST_RESULTS, [tenantId])
  return new Map(rows.map(({ connectionId, ...last }) => [connectionId, last]))
}
