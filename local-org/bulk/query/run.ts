import { rm } from 'node:fs/promises'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { Folder } from '../folder.ts'
import type { CsvFormat } from '../format.ts'
import type { BulkParts, BulkQuery } from '../parts.ts'
import { render } from './render.ts'
import { headerRow, rowWriter } from './rows.ts'
import type { Held, Shelf } from './shelf.ts'
import { timeColumns } from './time-columns.ts'

export interface RunParts extends Pick<BulkParts, 'schema' | 'store'> {
  readonly folder: Folder
  readonly shelf: Shelf
}

export interface QueryRun {
  readonly jobId: string
  readonly query: BulkQuery
  readonly format: CsvFormat
  /** All that tells this query from another over the same records. */
  readonly identity: readonly unknown[]
  readonly signal: AbortSignal
  onRows(rows: number): void
}

/** The results of a query: those of an earlier job when nothing has changed since, otherwise rendered now. */
export async function results(run: QueryRun, { schema, store, folder, shelf }: RunParts): Promise<Held> {
  const { query, format, signal, onRows } = run
  // Versions only grow: whatever changes while the rows are rendered, nobody asks by this key again.
  const versions = query.touches.map((object) => store.version(object))
  const key = query.timeless ? JSON.stringify([run.identity, schema.changedAt, versions]) : undefined
  const found = key === undefined ? undefined : shelf.take(key)
  if (found) return found
  const path = await folder.file(`${run.jobId}.csv`)
  try {
    const rendering = await render({
      path,
      header: Buffer.from(headerRow(query.columns, format)),
      values: query.values(),
      write: rowWriter(format, timeColumns(schema, query)),
      signal,
      onRows,
    })
    return shelf.put(rendering, key)
  } catch (problem) {
    await rm(path, { force: true })
    throw problem
  }
}

export function failureOf(problem: unknown): string {
  if (problem instanceof SalesforceProblem) {
    const [error] = problem.errors
    return `InvalidBatch : Failed to process query: ${error?.errorCode ?? 'API_ERROR'}: ${problem.message}`
  }
  return `InvalidBatch : Failed to process query: ${problem instanceof Error ? problem.message : 'unknown'}`
}
