import { createHash } from 'node:crypto'
import { newSecret } from '../lib/ids.ts'
import { createPkce, loginUrlOf } from '../salesforce/index.ts'
import { appOf } from './app.ts'
import { insertAuthorization, sweepAuthorizations } from './authorization-store.ts'
import { live } from './change.ts'
import type { Actor, Connection } from './connection.ts'
import { readConnection } from './connection-store.ts'
import type { Notice } from './notices.ts'
import type { Parts } from './parts.ts'
import { authorizeNotices } from './rules.ts'
import { safeOf } from './sealed.ts'

const TEN_MINUTES = 10 * 60_000

/** `api` to sync, `refresh_token` to do so without anybody there, `openid` to know which org and user it is. */
export const SCOPES = ['api', 'refresh_token', 'openid'] as const

export const hashOf = (state: string): Buffer => createHash('sha256').update(state).digest()

export const loginUrlOfConnection = ({ orgType, domain }: Pick<Connection, 'orgType' | 'domain'>): string =>
  loginUrlOf({ orgType, domain })

export interface Begun {
  url: string
  notices: readonly Notice[]
}

/** Where to send the administrator's browser: to the org's own login, and back with a state that only this session has. */
export async function beginAuthorization(
  parts: Parts,
  actor: Actor,
  { connectionId, confirmOtherOrg }: { connectionId: string; confirmOtherOrg: boolean },
): Promise<Begun> {
  const { db, clock, vault, oauth } = parts
  const { tenantId, adminId, sessionId } = actor
  const connection = live(await readConnection(tenantId, db, connectionId))
  const app = appOf(parts, tenantId, connection)
  const loginUrl = loginUrlOfConnection(connection)
  const state = newSecret()
  const { verifier, challenge } = createPkce()
  const askedAt = clock.now()
  await db.transaction(async (tx) => {
    await sweepAuthorizations(tenantId, tx, { connectionId, at: askedAt })
    await insertAuthorization(tenantId, tx, {
      ...{ connectionId, sessionId, adminId, loginUrl, confirmOtherOrg, askedAt },
      stateHash: hashOf(state),
      verifierSealed: safeOf(vault, tenantId, connectionId).seal('pkce-verifier', verifier),
      clientId: app.clientId,
      expiresAt: new Date(askedAt.getTime() + TEN_MINUTES),
    })
  })
  // Asked for the login each time: whoever is logged in to Salesforce in this browser may be somebody else.
  const url = oauth.authorizeUrl({
    ...{ loginUrl, app, state, challenge },
    scopes: SCOPES,
    prompt: 'login consent',
  })
  return { url, notices: authorizeNotices(connection, confirmOtherOrg) }
}
