import { createReadStream } from 'node:fs'
import { CsvError, parse, type Info } from 'csv-parse'
import type { CsvFormat } from '../format.ts'
import { JobFailure } from '../problems.ts'

/** A line of the file: its cells, and where the next one begins. */
export interface Row {
  readonly cells: readonly string[]
  readonly end: number
}

/** The rows of a CSV file, the header first. */
export async function* rowsIn(path: string, { delimiter, newline }: CsvFormat): AsyncGenerator<Row> {
  const file = createReadStream(path)
  const parser = parse({
    delimiter,
    record_delimiter: newline,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
  })
  file.on('error', (problem) => parser.destroy(problem))
  try {
    for await (const { record, info } of file.pipe(parser) as AsyncIterable<{
      record: string[]
      info: Info
    }>) {
      yield { cells: record, end: info.bytes }
    }
  } catch (problem) {
    throw problem instanceof CsvError ? unreadable(problem) : problem
  } finally {
    file.destroy()
  }
}

function unreadable({ code }: CsvError): JobFailure {
  const words =
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'EOF reached before closing an opened quote'
      : 'Found unescaped quote. A value with quote should be within a quote'
  return new JobFailure('InvalidBatch', `Failed to parse CSV. ${words}`)
}
