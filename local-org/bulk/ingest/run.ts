import { stat } from 'node:fs/promises'
import type { Store } from '../../records/types.ts'
import type { Schema } from '../../schema/schema.ts'
import { JobFailure } from '../problems.ts'
import { breath } from '../progress.ts'
import { columnsOf } from './columns.ts'
import type { WantedIngest } from './create.ts'
import { checkLineEnding } from './line-ending.ts'
import { createOutcomes, type OutcomeFiles } from './outcome.ts'
import { rowsIn, type Row } from './rows.ts'
import { writeOf } from './writes.ts'

/** How many records Salesforce writes in one transaction. */
const CHUNK = 200

/** How far an upload was worked off. */
export interface Worked {
  header: readonly string[]
  /** Where the header ends in the upload. */
  headerEnd: number
  /** Where the first row begins that nothing was done about. */
  rest: number
  processed: number
  failed: number
}

export interface IngestRun {
  readonly wanted: WantedIngest
  readonly upload: string
  readonly files: OutcomeFiles
  readonly writer: { readonly userId: string; readonly origin: string }
  readonly signal: AbortSignal
  readonly worked: Worked
}

/** Works an upload off, 200 rows at a time. What was done stays, even if the job fails later. */
export async function ingest(run: IngestRun, org: { schema: Schema; store: Store }): Promise<void> {
  const { wanted, upload, worked } = run
  await checkLineEnding(upload, wanted.format)
  const rows = rowsIn(upload, wanted.format)
  try {
    const { value: header } = (await rows.next()) as IteratorResult<Row, undefined>
    // Nothing to do is done at once: clients send an empty upload when they have no rows.
    if (!header) return
    Object.assign(worked, { header: header.cells, headerEnd: header.end, rest: header.end })
    const columns = columnsOf(header.cells, wanted.object, org.schema)
    await workOff(rows, { ...run, columns }, org.store)
    // What follows the last row are empty lines, and they are none.
    if (!run.signal.aborted) worked.rest = (await stat(upload)).size
  } finally {
    await rows.return(undefined)
  }
}

async function workOff(
  rows: AsyncIterable<Row>,
  run: IngestRun & { columns: readonly string[] },
  store: Store,
): Promise<void> {
  const save = saver(run, store)
  let chunk: Row[] = []
  const flush = async () => {
    const full = chunk
    chunk = []
    if (!run.signal.aborted) await save(full)
  }
  try {
    for await (const row of rows) {
      if (row.cells.length > run.columns.length) throw tooManyColumns(row, run)
      chunk.push(row)
      if (chunk.length < CHUNK) continue
      await flush()
      await breath()
      if (run.signal.aborted) return
    }
  } finally {
    await flush()
  }
}

function saver(
  { wanted, files, writer, worked, columns }: IngestRun & { columns: readonly string[] },
  store: Store,
) {
  const outcomes = createOutcomes(files, columns.length, wanted.format)
  return async (rows: readonly Row[]) => {
    const last = rows.at(-1)
    if (!last) return
    const writes = rows.map(({ cells }) => writeOf(wanted, columns, cells))
    const results = store.write(writer, writes)
    const recordId = (index: number) => {
      const write = writes[index]
      return (write && 'id' in write && store.read(wanted.object.name, write.id)?.Id) || ''
    }
    worked.rest = last.end
    worked.processed += rows.length
    worked.failed += results.filter(({ success }) => !success).length
    await outcomes.add(
      rows.flatMap(({ cells }, index) => {
        const result = results[index]
        return result ? [{ cells, result, recordId: recordId(index) }] : []
      }),
    )
  }
}

function tooManyColumns({ cells }: Row, { columns, worked }: IngestRun & { columns: readonly string[] }) {
  const words = `a row has ${cells.length} columns, but the header has ${columns.length}`
  return new JobFailure('InvalidBatch', `Failed to parse CSV. After ${worked.processed} records ${words}`)
}
