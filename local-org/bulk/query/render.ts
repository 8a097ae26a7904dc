import { open, type FileHandle } from 'node:fs/promises'
import type { Value } from '../../records/types.ts'

/** A query's rows as CSV in a file, without the header. */
export interface Rendering {
  readonly path: string
  readonly header: Buffer
  readonly rows: number
  /** Where each stretch of STRIDE rows begins in the file; the end of the file comes last. */
  readonly offsets: readonly number[]
}

/** How many rows are written at once; between two stretches others get their turn. */
export const STRIDE = 500

export interface RenderJob {
  readonly path: string
  readonly header: Buffer
  readonly values: AsyncIterable<readonly Value[]>
  readonly write: (values: readonly Value[]) => string
  readonly signal: AbortSignal
  onRows(rows: number): void
}

/** Writes rows into a file, page by page, so that no more than a stretch is ever in memory. */
export async function render(job: RenderJob): Promise<Rendering> {
  const file = await open(job.path, 'wx')
  try {
    const { rows, offsets } = await renderInto(file, job)
    return { path: job.path, header: job.header, rows, offsets }
  } finally {
    await file.close()
  }
}

async function renderInto(file: FileHandle, { values, write, signal, onRows }: RenderJob) {
  const offsets = [0]
  const append = appender(file)
  let rows = 0
  let stretch = ''
  const flush = async () => {
    offsets.push(await append(stretch))
    stretch = ''
    onRows(rows)
    signal.throwIfAborted()
  }
  for await (const row of values) {
    stretch += write(row)
    if (++rows % STRIDE === 0) await flush()
  }
  if (stretch !== '') await flush()
  return { rows, offsets }
}

/** Appends texts through one buffer; says how long the file is then. */
function appender(file: FileHandle) {
  let buffer = Buffer.allocUnsafe(1 << 18)
  let length = 0
  return async (text: string): Promise<number> => {
    // A UTF-16 unit is at most three bytes of UTF-8.
    if (text.length * 3 > buffer.length) buffer = Buffer.allocUnsafe(text.length * 4)
    const size = buffer.write(text)
    for (let written = 0; written < size;) {
      written += (await file.write(buffer, written, size - written)).bytesWritten
    }
    return (length += size)
  }
}
