import type { RowError, Store, Values, Write, WriteResult, Writer } from '../../../records/types.ts'
import { SalesforceProblem } from '../../../salesforce-problem.ts'
import { isObject } from '../body.ts'

const MOST_RECORDS = 200

/** A row of a collection: what it asks to write, or why it asks nothing that could be. */
export type Row = Write | RowError

export function checkSize(rows: readonly unknown[], most = MOST_RECORDS): void {
  if (rows.length <= most) return
  const words = `record limit reached. cannot submit more than ${most} records into this call`
  throw new SalesforceProblem(400, 'EXCEEDED_ID_LIMIT', words)
}

export function recordsIn(body: Values): readonly Values[] {
  const { records } = body
  if (!Array.isArray(records) || !records.every(isObject)) {
    throw new SalesforceProblem(400, 'INVALID_INPUT', 'records must be a list of records')
  }
  checkSize(records)
  return records
}

export function typeOf({ attributes }: Values): string | undefined {
  const type = isObject(attributes) ? attributes['type'] : undefined
  return typeof type === 'string' ? type : undefined
}

export function withoutType(): RowError {
  return { statusCode: 'INVALID_INPUT', message: 'The attributes of a record must name its type', fields: [] }
}

export function isWrite(row: Row): row is Write {
  return 'op' in row
}

/** Writes what can be written; the answers come in the order of the rows. */
export function writeRows(
  store: Store,
  writer: Writer,
  rows: readonly Row[],
  allOrNone: boolean,
): WriteResult[] {
  const refused = rows.filter((row) => !isWrite(row))
  if (allOrNone && refused.length > 0) return rows.map((row) => failed(isWrite(row) ? ROLLED_BACK : row))
  const written = store.write(writer, rows.filter(isWrite), { allOrNone }).values()
  return rows.map((row) => (isWrite(row) ? (written.next().value as WriteResult) : failed(row)))
}

const ROLLED_BACK: RowError = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
}

function failed(error: RowError): WriteResult {
  return { id: null, success: false, created: false, errors: [error] }
}
