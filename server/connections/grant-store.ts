import { statement, type Queryable } from '../store/index.ts'

/** A grant as it is kept: tokens sealed, everything else as Salesforce said it. */
export interface KeptGrant {
  readonly connectionId: string
  readonly orgId: string
  readonly accessTokenSealed: string
  readonly refreshTokenSealed: string
  readonly loginUrl: string
  readonly instanceUrl: string
  readonly identityUrl: string
  readonly scopes: string[]
  readonly userId: string
  readonly username: string
  readonly grantedAt: Date
  readonly grantedBy: string
  readonly issuedAt: Date
  readonly refreshedAt: Date | null
  readonly usedAt: Date | null
}

const COLUMNS = `connection_id as "connectionId", org_id as "orgId", access_token_sealed as "accessTokenSealed",
  refresh_token_sealed as "refreshTokenSealed", login_url as "loginUrl", instance_url as "instanceUrl",
  identity_url as "identityUrl", scopes, user_id as "userId", username, granted_at as "grantedAt",
  granted_by as "grantedBy", issued_at as "issuedAt", refreshed_at as "refreshedAt", used_at as "usedAt"`

const READ = statement(
  `select ${COLUMNS} from control.connection_grant where tenant_id = $1 and connection_id = $2`,
)
const LOCK = statement(
  `select ${COLUMNS} from control.connection_grant where tenant_id = $1 and connection_id = $2 for update`,
)

/** Locked, it is ours until the transaction ends: no other process refreshes it. */
export async function readGrant(
  tenantId: string,
  db: Queryable,
  { connectionId, lock = false }: { connectionId: string; lock?: boolean },
): Promise<KeptGrant | undefined> {
  return (await db.query<KeptGrant>(lock ? LOCK : READ, [tenantId, connectionId]))[0]
}

const INSERT = statement(`
  insert into control.connection_grant
    (tenant_id, connection_id, org_id, access_token_sealed, refresh_token_sealed, login_url, instance_url,
     identity_url, scopes, user_id, username, granted_at, granted_by, issued_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`)

export async function insertGrant(
  tenantId: string,
  tx: Queryable,
  grant: Omit<KeptGrant, 'refreshedAt' | 'usedAt'>,
): Promise<void> {
  const { connectionId, orgId, accessTokenSealed, refreshTokenSealed, loginUrl, instanceUrl } = grant
  const { identityUrl, scopes, userId, username, grantedAt, grantedBy, issuedAt } = grant
  await tx.query(INSERT, [
    ...[tenantId, connectionId, orgId, accessTokenSealed, refreshTokenSealed, loginUrl, instanceUrl],
    ...[identityUrl, scopes, userId, username, grantedAt, grantedBy, issuedAt],
  ])
}

const RENEW = statement(`
  update control.connection_grant
     set access_token_sealed = $3, refresh_token_sealed = $4, instance_url = $5, identity_url = $6, scopes = $7,
         issued_at = $8, refreshed_at = $9, used_at = greatest(used_at, $9)
   where tenant_id = $1 and connection_id = $2`)

/** It is renewed because somebody uses it, so that is a use too. */
export async function renewGrant(
  tenantId: string,
  tx: Queryable,
  grant: Pick<
    KeptGrant,
    'connectionId' | 'accessTokenSealed' | 'refreshTokenSealed' | 'instanceUrl' | 'identityUrl' | 'scopes'
  > & { issuedAt: Date; refreshedAt: Date },
): Promise<void> {
  const { connectionId, accessTokenSealed, refreshTokenSealed, instanceUrl, identityUrl } = grant
  const { scopes, issuedAt, refreshedAt } = grant
  await tx.query(RENEW, [
    ...[tenantId, connectionId, accessTokenSealed, refreshTokenSealed, instanceUrl, identityUrl],
    ...[scopes, issuedAt, refreshedAt],
  ])
}

const TOUCH = statement(`
  update control.connection_grant set used_at = $3
   where tenant_id = $1 and connection_id = $2 and (used_at is null or used_at < $3::timestamptz - interval '1 minute')`)

/** To the minute: a write for every use would cost more than the use. */
export async function touchGrant(
  tenantId: string,
  db: Queryable,
  { connectionId, at }: { connectionId: string; at: Date },
): Promise<void> {
  await db.query(TOUCH, [tenantId, connectionId, at])
}

/** What it gave up, Salesforce must still hear of: the token moves, it does not vanish. */
const GIVE_UP = statement(`
  with gone as (
    delete from control.connection_grant where tenant_id = $1 and connection_id = $2
    returning refresh_token_sealed, login_url
  )
  insert into control.connection_revocation (tenant_id, connection_id, token_sealed, login_url, given_up_at)
  select $1, $2, refresh_token_sealed, login_url, $3 from gone`)

export async function giveUpGrant(
  tenantId: string,
  tx: Queryable,
  { connectionId, at }: { connectionId: string; at: Date },
): Promise<void> {
  await tx.query(GIVE_UP, [tenantId, connectionId, at])
}

const FORGET = statement('delete from control.connection_grant where tenant_id = $1 and connection_id = $2')

/** For a grant Salesforce has ended itself: there is nothing left to revoke. */
export async function forgetGrant(tenantId: string, tx: Queryable, connectionId: string): Promise<void> {
  await tx.query(FORGET, [tenantId, connectionId])
}
