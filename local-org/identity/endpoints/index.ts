import type { Endpoint } from '../parts.ts'
import { authorize } from './authorize.ts'
import { keys, openidConfiguration } from './discovery.ts'
import { identityUrlEndpoint } from './identity-url.ts'
import { introspect } from './introspect.ts'
import { logout } from './logout.ts'
import { revoke } from './revoke.ts'
import { token } from './token.ts'
import { userinfo } from './userinfo.ts'

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/services/oauth2/authorize', authorize],
  ['/services/oauth2/token', token],
  ['/services/oauth2/revoke', revoke],
  ['/services/oauth2/introspect', introspect],
  ['/services/oauth2/userinfo', userinfo],
  ['/.well-known/openid-configuration', openidConfiguration],
  ['/id/keys', keys],
  ['/secur/logout.jsp', logout],
])

/** The endpoint at a path, if it is one of the identity service. */
export function endpointAt(path: string): Endpoint | undefined {
  return ENDPOINTS.get(path) ?? (/^\/id\/[^/]+\/[^/]+$/.test(path) ? identityUrlEndpoint : undefined)
}
