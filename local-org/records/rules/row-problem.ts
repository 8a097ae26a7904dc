import type { RowError } from '../types.ts'

/** A record that Salesforce refuses, with the code and words it gives. */
export class RowProblem extends Error {
  override readonly name = 'RowProblem'
  readonly error: RowError
  /** An upsert tells even of a refused record that it would have been a new one. */
  created = false

  constructor(statusCode: string, message: string, fields: readonly string[] = []) {
    super(message)
    this.error = { statusCode, message, fields }
  }
}
