import type { ServerResponse } from 'node:http'
import { intercept } from './intercept.ts'

/** The request is dealt with at once, but nothing of the answer leaves before the time has passed. */
export function answerLater(res: ServerResponse, ms: number): void {
  const waiting: (() => boolean)[] = []
  let isOpen = false
  intercept(res, (inner) => ({
    write(bytes, done) {
      if (isOpen) return inner.write(bytes, done)
      waiting.push(() => inner.write(bytes, done))
      return false
    },
    end(bytes, done) {
      if (isOpen) inner.end(bytes, done)
      else waiting.push(() => (inner.end(bytes, done), false))
    },
  }))
  const timer = setTimeout(() => {
    isOpen = true
    let mayGoOn = waiting.length > 0
    for (const pass of waiting) mayGoOn = pass()
    if (mayGoOn) res.emit('drain')
  }, ms)
  // A client that went, or a server that closes, does not wait for it.
  res.once('close', () => clearTimeout(timer))
}
