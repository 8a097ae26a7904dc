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
  readonly values: AsyncIterable<Iterable<readonly Value[]>>
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
  const stretch = createStretch(file)
  let rows = 0
  const flush = async () => {
    offsets.push(await stretch.flush())
    onRows(rows)
    signal.throwIfAborted()
  }
  for await (const some of values) {
    for (const row of some) {
      stretch.add(write(row))
      if (++rows % STRIDE === 0) await flush()
    }
  }
  if (rows % STRIDE !== 0) await flush()
  return { rows, offsets }
}

/** Gathers rows in one buffer. Each is encoded by itself: most are plain ASCII, which is quick, and a few are not. */
function createStretch(file: FileHandle) {
  let buffer = Buffer.allocUnsafe(1 << 18)
  let size = 0
  let length = 0
  return {
    add(text: string) {
      // A UTF-16 unit is at most three bytes of UTF-8.
      const room = size + text.length * 3
      if (room > buffer.length) buffer = Buffer.concat([buffer.subarray(0, size)], room * 2)
      size += buffer.write(text, size)
    },
    /** Says how long the file is then. */
    async flush(): Promise<number> {
      for (let written = 0; written < size;) {
        written += (await file.write(buffer, written, size - written)).bytesWritten
      }
      length += size
      size = 0
      return length
    },
  }
}
