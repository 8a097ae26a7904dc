/** Everything the catalogue can refuse, and never anything else: callers switch on the code, people read the message. */
export const OBJECTS_ERROR_CODES = [
  'NAME_INVALID',
  'NAME_TAKEN',
  'NOT_FOUND',
  'FIELD_INVALID',
  'STANDARD_IS_FIXED',
  'IN_USE',
  'NEEDS_DEFAULT',
  'LIMIT_REACHED',
  'BUSY',
] as const

export type ObjectsErrorCode = (typeof OBJECTS_ERROR_CODES)[number]

/** The message says what is wrong and what to do about it; it never carries SQL or the text of a database error. */
export class ObjectsError extends Error {
  override name = 'ObjectsError'
  readonly code: ObjectsErrorCode

  constructor(code: ObjectsErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}
