import type { RowError, WriteResult } from '../../records/types.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'

/** What fails before a record is looked at names no fields. */
const ABOUT_THE_CALL = new Set([
  'JSON_PARSER_ERROR',
  'INVALID_FIELD',
  'INVALID_TYPE',
  'DUPLICATE_EXTERNAL_ID',
])

export function problemOf({ statusCode, message, fields }: RowError): SalesforceProblem {
  const named = fields.length === 0 && ABOUT_THE_CALL.has(statusCode) ? undefined : fields
  return new SalesforceProblem(400, statusCode, message, named)
}

/** The id of the one record that was written; its refusal as an answer of its own. */
export function writtenBy([result]: readonly WriteResult[]): WriteResult & { id: string } {
  if (result?.success && result.id !== null) return { ...result, id: result.id }
  throw problemOf(result?.errors[0] ?? { statusCode: 'UNKNOWN_EXCEPTION', message: '', fields: [] })
}

/** One row of a call that writes several. */
export function rowJson({ id, success, errors }: WriteResult) {
  return success ? { id, success, errors } : { success, errors }
}

export function upsertRowJson(result: WriteResult) {
  return { ...rowJson(result), created: result.created }
}
