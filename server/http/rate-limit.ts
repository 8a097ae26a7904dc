import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../errors.ts'

/**
 * Two limits: what one caller may ask for, and how often one address may fail to prove who it is. Both count per
 * process; a caller spread over several servers gets at most that many times more.
 */
export interface RateLimit {
  spend(caller: string): Promise<void>
  /** Throws when this address has failed too often. Only failures are refused: customers share Salesforce's addresses. */
  countFailure(ip: string): Promise<void>
}

export function createRateLimit(requestsPerMinute: number): RateLimit {
  const callers = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 })
  const failures = new RateLimiterMemory({
    points: Math.max(30, Math.ceil(requestsPerMinute / 10)),
    duration: 60,
  })
  return {
    spend: async (caller) => {
      await callers.consume(caller).catch(refuse)
    },
    countFailure: async (ip) => {
      await failures.consume(ip).catch(refuse)
    },
  }
}

function refuse(reason: unknown): never {
  if (!(reason instanceof RateLimiterRes)) throw reason
  const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000))
  throw new AppError('TOO_MANY_REQUESTS', { headers: { 'Retry-After': String(seconds) } })
}
