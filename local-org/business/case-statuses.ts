/** In the order they are offered. */
export const CASE_STATUSES = [
  { label: 'New', isClosed: false, isDefault: true },
  { label: 'Working', isClosed: false, isDefault: false },
  { label: 'Waiting on Customer', isClosed: false, isDefault: false },
  { label: 'Escalated', isClosed: false, isDefault: false },
  { label: 'Closed', isClosed: true, isDefault: false },
] as const

export function isClosedStatus(status: unknown): boolean {
  return CASE_STATUSES.some(({ label, isClosed }) => isClosed && label === status)
}
