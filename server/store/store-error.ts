export const storeErrorCodes = [
  'BINARIES_MISSING',
  'BINARIES_UNUSABLE',
  'DATABASE_IS_NEWER',
  'DATABASE_TOO_OLD',
  'DATABASE_UNREACHABLE',
  'DISK_FULL',
  'FOLDER_IN_USE',
  'FOLDER_NOT_REACHABLE',
  'FOLDER_NOT_WRITABLE',
  'FOLDER_OTHER_OWNER',
  'FOLDER_OTHER_VERSION',
  'MIGRATION_CHANGED',
  'MIGRATION_FAILED',
  'NOT_A_CLUSTER',
  'START_FAILED',
] as const

export type StoreErrorCode = (typeof storeErrorCodes)[number]

/** A store that cannot be opened. `message` is one line: what is wrong, where, and what to do about it. */
export class StoreError extends Error {
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}
