import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Reply } from '../rest/call.ts'

/** Bytes of a file; `to` is the first byte that does not belong. */
export interface Stretch {
  readonly path: string
  readonly from: number
  readonly to: number
}

const AT_ONCE = 512 * 1024

/** A CSV that begins with these bytes and goes on with a stretch of a file, as it lies there. */
export async function csvReply(
  start: Buffer,
  stretch: Stretch,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const length = start.length + stretch.to - stretch.from
  return {
    status: 200,
    headers: { 'content-type': 'text/csv', 'content-length': String(length), ...headers },
    stream: await beginningWith(start, stretch),
  }
}

async function beginningWith(start: Buffer, { path, from, to }: Stretch): Promise<Readable> {
  if (from >= to) return Readable.from([start], { objectMode: false })
  // Opened before it is answered, so that the file can be removed meanwhile.
  const file = await open(path)
  const stream = file.createReadStream({ start: from, end: to - 1, highWaterMark: AT_ONCE })
  if (start.length > 0) stream.unshift(start)
  return stream
}
