import { createHash } from 'node:crypto'
import { callingApp, field } from '../client.ts'
import type { Approved } from '../codes.ts'
import { isActive } from '../directory.ts'
import { inactiveUser, invalidGrant, wrongRedirect } from '../oauth-problem.ts'
import type { OAuthCall, Parts } from '../parts.ts'
import { sameSecret } from '../secrets.ts'
import type { Granted } from '../token-answer.ts'

/** The web server flow: the code that came back with the browser, for tokens. */
export function authorizationCode(parts: Parts, call: OAuthCall): Granted {
  const { codes, tokens, directory } = parts
  const app = callingApp(parts, call, { secret: 'as-set' })
  const redeemed = codes.redeem(field(call, 'code') ?? '', app.clientId)
  if (redeemed.state === 'unknown') throw invalidGrant('invalid authorization code')
  if (redeemed.state === 'spent') {
    // Whoever uses a code twice may have stolen it: what it gave is taken back.
    if (redeemed.grant) tokens.end(redeemed.grant)
    throw invalidGrant('expired authorization code')
  }
  if (redeemed.state !== 'good') throw invalidGrant('expired authorization code')
  const { approved } = redeemed
  if (field(call, 'redirect_uri') !== approved.redirectUri) throw wrongRedirect()
  if (!provesItself(approved, field(call, 'code_verifier'))) throw invalidGrant('invalid code verifier')
  if (!isActive(directory.byId(approved.userId))) throw inactiveUser()
  const grant = tokens.open({ userId: approved.userId, app, scopes: approved.scopes })
  redeemed.settle(grant)
  return { grant, refreshToken: tokens.issueRefresh(grant), nonce: approved.nonce }
}

/** PKCE: only who made the challenge knows the verifier. A verifier without a challenge shows that somebody took it away. */
function provesItself({ challenge }: Approved, verifier: string | null): boolean {
  if (challenge === undefined) return verifier === null
  if (verifier === null || !/^[A-Za-z0-9._~-]{43,}$/.test(verifier)) return false
  return sameSecret(createHash('sha256').update(verifier).digest('base64url'), challenge)
}
