import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../errors.ts'

/**
 * Three limits: what one caller may ask for, how often one address may fail to prove who it is, and how often an address
 * or an account may fail to log in. All count per process; a caller spread over several servers gets at most that many
 * times more.
 */
export interface RateLimit {
  spend(caller: string): Promise<void>
  /** Throws when this address has failed too often. Only failures are refused: customers share Salesforce's addresses. */
  countFailure(ip: string): Promise<void>
  /**
   * A login by this address or account (`who`). After too many refusals it is not tried at all, right or wrong: otherwise
   * guessing would only be slower to hear of.
   */
  login<T>(who: string, attempt: () => Promise<T>): Promise<T>
}

export const REFUSALS_PER_QUARTER_HOUR = 10

/** Counted once, where it was seen first: an account that is refused says nothing against its address. */
const counted = new WeakSet<AppError>()

export function createRateLimit(requestsPerMinute: number): RateLimit {
  const callers = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 })
  const failures = new RateLimiterMemory({
    points: Math.max(30, Math.ceil(requestsPerMinute / 10)),
    duration: 60,
  })
  const refusals = new RateLimiterMemory({ points: REFUSALS_PER_QUARTER_HOUR, duration: 15 * 60 })
  return {
    async login(who, attempt) {
      // Taken first and given back: otherwise attempts made at once would all be under the limit.
      await refusals.consume(who).catch(refuse)
      try {
        const result = await attempt()
        await refusals.reward(who)
        return result
      } catch (error) {
        if (isRefusal(error) && !counted.has(error)) counted.add(error)
        else await refusals.reward(who)
        throw error
      }
    },
    spend: async (caller) => {
      await callers.consume(caller).catch(refuse)
    },
    countFailure: async (ip) => {
      await failures.consume(ip).catch(refuse)
    },
  }
}

const isRefusal = (error: unknown): error is AppError => error instanceof AppError && error.status === 403

function refuse(reason: unknown): never {
  if (!(reason instanceof RateLimiterRes)) throw reason
  const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000))
  throw new AppError('TOO_MANY_REQUESTS', { headers: { 'Retry-After': String(seconds) } })
}
