import { refused } from './problems.ts'

const DELIMITERS = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const
const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const

/** How a job's CSV is written: the names it was asked for by, and what they stand for. */
export interface CsvFormat {
  readonly columnDelimiter: keyof typeof DELIMITERS
  readonly lineEnding: keyof typeof LINE_ENDINGS
  readonly delimiter: string
  readonly newline: string
}

export function formatOf(body: Readonly<Record<string, unknown>>): CsvFormat {
  choice(body, 'contentType', ['CSV'])
  const columnDelimiter = choice(body, 'columnDelimiter', namesOf(DELIMITERS)) ?? 'COMMA'
  const lineEnding = choice(body, 'lineEnding', namesOf(LINE_ENDINGS)) ?? 'LF'
  return {
    columnDelimiter,
    lineEnding,
    delimiter: DELIMITERS[columnDelimiter],
    newline: LINE_ENDINGS[lineEnding],
  }
}

/** One of the given words, or undefined when the property is left out. */
export function choice<T extends string>(
  body: Readonly<Record<string, unknown>>,
  property: string,
  words: readonly T[],
): T | undefined {
  const value = body[property]
  if (value === undefined || value === null) return undefined
  const found = words.find((word) => word === value)
  if (found !== undefined) return found
  throw refused('JSON_PARSER_ERROR', `Invalid value for ${property}: ${JSON.stringify(value)}`)
}

function namesOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[]
}
