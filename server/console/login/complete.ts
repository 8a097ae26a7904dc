import { AppError, type ErrorCode } from '../../errors.ts'
import type { Cookie } from '../../http/cookies.ts'
import { callbackRefusal, type Grant, type VerifiedIdToken } from '../../salesforce/index.ts'
import { readUsersOfOrg } from '../user-store.ts'
import { lockLogin, useLogin } from './login-store.ts'
import type { LoginOrg, LoginParts } from './parts.ts'
import { hashOf, LOGIN_CALLBACK_PATH, proofsOf, stateRefusal, userOf, type BegunLogin } from './rules.ts'
import { loginRefusedBySalesforce } from './salesforce-refusal.ts'

/** What the browser brings back from Salesforce, and what it had with it all along. */
export interface LoginAnswer {
  state: string
  code?: string | undefined
  error?: string | undefined
  error_description?: string | undefined
  /** The login's cookie. */
  key: string | undefined
  /** The cookie of a session, which this login replaces. */
  replaces: string | undefined
}

/** The second half of a login: from what came back to a session, or the reason why there is none. */
export async function completeLogin(parts: LoginParts, answer: LoginAnswer): Promise<Cookie> {
  const { key = '', state } = answer
  const begun = await useState(parts, answer)
  if (answer.error !== undefined)
    loginRefusedBySalesforce(callbackRefusal(answer.error, answer.error_description))
  if (answer.code === undefined) throw new AppError('LOGIN_CODE_REFUSED')
  const org = await orgOf(parts, begun)
  const proofs = proofsOf(key, state)
  const identity = await identityOf(parts, { org, code: answer.code, ...proofs })
  // A refusal from here on is the account's, and counts for it alone: its colleagues come from the same address.
  return parts.rateLimit.login(`account ${identity.orgId}/${identity.userId}`, () =>
    enter(parts, { begun, org, identity, replaces: answer.replaces }),
  )
}

/** Uses the state up before anything is done with it: it works once, in this browser, for ten minutes. */
const useState = ({ db, clock }: LoginParts, { state, key }: LoginAnswer): Promise<BegunLogin> =>
  db.transaction(async (tx) => {
    const [stateHash, now] = [hashOf(state), clock.now()]
    const begun = await lockLogin(tx, stateHash)
    const refusal = stateRefusal(begun, { key, now })
    if (refusal || !begun) throw new AppError(refusal ?? 'LOGIN_UNKNOWN', { cause: new Error(refusal) })
    await useLogin(tx, stateHash, now)
    return begun
  })

/** The org as it is now, when it is still the one that the browser was sent to. */
async function orgOf({ orgs }: LoginParts, begun: BegunLogin): Promise<LoginOrg> {
  const org = await orgs.read(begun.tenantId, begun.connectionId, LOGIN_CALLBACK_PATH)
  if (org?.loginUrl !== begun.loginUrl || org.app.clientId !== begun.clientId)
    throw new AppError('LOGIN_UNAVAILABLE')
  return org
}

interface Exchange {
  org: LoginOrg
  code: string
  nonce: string
  verifier: string
}

/** Who it is, by the org's signed word. The tokens that come with it are given back at once. */
async function identityOf(
  parts: LoginParts,
  { org: { loginUrl, app, orgId }, code, nonce, verifier }: Exchange,
): Promise<VerifiedIdToken> {
  const { oauth } = parts
  const grant = await oauth.exchange({ loginUrl, app, code, verifier }).catch(loginRefusedBySalesforce)
  giveBack(parts, loginUrl, grant)
  if (grant.idToken === null)
    throw new AppError('LOGIN_UNPROVEN', { cause: new Error('the answer has no id token') })
  return oauth
    .verifyIdToken({ loginUrl, app, idToken: grant.idToken, nonce, orgId })
    .catch(loginRefusedBySalesforce)
}

/** Nobody waits for it: a token that Salesforce could not be told of is forgotten here, and ends there by itself. */
function giveBack({ oauth, log }: LoginParts, loginUrl: string, grant: Grant): void {
  oauth.revoke({ loginUrl, token: grant.refreshToken ?? grant.accessToken }).catch((error: unknown) => {
    log.warn({ err: error }, 'the token of a login could not be revoked at Salesforce')
  })
}

interface Entry {
  begun: BegunLogin
  org: LoginOrg
  identity: VerifiedIdToken
  replaces: string | undefined
}

const enter = ({ db, sessions }: LoginParts, { begun, org, identity, replaces }: Entry): Promise<Cookie> =>
  db.transaction(async (tx) => {
    const { tenantId, connectionId } = begun
    const found = userOf(
      await readUsersOfOrg(tx, begun, {
        ...{ sfdcUserId: identity.userId, connectionId, orUnmarked: org.ownsUnmarkedUsers },
      }),
      identity,
    )
    if ('refusal' in found)
      throw new AppError(found.refusal, { cause: new Error(`${identity.userId}: ${found.refusal}`) })
    const login = { tenantId, userId: found.user.id, replaces, connectionId }
    return (await sessions.start(tx, login).catch(asOfNow)).cookie
  })

const BY_CONSTRAINT: Readonly<Record<string, ErrorCode>> = {
  session_connection_is_there: 'LOGIN_UNAVAILABLE',
  session_role_is_of_org: 'LOGIN_ROLE_OF_OTHER_ORG',
}

/** What was deleted or went to another org while Salesforce was asked: the database takes no session through it. */
function asOfNow(error: unknown): never {
  const code = BY_CONSTRAINT[(error as { constraint?: string }).constraint ?? '']
  throw code ? new AppError(code, { cause: error }) : error
}
