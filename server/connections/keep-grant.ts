import { AppError } from '../errors.ts'
import type { Grant, UserInfo } from '../salesforce/index.ts'
import { appOf } from './app.ts'
import type { UsedAuthorization } from './authorization-store.ts'
import { loginUrlOfConnection } from './authorize.ts'
import { changeConnection, moved, type Change } from './change.ts'
import type { Actor, Connection } from './connection.ts'
import { insertEvent } from './connection-store.ts'
import { giveUpGrant, insertGrant } from './grant-store.ts'
import type { Parts } from './parts.ts'
import { jobsToGive, mayChangeOrg, OUT_OF_THE_BOX } from './rules.ts'
import { safeOf } from './sealed.ts'

export interface CheckedGrant {
  used: UsedAuthorization
  user: Pick<UserInfo, 'orgId' | 'userId' | 'username'>
  grant: Grant & { refreshToken: string }
}

/** Everything an authorization changes, in one transaction: the grant, the org, the state, the jobs it is to be given. */
export async function keepGrant(parts: Parts, actor: Actor, checked: CheckedGrant): Promise<void> {
  const { tenantId } = actor
  const { connectionId } = checked.used
  const request = { connectionId, action: 'connection.authorized' } as const
  await changeConnection(parts, actor, request, async (change) => {
    const { tx, connection, now } = change
    assertUnchanged(parts, tenantId, { connection, used: checked.used })
    const authorized = await authorizedWith(parts, tenantId, { change, checked })
    await giveUpGrant(tenantId, tx, { connectionId, at: now })
    await insert(parts, actor, { change, checked })
    return authorized
  })
}

/** The grant is worth nothing for a connection that points elsewhere by now. */
function assertUnchanged(
  parts: Parts,
  tenantId: string,
  { connection, used }: { connection: Connection; used: UsedAuthorization },
): void {
  const isSame =
    loginUrlOfConnection(connection) === used.loginUrl &&
    appOf(parts, tenantId, connection).clientId === used.clientId
  if (!isSame) throw new AppError('CONFLICT')
}

async function authorizedWith(
  { ports }: Parts,
  tenantId: string,
  { change, checked }: { change: Change; checked: CheckedGrant },
): Promise<Connection> {
  const { tx, connection, others, now } = change
  const { id: connectionId } = connection
  const { orgId } = checked.user
  const givenJobs = jobsToGive(connection, others)
  const isOtherOrg = connection.orgId !== null && connection.orgId !== orgId
  if (isOtherOrg && !mayChangeOrg(connection, checked.used.confirmOtherOrg)) throw new AppError('WRONG_ORG')
  const holder = others.find((other) => other.state !== 'deleted' && other.orgId === orgId)
  if (holder)
    throw new AppError('ORG_CONNECTED_ALREADY', {
      details: [{ field: 'connection', message: `${holder.name} (${holder.id})` }],
    })
  if (connection.givenJobs === null) {
    const jobs = OUT_OF_THE_BOX[givenJobs]
    await insertEvent(tenantId, tx, {
      ...{ connectionId, kind: 'connection.first-authorized', at: now },
      facts: { jobs },
    })
    await ports.onFirstAuthorized(tx, { tenantId, connectionId, jobs })
  }
  if (isOtherOrg) {
    const facts = { from: connection.orgId, to: orgId }
    await insertEvent(tenantId, tx, { connectionId, kind: 'connection.org-changed', facts, at: now })
  }
  const authorized = connection.state === 'authorized' ? connection : moved(connection, 'authorized', { now })
  return {
    ...authorized,
    ...{ orgId, givenJobs, stateReason: null },
    ...(isOtherOrg
      ? { orgChangedAt: now, jobsPausedBecause: 'ORG_CHANGED', linkIncomplete: 'LINK_UNCHECKED' }
      : {}),
  }
}

async function insert(
  { vault }: Parts,
  { tenantId, adminId }: Actor,
  { change, checked }: { change: Change; checked: CheckedGrant },
): Promise<void> {
  const { tx, connection, now } = change
  const { grant, user, used } = checked
  const safe = safeOf(vault, tenantId, connection.id)
  await insertGrant(tenantId, tx, {
    connectionId: connection.id,
    orgId: user.orgId,
    accessTokenSealed: safe.seal('access-token', grant.accessToken),
    refreshTokenSealed: safe.seal('refresh-token', grant.refreshToken),
    loginUrl: used.loginUrl,
    instanceUrl: grant.instanceUrl,
    identityUrl: grant.identityUrl,
    scopes: [...grant.scopes],
    userId: user.userId,
    username: user.username,
    grantedAt: now,
    grantedBy: adminId,
    issuedAt: grant.issuedAt,
  })
}
