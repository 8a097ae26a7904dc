import type { ServerResponse } from 'node:http'
import { announcedLength, intercept } from './intercept.ts'

export type Break = 'cut' | 'stall'

/**
 * Lets so much of the body through, half of it when not said, and then either drops the connection or falls silent until
 * the client goes. What the headers announced stays as it was.
 */
export function breakBody(res: ServerResponse, how: Break, afterBytes?: number): void {
  const announced = announcedLength(res)
  let left: number | undefined
  let isOver = false
  const stop = () => {
    isOver = true
    // Soon: once what was let through has left.
    if (how === 'cut') res.socket?.destroySoon()
  }
  intercept(res, (inner) => {
    const pass = (bytes: Buffer, total: number | undefined): boolean => {
      left ??= allowance(bytes.length, { total, afterBytes })
      const part = bytes.subarray(0, left)
      left -= part.length
      const mayGoOn = part.length === 0 || inner.write(part)
      if (left > 0) return mayGoOn
      res.flushHeaders()
      stop()
      // Nobody waits for the next piece for ever: they hear that the connection closed.
      return false
    }
    return {
      write: (bytes) => !isOver && pass(bytes, announced()),
      end(bytes) {
        if (isOver) return
        if (bytes && bytes.length > 0) {
          if (left === undefined) announceWhole(res, bytes)
          pass(bytes, announced() ?? (left === undefined ? bytes.length : undefined))
        }
        // An answer without a body, or one that ended before it could be broken, never comes to its end.
        stop()
      },
    }
  })
}

/** At least the last byte is missing. */
function allowance(
  first: number,
  { total, afterBytes }: { total?: number | undefined; afterBytes?: number | undefined },
): number {
  const wanted = afterBytes ?? Math.floor((total ?? first) / 2)
  return total === undefined ? wanted : Math.min(wanted, Math.max(0, total - 1))
}

/** What node would have announced by itself for a body that comes in one piece. */
function announceWhole(res: ServerResponse, bytes: Buffer): void {
  if (res.headersSent || res.hasHeader('content-length') || res.hasHeader('transfer-encoding')) return
  res.setHeader('content-length', bytes.length)
}
