import { randomText } from './secrets.ts'

/** Who is logged in in which browser. */
export interface BrowserSessions {
  start(userId: string): string
  /** The user behind a cookie; being asked keeps the session alive. */
  userOf(sid: string | undefined): string | undefined
  stop(sid: string | undefined): void
  endAll(userId?: string): void
}

export function createBrowserSessions({
  now,
  timeoutMs,
}: {
  now(): number
  timeoutMs: number
}): BrowserSessions {
  const sessions = new Map<string, { userId: string; expiresAt: number }>()
  return {
    start(userId) {
      for (const [sid, { expiresAt }] of sessions) if (expiresAt <= now()) sessions.delete(sid)
      const sid = randomText(64)
      sessions.set(sid, { userId, expiresAt: now() + timeoutMs })
      return sid
    },
    userOf(sid) {
      const session = sid === undefined ? undefined : sessions.get(sid)
      if (!session || session.expiresAt <= now()) return undefined
      session.expiresAt = now() + timeoutMs
      return session.userId
    },
    stop(sid) {
      if (sid !== undefined) sessions.delete(sid)
    },
    endAll(userId) {
      for (const [sid, session] of sessions) {
        if (userId === undefined || session.userId === userId) sessions.delete(sid)
      }
    },
  }
}
