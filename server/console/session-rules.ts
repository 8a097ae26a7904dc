const MINUTE = 60_000

/** A session ends after a working day whatever happens, and after an hour in which nothing was asked with it. */
export const SESSION_MS = 12 * 60 * MINUTE
export const IDLE_MS = 60 * MINUTE

/** That a session was used is written down at most so often: a page asks many things at once. */
const SEEN_EVERY_MS = MINUTE

export const isSeenLongAgo = (seenAt: Date, now: Date): boolean =>
  now.getTime() - seenAt.getTime() >= SEEN_EVERY_MS

export const later = (time: Date, ms: number): Date => new Date(time.getTime() + ms)

/** What a browser sends when it has a session; anything else need not be looked up. */
export const isSessionKey = (text: string): boolean => /^[\w-]{43}$/.test(text)
