import { SalesforceError } from './errors.ts'

/** Ends a request that takes too long, or that nobody wants any more. */
export interface Limit {
  readonly signal: AbortSignal
  /** Gives up on the whole request when this takes longer than is allowed. */
  within<T>(work: () => Promise<T>): Promise<T>
  /** Why it ended before its time, if it did. */
  reason(status?: number): Error | undefined
  /** Lets go of the connection, if something is still to come. */
  end(): void
}

export function createLimit(ms: number, asked?: AbortSignal): Limit {
  const stop = new AbortController()
  let isLate = false
  const abandon = () => stop.abort()
  if (asked?.aborted) abandon()
  asked?.addEventListener('abort', abandon, { once: true })

  return {
    signal: stop.signal,
    async within(work) {
      const timer = setTimeout(() => {
        isLate = true
        stop.abort()
      }, ms)
      try {
        return await work()
      } finally {
        clearTimeout(timer)
      }
    },
    reason(status) {
      if (asked?.aborted) return abandonment(asked)
      return isLate ? new SalesforceError('UNAVAILABLE', { status, detail: 'no answer in time' }) : undefined
    },
    end() {
      asked?.removeEventListener('abort', abandon)
      stop.abort()
    },
  }
}

const abandonment = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new DOMException('This was abandoned', 'AbortError')
