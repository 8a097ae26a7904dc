import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { ConsoleCaller } from '../http/callers.ts'
import { endOfCookie, SESSION_COOKIE } from '../http/cookies.ts'
import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import { withCookies } from '../http/reply.ts'
import { reaches, ROLES } from '../http/roles.ts'
import type { Clock } from '../lib/clock.ts'
import type { Database } from '../store/index.ts'
import { LICENCES } from '../tenants/index.ts'
import { endAllSessions, endSession } from './end-sessions.ts'
import { IDLE_MS, later } from './session-rules.ts'
import { listSessions, ownerOf } from './session-store.ts'
import { readTenantName, readUser } from './user-store.ts'
import { USER_ID } from './user-schemas.ts'

const SESSION = z.object({
  id: z.uuid(),
  startedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  current: z.boolean().meta({ description: 'The one that asks.' }),
})
const ME = z.object({
  user: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  role: z.enum(ROLES),
  licence: z.enum(LICENCES).nullable(),
  tenant: z.object({ id: z.uuid(), name: z.string() }),
})
const ENDED = z.object({ ended: z.int().meta({ description: 'How many sessions.' }) })

/** Everybody's own sessions are theirs to see and end; a super admin's are everybody's. */
function mayManage(caller: ConsoleCaller, userId: string): boolean {
  return userId === caller.adminId || reaches(caller.role, 'super-admin')
}

export const sessionEndpoints = ({ db, clock }: { db: Database; clock: Clock }): AnyEndpoint[] => [
  endpoint({
    name: 'getMe',
    method: 'GET',
    path: '/console/v1/me',
    door: 'console',
    allow: 'viewer',
    summary: 'Who is signed in',
    answer: ME,
    async handle({ caller }) {
      const [user, name] = await Promise.all([
        readUser(db, caller, caller.adminId),
        readTenantName(db, caller.tenantId),
      ])
      return {
        user: { id: caller.adminId, name: user?.name ?? null, email: user?.email ?? null },
        role: caller.role,
        licence: user?.licence ?? null,
        tenant: { id: caller.tenantId, name },
      }
    },
  }),
  endpoint({
    name: 'logOut',
    method: 'POST',
    path: '/console/v1/logout',
    door: 'console',
    allow: 'viewer',
    summary: 'End this session',
    answer: ENDED,
    async handle({ caller }) {
      await endSession(db, caller, caller.sessionId)
      return withCookies({ ended: 1 }, endOfCookie(SESSION_COOKIE))
    },
  }),
  endpoint({
    name: 'listSessions',
    method: 'GET',
    path: '/console/v1/sessions',
    door: 'console',
    allow: 'viewer',
    summary: 'Your sessions, or another user’s',
    description: 'Another user’s are for super admins.',
    query: z.object({ userId: USER_ID.optional() }),
    answer: z.object({ sessions: z.array(SESSION) }),
    async handle({ caller, query: { userId = caller.adminId } }) {
      if (!mayManage(caller, userId)) throw new AppError('FORBIDDEN')
      const now = clock.now()
      const { tenantId } = caller
      const rows = await listSessions(db, { tenantId, userId, now, idleSince: later(now, -IDLE_MS) })
      // A user without sessions and one of another tenant must not look alike to a caller who mistyped.
      if (rows.length === 0 && !(await readUser(db, caller, userId))) throw new AppError('USER_UNKNOWN')
      return {
        sessions: rows.map((row) => ({
          id: row.id,
          startedAt: row.started_at.toISOString(),
          lastUsedAt: row.seen_at.toISOString(),
          endsAt: row.ends_at.toISOString(),
          current: row.id === caller.sessionId,
        })),
      }
    },
    errors: ['USER_UNKNOWN'],
  }),
  endpoint({
    name: 'endSession',
    method: 'DELETE',
    path: '/console/v1/sessions/:id',
    door: 'console',
    allow: 'viewer',
    summary: 'End one session',
    description: 'Another user’s are for super admins.',
    params: z.object({ id: z.uuid('must be the id of a session') }),
    answer: ENDED,
    errors: ['SESSION_UNKNOWN'],
    async handle({ caller, params: { id } }) {
      const owner = await ownerOf(db, caller.tenantId, id)
      if (owner === undefined || !mayManage(caller, owner)) throw new AppError('SESSION_UNKNOWN')
      await endSession(db, caller, id)
      return { ended: 1 }
    },
  }),
  endpoint({
    name: 'endSessionsOfUser',
    method: 'DELETE',
    path: '/console/v1/users/:id/sessions',
    door: 'console',
    allow: 'viewer',
    summary: 'End all sessions of a user',
    description: 'Your own, this one included; another user’s are for super admins.',
    params: z.object({ id: USER_ID }),
    answer: ENDED,
    errors: ['USER_UNKNOWN'],
    async handle({ caller, params: { id } }) {
      if (!mayManage(caller, id)) throw new AppError('FORBIDDEN')
      if (!(await readUser(db, caller, id))) throw new AppError('USER_UNKNOWN')
      return { ended: await endAllSessions(db, caller, id) }
    },
  }),
]
