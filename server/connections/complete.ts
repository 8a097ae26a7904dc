import { AppError, type ErrorCode, type ErrorDetail } from '../errors.ts'
import { callbackRefusal, type Grant, type SalesforceApp } from '../salesforce/index.ts'
import { checkApiAccess } from './api-access.ts'
import { appOf } from './app.ts'
import {
  endAuthorization,
  lockAuthorization,
  useAuthorization,
  type UsedAuthorization,
} from './authorization-store.ts'
import { hashOf } from './authorize.ts'
import { live } from './change.ts'
import { completeLink } from './complete-link.ts'
import type { Actor } from './connection.ts'
import { readConnection } from './connection-store.ts'
import { giveUpToken, revokePending } from './give-up.ts'
import { keepGrant } from './keep-grant.ts'
import type { Parts } from './parts.ts'
import { refusedBySalesforce } from './salesforce-refusal.ts'
import { safeOf } from './sealed.ts'

/** What Salesforce sent the browser back with. */
export interface CallbackAnswer {
  state: string
  code?: string | undefined
  error?: string | undefined
  error_description?: string | undefined
}

export interface Completed {
  connectionId?: string
  result: 'AUTHORIZED' | ErrorCode
}

/** The second half of an authorization. Whatever goes wrong has a code, and leaves the connection as it was. */
export async function completeAuthorization(
  parts: Parts,
  actor: Actor,
  answer: CallbackAnswer,
): Promise<Completed> {
  const stateHash = hashOf(answer.state)
  let used: UsedAuthorization | undefined
  const { result, details } = await attempt(async () => {
    used = await useState(parts, actor, stateHash)
    await authorize(parts, actor, { used, answer })
  })
  if (!used) return { result }
  const { connectionId } = used
  await endAuthorization(actor.tenantId, parts.db, { stateHash, result, details })
  // The grant this one replaced, if there was one.
  if (result === 'AUTHORIZED') {
    await revokePending(parts, actor.tenantId, connectionId)
    await completeLink(parts, actor, connectionId)
  }
  return { connectionId, result }
}

interface Ended {
  result: Completed['result']
  details: readonly ErrorDetail[]
}

/** What cannot be told as a code (a lost database, a fault of ours) is left to fail as any other request. */
async function attempt(work: () => Promise<void>): Promise<Ended> {
  try {
    await work()
    return { result: 'AUTHORIZED', details: [] }
  } catch (error) {
    if (error instanceof AppError) return { result: error.code, details: error.details ?? [] }
    throw error
  }
}

/** Uses the state up before anything is done with it: it works once, for this tenant, in this session, for ten minutes. */
async function useState(
  { db, clock, vault }: Parts,
  { tenantId, sessionId }: Actor,
  stateHash: Buffer,
): Promise<UsedAuthorization> {
  const now = clock.now()
  return db.transaction(async (tx) => {
    const begun = await lockAuthorization(tenantId, tx, stateHash)
    if (!begun) throw new AppError('AUTHORIZATION_UNKNOWN')
    if (begun.sessionId !== sessionId) throw new AppError('AUTHORIZATION_FOREIGN')
    if (begun.usedAt || begun.verifierSealed === null) throw new AppError('AUTHORIZATION_REUSED')
    if (begun.expiresAt <= now) throw new AppError('AUTHORIZATION_EXPIRED')
    await useAuthorization(tenantId, tx, { stateHash, at: now })
    const { connectionId, loginUrl, clientId, confirmOtherOrg, verifierSealed } = begun
    const verifier = safeOf(vault, tenantId, connectionId).open('pkce-verifier', verifierSealed)
    return { connectionId, verifier, loginUrl, clientId, confirmOtherOrg }
  })
}

async function authorize(
  parts: Parts,
  actor: Actor,
  { used, answer }: { used: UsedAuthorization; answer: CallbackAnswer },
): Promise<void> {
  const { tenantId } = actor
  const { connectionId, loginUrl, verifier } = used
  if (answer.error !== undefined) refusedBySalesforce(callbackRefusal(answer.error, answer.error_description))
  if (answer.code === undefined) throw new AppError('CODE_REFUSED')
  const connection = live(await readConnection(tenantId, parts.db, connectionId))
  const app = appOf(parts, tenantId, connection)
  // The browser was sent to ask for another app than this connection has now.
  if (app.clientId !== used.clientId) throw new AppError('CONFLICT')
  const grant = await parts.oauth
    .exchange({ loginUrl, app, code: answer.code, verifier })
    .catch(refusedBySalesforce)
  try {
    await check(parts, actor, { used, app, grant })
  } catch (error) {
    const token = grant.refreshToken ?? grant.accessToken
    await giveUpToken(parts, { tenantId, connectionId }, { token, loginUrl }).catch((failure: unknown) =>
      parts.log.error({ err: failure, connectionId }, 'a token that was not kept could not be given up'),
    )
    throw error
  }
}

async function check(
  parts: Parts,
  actor: Actor,
  { used, app, grant }: { used: UsedAuthorization; app: SalesforceApp; grant: Grant },
): Promise<void> {
  const { instanceUrl, accessToken, refreshToken } = grant
  if (refreshToken === null) throw new AppError('NO_REFRESH_TOKEN')
  const user = await parts.oauth.userInfo({ instanceUrl, accessToken }).catch(refusedBySalesforce)
  await checkApiAccess(parts, { app, grant, orgId: user.orgId, loginUrl: used.loginUrl }).catch(
    refusedBySalesforce,
  )
  await keepGrant(parts, actor, { used, user, grant: { ...grant, refreshToken } })
}
