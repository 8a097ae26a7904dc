import { AppError } from '../errors.ts'
import type { Authenticate, ConsoleCaller } from '../http/callers.ts'
import { readCookie, SESSION_COOKIE } from '../http/cookies.ts'
import type { Clock } from '../lib/clock.ts'
import type { Queryable } from '../store/index.ts'
import { IDLE_MS, isSeenLongAgo, isSessionKey, later } from './session-rules.ts'
import { deleteSession, findSession, markSeen } from './session-store.ts'

interface DoorParts {
  db: Queryable
  clock: Clock
}

/** The console door: a session's key in a cookie. */
export function consoleDoor(parts: DoorParts): Authenticate<'console'> {
  return ({ header }) => callerOf(parts, readCookie(header('cookie'), SESSION_COOKIE))
}

/**
 * Whose session this is, or NOT_SIGNED_IN. Role, licence and whether the user is active are read with the session each
 * time, so what was taken away is gone with the next request.
 */
export async function callerOf({ db, clock }: DoorParts, key: string | undefined): Promise<ConsoleCaller> {
  if (key === undefined || !isSessionKey(key)) return refuse('no session cookie')
  const now = clock.now()
  const session = await findSession(db, { key, now, idleSince: later(now, -IDLE_MS) })
  if (!session) return refuse('no such session, or it has ended')
  const { id, tenant_id: tenantId, schema_name: schema, user_gsid: adminId, role } = session
  if (!session.may_sign_in) {
    // Ended for good: a user who is let back in signs in anew.
    await deleteSession(db, tenantId, id)
    return refuse('the user was deactivated or has no licence that signs in')
  }
  if (isSeenLongAgo(session.seen_at, now)) await markSeen(db, id, now)
  return { door: 'console', tenantId, schema, adminId, role, sessionId: id }
}

function refuse(reason: string): never {
  throw new AppError('NOT_SIGNED_IN', { cause: new Error(reason) })
}
