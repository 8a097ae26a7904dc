import type { ApiCall, Reply } from '../call.ts'

export interface Times {
  readonly changedAt: number
  readonly now: number
}

const secondOf = (ms: number) => Math.floor(ms / 1000) * 1000

/**
 * What is asked for, or 304 for a client that has it already. Times of HTTP are whole seconds, so what changed in the very
 * second of an answer is sent again.
 */
export function unlessUnchanged(call: ApiCall, { changedAt, now }: Times, answer: () => unknown): Reply {
  const headers = { 'last-modified': new Date(now).toUTCString() }
  const since = Date.parse(call.header('if-modified-since') ?? '')
  // A time that cannot be read is no time: the comparison with it is false.
  return secondOf(changedAt) < since ? { status: 304, headers } : { status: 200, headers, json: answer() }
}
