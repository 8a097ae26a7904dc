import { callingApp, field } from '../client.ts'
import { isActive } from '../directory.ts'
import { inactiveUser, invalidGrant } from '../oauth-problem.ts'
import type { OAuthCall, Parts } from '../parts.ts'
import type { Granted } from '../token-answer.ts'

/** A new access token for a refresh token and, where the app rotates them, a new refresh token too. */
export function refreshToken(parts: Parts, call: OAuthCall): Granted {
  const { tokens, directory, faults } = parts
  const app = callingApp(parts, call, { secret: 'as-set' })
  const found = tokens.refresh(field(call, 'refresh_token') ?? '')
  if (found?.grant.app.clientId !== app.clientId) throw invalidGrant('expired access/refresh token')
  const { grant } = found
  if (!found.isCurrent) {
    // Two hold it, and one of them should not: Salesforce takes back all that came of it.
    tokens.end(grant)
    throw invalidGrant('expired access/refresh token')
  }
  if (!isActive(directory.byId(grant.userId))) throw inactiveUser()
  const lost = faults?.take('lost-refresh-token', { path: call.path, method: call.method }) !== undefined
  const next = lost || app.rotateRefreshTokens ? tokens.issueRefresh(grant) : undefined
  return { grant, refreshToken: next, lost }
}
