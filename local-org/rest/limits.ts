import { SalesforceProblem } from '../salesforce-problem.ts'

const DAY = 86_400_000

/** How many API requests a day the org allows, and how many were made. */
export interface Limits {
  apiRequests(): { readonly max: number; readonly remaining: number }
  /** Counts one; refuses it when none is left. */
  count(): void
  setRemaining(remaining: number): void
  /** The `Sforce-Limit-Info` header. */
  info(): string
}

export function createLimits({ max, now }: { max: number; now(): number }): Limits {
  let used = 0
  let day = Math.floor(now() / DAY)
  const usedToday = () => {
    const today = Math.floor(now() / DAY)
    if (today !== day) [day, used] = [today, 0]
    return used
  }
  return {
    apiRequests: () => ({ max, remaining: Math.max(0, max - usedToday()) }),
    count() {
      if (usedToday() >= max) {
        throw new SalesforceProblem(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')
      }
      used++
    },
    setRemaining(remaining) {
      usedToday()
      used = max - remaining
    },
    info: () => `api-usage=${usedToday()}/${max}`,
  }
}
