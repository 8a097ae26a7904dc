import { audit } from '../audit/index.ts'
import type { ConsoleCaller } from '../http/callers.ts'
import type { Database } from '../store/index.ts'
import { deleteSession, deleteSessionsOf } from './session-store.ts'

/** Ends a session at once; one that has ended already stays so. */
export const endSession = (db: Database, caller: ConsoleCaller, id: string): Promise<void> =>
  db.transaction(async (tx) => {
    const { tenantId } = caller
    if (!(await deleteSession(tx, tenantId, id))) return
    const subject = { kind: 'session', id }
    await audit(tx, { tenantId, by: caller, action: 'session.ended', subject, before: {}, after: null })
  })

export const endAllSessions = (db: Database, caller: ConsoleCaller, userId: string): Promise<number> =>
  db.transaction(async (tx) => {
    const { tenantId } = caller
    const sessions = await deleteSessionsOf(tx, tenantId, userId)
    const subject = { kind: 'user', id: userId }
    const [before, after] = [{ sessions }, { sessions: 0 }]
    if (sessions > 0)
      await audit(tx, { tenantId, by: caller, action: 'sessions.ended', subject, before, after })
    return sessions
  })
