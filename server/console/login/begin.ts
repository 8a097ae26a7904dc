import { AppError, invalid } from '../../errors.ts'
import type { Cookie } from '../../http/cookies.ts'
import { newSecret } from '../../lib/ids.ts'
import { challengeOf } from '../../salesforce/index.ts'
import { readFirstTenantId } from '../../tenants/index.ts'
import { later } from '../session-rules.ts'
import { insertLogin, sweepLogins } from './login-store.ts'
import type { LoginOrg, LoginParts } from './parts.ts'
import { hashOf, LOGIN_CALLBACK_PATH, LOGIN_COOKIE, LOGIN_MS, proofsOf, REMEMBERED_MS } from './rules.ts'

export interface LoginChoice {
  /** Which org's users; needed only where there are two. */
  connection?: string | undefined
  /** Whoever is logged in to Salesforce in this browser is not who wants to log in here. */
  as?: 'another' | undefined
}

/** Where to send the browser, and the cookie that ties what comes back to it. */
export async function beginLogin(
  parts: LoginParts,
  choice: LoginChoice,
): Promise<{ url: URL; cookie: Cookie }> {
  const { db, clock, oauth } = parts
  const tenantId = await readFirstTenantId(db)
  if (tenantId === undefined) throw new AppError('LOGIN_UNAVAILABLE')
  const { connectionId, loginUrl, app } = await chosenOrg(parts, tenantId, choice)
  const [key, state] = [newSecret(), newSecret()]
  const { nonce, verifier } = proofsOf(key, state)
  const begunAt = clock.now()
  await db.transaction(async (tx) => {
    await sweepLogins(tx, later(begunAt, LOGIN_MS - REMEMBERED_MS))
    await insertLogin(tx, {
      ...{ tenantId, connectionId, loginUrl, clientId: app.clientId },
      ...{ stateHash: hashOf(state), browserHash: hashOf(key) },
      ...{ begunAt, endsAt: later(begunAt, LOGIN_MS) },
    })
  })
  const url = oauth.authorizeUrl({
    ...{ loginUrl, app, state, nonce, challenge: challengeOf(verifier) },
    // Who it is, and nothing that could be done in their name.
    scopes: ['openid'],
    ...(choice.as === 'another' && { prompt: 'login' as const }),
  })
  const cookie: Cookie = { name: LOGIN_COOKIE, value: key, maxAgeSeconds: LOGIN_MS / 1000 }
  return { url: new URL(url), cookie }
}

/** The same words for a connection that never was, is another tenant's or lets nobody in: strangers ask too. */
async function chosenOrg(
  { orgs }: LoginParts,
  tenantId: string,
  { connection }: LoginChoice,
): Promise<LoginOrg> {
  const listed = await orgs.list(tenantId)
  if (connection === undefined && listed.length > 1)
    throw invalid('body.connection', 'must name the org to log in through: there are several')
  const id = connection ?? listed[0]?.connectionId
  const org = id === undefined ? undefined : await orgs.read(tenantId, id, LOGIN_CALLBACK_PATH)
  if (!org) throw new AppError('LOGIN_UNAVAILABLE')
  return org
}
