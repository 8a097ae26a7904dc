const HOUR_MS = 60 * 60_000
const EVERY_MS = 7 * 24 * HOUR_MS
const AFTER_FAILURE_MS = 6 * HOUR_MS

/** A refresh that has shown no sign of life for so long will show none any more. */
export const ABANDONED_MS = HOUR_MS

/** When metadata is next refreshed by itself: a week after it was read, later while that fails; undefined is at once. */
export function dueAt({
  refreshedAt,
  failedAt,
}: {
  refreshedAt: Date | null
  failedAt: Date | null
}): Date | undefined {
  const times = [
    ...(refreshedAt ? [refreshedAt.getTime() + EVERY_MS] : []),
    ...(failedAt ? [failedAt.getTime() + AFTER_FAILURE_MS] : []),
  ]
  return times.length > 0 ? new Date(Math.max(...times)) : undefined
}
