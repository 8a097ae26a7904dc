import type { AnyEndpoint } from '../http/endpoint.ts'
import type { Clock } from '../lib/clock.ts'
import type { Database } from '../store/index.ts'
import { sessionEndpoints } from './session-endpoints.ts'
import { createSessions } from './sessions.ts'
import { signInEndpoints } from './sign-in-endpoints.ts'
import { userEndpoints } from './user-endpoints.ts'

export { makeAdminLink } from './admin-link.ts'
export { consoleDoor } from './door.ts'
export { hasSuperAdmin } from './role-store.ts'
export { createSessions, type NewSession, type Sessions } from './sessions.ts'

export const consoleEndpoints = (parts: { db: Database; clock: Clock }): AnyEndpoint[] => [
  ...signInEndpoints({ ...parts, sessions: createSessions(parts) }),
  ...sessionEndpoints(parts),
  ...userEndpoints(parts.db),
]
