import { createHash } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { OAuthCall, Parts } from './parts.ts'
import { signed } from './secrets.ts'
import type { AccessToken, Grant } from './tokens.ts'
import { otherOrg } from './other-org.ts'

/** What a grant came to. */
export interface Granted {
  readonly grant: Grant
  readonly refreshToken?: string | undefined
  readonly nonce?: string | undefined
  /** The user name and password flow says nothing of scopes. */
  readonly withoutScope?: boolean
  readonly lost?: boolean
}

/** How long Salesforce's id tokens are good for. */
const ID_TOKEN_SECONDS = 2 * 60

/** The document of the token endpoint. */
export function tokenAnswer(parts: Parts, call: OAuthCall, granted: Granted): Record<string, string> {
  const { grant, refreshToken, withoutScope } = granted
  const orgId = otherOrg(parts, call) ?? parts.orgId
  const token = parts.tokens.issueAccess(grant, orgId)
  const id = identityUrl(parts, orgId, grant.userId)
  const issuedAt = String(token.issuedAt)
  const elsewhere = parts.faults?.take('instance-url', { path: call.path, method: call.method })
  const wantsIdToken = !withoutScope && grant.scopes.includes('openid')
  return {
    access_token: token.text,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    signature: signed(grant.app.clientSecret ?? '', id + issuedAt).toString('base64'),
    ...(!withoutScope && { scope: grant.scopes.join(' ') }),
    ...(wantsIdToken && { id_token: idToken(parts, { token, id, nonce: granted.nonce }) }),
    instance_url: elsewhere?.url ?? parts.url(),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  }
}

export function identityUrl({ url }: Pick<Parts, 'url'>, orgId: string, userId: string): string {
  return `${url()}/id/${orgId}/${userId}`
}

function idToken(
  { signingKey, url }: Parts,
  { token, id, nonce }: { token: AccessToken; id: string; nonce: string | undefined },
): string {
  const issuedAt = Math.floor(token.issuedAt / 1000)
  const claims = {
    iss: url(),
    sub: id,
    aud: token.session.clientId,
    iat: issuedAt,
    exp: issuedAt + ID_TOKEN_SECONDS,
    at_hash: createHash('sha256').update(token.text).digest().subarray(0, 16).toString('base64url'),
    ...(nonce !== undefined && { nonce }),
  }
  return jwt.sign(claims, signingKey.privateKey, { algorithm: 'RS256', keyid: signingKey.keyId })
}
