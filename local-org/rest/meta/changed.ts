import type { ApiCall, Reply } from '../call.ts'

/** What is asked for, or 304 for a client that has it already. Times of HTTP are whole seconds. */
export function unlessUnchanged(call: ApiCall, changedAt: number, answer: () => unknown): Reply {
  const second = Math.floor(changedAt / 1000) * 1000
  const since = Date.parse(call.header('if-modified-since') ?? '')
  const headers = { 'last-modified': new Date(second).toUTCString() }
  // A time that cannot be read is no time: the comparison with it is false.
  return second <= since ? { status: 304, headers } : { status: 200, headers, json: answer() }
}
