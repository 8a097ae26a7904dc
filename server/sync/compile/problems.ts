/** Why a row is not loaded, by the field that is to blame. */
export const REJECTIONS = {
  TOO_LONG: 'The text is longer than the field can hold.',
  NOT_AN_EMAIL: 'This is not an e-mail address.',
  NOT_A_NUMBER: 'This is not a number, or has more digits than the field can hold.',
  OUT_OF_RANGE: 'The number is outside of what the field allows.',
  NOT_A_DATE: 'This is not a date.',
  NOT_A_TIME: 'This is not a date and time.',
  NOT_A_BOOLEAN: 'This is neither true nor false.',
  ITEM_UNKNOWN: 'The dropdown list has no such item.',
  REQUIRED_EMPTY: 'The field must have a value, and the record has none.',
  KEY_EMPTY: 'An identifier is empty, so nobody can say which record this is.',
  KEY_TWICE: 'A newer record of the same load has the same identifiers.',
  SEVERAL_RECORDS: 'Several records have these identifiers.',
  LOOKUP_NONE: 'The record to look up is not there.',
  LOOKUP_SEVERAL: 'Several records match what is to be looked up.',
  ALREADY_THERE: 'The record is there already, and this job only inserts.',
  NOT_THERE: 'The record is not there, and this job only updates.',
} as const
export type Rejection = keyof typeof REJECTIONS

export interface Problem {
  code: Rejection
  /** The source field, where one is to blame. */
  source: string | null
  target: string | null
}

/** A condition of SQL under which a row is rejected; a value that is not there has no problem but being required. */
export interface Check {
  bad: string
  problem: Problem
}
