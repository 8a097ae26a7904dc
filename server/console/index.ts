import type { AnyEndpoint } from '../http/endpoint.ts'
import { loginEndpoints } from './login/endpoints.ts'
import type { LoginParts } from './login/parts.ts'
import { pageEndpoints } from './page-endpoints.ts'
import { sessionEndpoints } from './session-endpoints.ts'
import type { ShownConnection } from './result.ts'
import { createSessions } from './sessions.ts'
import { signInEndpoints } from './sign-in-endpoints.ts'
import { userEndpoints } from './user-endpoints.ts'

export { makeAdminLink } from './admin-link.ts'
export { consoleDoor } from './door.ts'
export type { LoginOrg, LoginOrgs } from './login/parts.ts'
export { errorPage } from './pages/error-page.ts'
export { hasSuperAdmin } from './role-store.ts'
export { createSessions, type NewSession, type Sessions } from './sessions.ts'

export interface ConsoleParts extends Omit<LoginParts, 'sessions'> {
  version: string
  allowLocalOrgs: boolean
  adminLink: string
  connections: { list(tenantId: string): Promise<readonly ShownConnection[]> }
}

export const consoleEndpoints = (given: ConsoleParts): AnyEndpoint[] => {
  const parts = { ...given, sessions: createSessions(given) }
  return [
    ...pageEndpoints(parts),
    ...signInEndpoints(parts),
    ...loginEndpoints(parts),
    ...sessionEndpoints(parts),
    ...userEndpoints(parts.db),
  ]
}
