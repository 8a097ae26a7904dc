import { TimeLimitError } from './outage.ts'

export type TimeLimit = <T>(work: Promise<T>) => Promise<T>

/** Work begun at about the same time, and the one timer that ends what is left of it. */
interface Cohort {
  begunAt: number
  waiting: Set<(error: Error) => void>
}

/**
 * Ends an answer that takes too long: whoever asks has given up by then, and what still goes on is ended by the time
 * limits of the database. Requests share timers, a tenth of the limit apart; one for each costs more than the check of its
 * token.
 */
export function createTimeLimit(ms: number): TimeLimit {
  let cohort: Cohort | undefined
  const current = (): Cohort => {
    const now = performance.now()
    if (!cohort || now - cohort.begunAt > ms / 10) {
      const begun: Cohort = { begunAt: now, waiting: new Set() }
      setTimeout(() => end(begun, ms), ms * 1.1).unref()
      cohort = begun
    }
    return cohort
  }
  return (work) =>
    new Promise((resolve, reject) => {
      const { waiting } = current()
      waiting.add(reject)
      void work.then(resolve, reject).finally(() => waiting.delete(reject))
    })
}

function end({ waiting }: Cohort, ms: number): void {
  for (const reject of waiting) reject(new TimeLimitError(`no answer within ${ms} ms`))
}
