import { open, stat } from 'node:fs/promises'
import type { Reply } from '../../rest/call.ts'
import type { CsvFormat } from '../format.ts'
import { csvReply } from '../send-file.ts'
import type { ResultKind } from './job.ts'
import type { OutcomeFiles } from './outcome.ts'
import type { Worked } from './run.ts'

export interface ResultFiles {
  readonly upload: string
  readonly outcomes: OutcomeFiles
  readonly worked: Worked
  readonly format: CsvFormat
}

/** What became of the rows, as CSV. */
export async function resultReply(kind: ResultKind, files: ResultFiles): Promise<Reply> {
  const { outcomes } = files
  switch (kind) {
    case 'successfulResults':
      return outcomeReply('sf__Created', outcomes.successful, files)
    case 'failedResults':
      return outcomeReply('sf__Error', outcomes.failed, files)
    case 'unprocessedrecords':
      return restReply(files)
  }
}

/** The names that Salesforce adds stand in quotes, those of the upload as they came. */
async function outcomeReply(second: string, path: string, { worked, format }: ResultFiles): Promise<Reply> {
  const header = ['"sf__Id"', `"${second}"`, ...worked.header].join(format.delimiter) + format.newline
  return csvReply(Buffer.from(header), { path, from: 0, to: await sizeOf(path) })
}

/** The rows that nothing was done about, letter by letter; all of the upload when not even its header was understood. */
async function restReply({ upload, worked }: ResultFiles): Promise<Reply> {
  const header = worked.headerEnd === 0 ? Buffer.alloc(0) : await readStart(upload, worked.headerEnd)
  return csvReply(header, { path: upload, from: worked.rest, to: await sizeOf(upload) })
}

async function readStart(path: string, size: number): Promise<Buffer> {
  const file = await open(path)
  try {
    return (await file.read(Buffer.alloc(size), 0, size, 0)).buffer
  } finally {
    await file.close()
  }
}

/** 0 for a file that is not there: nothing was uploaded, or no row came out that way. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  return found?.size ?? 0
}
