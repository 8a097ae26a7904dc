import { SalesforceProblem } from '../salesforce-problem.ts'
import { bearerOf, liveToken } from './bearer.ts'
import type { Parts } from './parts.ts'
import { covers } from './scopes.ts'
import type { Session } from './session.ts'

/** The session of a call to a data API; on every call, so no more than a few look-ups. */
export function authenticate(parts: Parts, authorization: string | undefined): Session {
  if (authorization !== undefined && !/^(Bearer|OAuth)\b/i.test(authorization)) {
    throw new SalesforceProblem(401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE')
  }
  const token = liveToken(parts, bearerOf(authorization) ?? '')
  if (!token) throw noSession('Session expired or invalid')
  if (!covers(token.session.scopes, 'api'))
    throw noSession('This session is not valid for use with the REST API')
  if (!parts.apiAccess.allowed(token.session.userId)) {
    throw new SalesforceProblem(403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User')
  }
  return token.session
}

function noSession(words: string): SalesforceProblem {
  return new SalesforceProblem(401, 'INVALID_SESSION_ID', words)
}
