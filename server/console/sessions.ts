import { audit } from '../audit/index.ts'
import { AppError } from '../errors.ts'
import { SESSION_COOKIE, type Cookie } from '../http/cookies.ts'
import type { Clock } from '../lib/clock.ts'
import { newSecret } from '../lib/ids.ts'
import type { Queryable } from '../store/index.ts'
import { IDLE_MS, isSessionKey, later, SESSION_MS } from './session-rules.ts'
import { deleteByKey, deleteEnded, insertSession } from './session-store.ts'

export interface NewSession {
  tenantId: string
  /** The GSID of a user who has proven who they are. */
  userId: string
  /** The session cookie the browser has brought, which this login replaces. */
  replaces: string | undefined
  /** Through whose org they have proven it; the session ends with the connection. */
  connectionId?: string
}

export interface Sessions {
  /** Throws SIGN_IN_REFUSED unless the user is active, has a licence that signs in, and a role. */
  start(tx: Queryable, login: NewSession): Promise<{ sessionId: string; cookie: Cookie }>
}

/** Every login gets a key of its own making, never one that the browser brought: nobody can plant a session on another. */
export function createSessions({ clock }: { clock: Clock }): Sessions {
  return {
    async start(tx, { tenantId, userId, replaces, connectionId }) {
      const key = newSecret()
      const startedAt = clock.now()
      await deleteEnded(tx, startedAt, later(startedAt, -IDLE_MS))
      const endsAt = later(startedAt, SESSION_MS)
      const sessionId = await insertSession(tx, {
        ...{ tenantId, userId, key, startedAt, endsAt },
        connectionId: connectionId ?? null,
      })
      if (sessionId === undefined)
        throw new AppError('SIGN_IN_REFUSED', {
          cause: new Error(`${userId} is deactivated, or has no licence that signs in, or no role`),
        })
      if (replaces !== undefined && isSessionKey(replaces)) await deleteByKey(tx, replaces)
      await audit(tx, {
        tenantId,
        by: { adminId: userId },
        action: 'session.started',
        subject: { kind: 'session', id: sessionId },
        before: null,
        after: { userId, ...(connectionId !== undefined && { connectionId }) },
      })
      return { sessionId, cookie: { name: SESSION_COOKIE, value: key, maxAgeSeconds: SESSION_MS / 1000 } }
    },
  }
}
