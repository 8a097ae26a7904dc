import { open } from 'node:fs/promises'
import type { Stretch } from '../send-file.ts'
import { STRIDE, type Rendering } from './render.ts'

const QUOTE = 0x22
const LF = 0x0a

/** Where these rows lie in the file. */
export async function stretchOf(rendering: Rendering, first: number, count: number): Promise<Stretch> {
  const last = Math.min(first + count, rendering.rows)
  const [from, to] = await Promise.all([placeOf(rendering, first), placeOf(rendering, last)])
  return { path: rendering.path, from, to }
}

/** Where a row begins. Only the start of every STRIDE-th is known; those between are counted. */
async function placeOf({ path, offsets, rows }: Rendering, row: number): Promise<number> {
  const stretch = Math.floor(row / STRIDE)
  const start = offsets[stretch] ?? 0
  if (row >= rows) return offsets.at(-1) ?? 0
  if (row % STRIDE === 0) return start
  const file = await open(path)
  try {
    const bytes = Buffer.allocUnsafe((offsets[stretch + 1] ?? 0) - start)
    await file.read(bytes, 0, bytes.length, start)
    return start + endOfRows(bytes, row % STRIDE)
  } finally {
    await file.close()
  }
}

/** Where the `count`-th row ends. A line that ends within quotes does not end a row. */
export function endOfRows(bytes: Buffer, count: number): number {
  let quoted = false
  let ended = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) quoted = !quoted
    else if (byte === LF && !quoted && ++ended === count) return at + 1
  }
  return bytes.length
}
