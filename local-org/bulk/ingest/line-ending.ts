import { createReadStream } from 'node:fs'
import type { CsvFormat } from '../format.ts'
import { JobFailure } from '../problems.ts'

const LF = 0x0a
const CR = 0x0d

/** Fails a file whose first line does not end as the job says. */
export async function checkLineEnding(path: string, { lineEnding }: CsvFormat): Promise<void> {
  const found = await firstLineEnding(path)
  if (found === undefined || found === lineEnding) return
  const words = `LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`
  throw new JobFailure('ClientInputError', words)
}

async function firstLineEnding(path: string): Promise<CsvFormat['lineEnding'] | undefined> {
  let before: number | undefined
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const at = chunk.indexOf(LF)
    if (at >= 0) return (at === 0 ? before : chunk[at - 1]) === CR ? 'CRLF' : 'LF'
    before = chunk.at(-1)
  }
  return undefined
}
