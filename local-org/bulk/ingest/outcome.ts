import { appendFile } from 'node:fs/promises'
import type { RowError, WriteResult } from '../../records/types.ts'
import type { CsvFormat } from '../format.ts'
import { rowWriter } from '../query/rows.ts'

/** What became of one row. */
export interface Outcome {
  readonly cells: readonly string[]
  readonly result: WriteResult
  /** The record that a failed row was about, when there is one. */
  readonly recordId: string
}

/** Writes down what became of the rows: the successful in one file, the failed in another. */
export interface Outcomes {
  add(outcomes: readonly Outcome[]): Promise<void>
}

export interface OutcomeFiles {
  readonly successful: string
  readonly failed: string
}

export function createOutcomes(files: OutcomeFiles, columns: number, format: CsvFormat): Outcomes {
  const write = rowWriter(format, [])
  const row = (first: string, second: string, cells: readonly string[]) =>
    write([first, second, ...Array.from({ length: columns }, (_, index) => cells[index] ?? '')])
  const good = ({ cells, result: { id, created } }: Outcome) => row(id ?? '', String(created), cells)
  const bad = ({ cells, result, recordId }: Outcome) => row(recordId, errorsOf(result.errors), cells)
  return {
    async add(outcomes) {
      const successes = outcomes.filter(({ result }) => result.success)
      const failures = outcomes.filter(({ result }) => !result.success)
      if (successes.length > 0) await appendFile(files.successful, successes.map(good).join(''))
      if (failures.length > 0) await appendFile(files.failed, failures.map(bad).join(''))
    },
  }
}

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --` */
function errorsOf(errors: readonly RowError[]): string {
  return errors
    .map(
      ({ statusCode, message, fields }) =>
        `${statusCode}:${message}:${fields.map((field) => `${field} `).join('')}--`,
    )
    .join(';')
}
