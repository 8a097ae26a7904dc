import { liveToken } from '../bearer.ts'
import { callingApp, field } from '../client.ts'
import { isActive, usernameOf } from '../directory.ts'
import { OAuthProblem } from '../oauth-problem.ts'
import type { Endpoint, Parts } from '../parts.ts'
import { json } from '../replies.ts'
import { identityUrl } from '../token-answer.ts'
import type { Grant } from '../tokens.ts'
import type { App } from '../types.ts'

const seconds = (ms: number) => Math.floor(ms / 1000)

/** `/services/oauth2/introspect`: an app learns of its own tokens only. */
export const introspect: Endpoint = (parts, call) => {
  if (call.method !== 'POST') throw new OAuthProblem('invalid_request', 'must use HTTP POST')
  const app = callingApp(parts, call, { secret: 'as-set' })
  const text = field(call, 'token') ?? ''
  return json(accessToken(parts, app, text) ?? refreshToken(parts, app, text) ?? { active: false })
}

function accessToken(parts: Parts, app: App, text: string) {
  const token = liveToken(parts, text)
  if (token?.session.clientId !== app.clientId) return undefined
  return {
    ...about(parts, token.grant, token.orgId),
    token_type: 'access_token',
    exp: seconds(token.expiresAt),
    iat: seconds(token.issuedAt),
    nbf: seconds(token.issuedAt),
  }
}

function refreshToken(parts: Parts, app: App, text: string) {
  const token = parts.tokens.peek(text)
  if (!token?.isCurrent || token.grant.app.clientId !== app.clientId) return undefined
  if (!isActive(parts.directory.byId(token.grant.userId))) return undefined
  const issuedAt = seconds(token.issuedAt)
  return {
    ...about(parts, token.grant, parts.orgId),
    token_type: 'refresh_token',
    iat: issuedAt,
    nbf: issuedAt,
  }
}

function about(parts: Parts, { userId, app, scopes }: Grant, orgId: string) {
  const user = parts.directory.byId(userId)
  return {
    active: true,
    scope: scopes.join(' '),
    client_id: app.clientId,
    username: user && usernameOf(user),
    sub: identityUrl(parts, orgId, userId),
  }
}
