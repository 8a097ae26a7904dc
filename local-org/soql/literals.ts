import { malformed } from './problems.ts'
import type { Literal } from './statement.ts'
import type { Token } from './tokens.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  // Only LIKE needs these two; its pattern is made of the raw text.
  _: '_',
  '%': '%',
}
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([\s\S]))/gu
/** Salesforce takes no longer strings in a WHERE clause. */
const LONGEST = 4000
const DAY = /^\d{4}-\d\d-\d\d$/
const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)$/i
const TIME_OF_DAY = /^(\d\d:\d\d:\d\d)(\.\d+)?Z$/i
const NUMBER = /^[+-]?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i

/** The value that a quoted string or a number, day or time stands for. */
export function literalOf({ kind, text }: Token): Literal {
  if (kind === 'string') return stringLiteral(text)
  if (NUMBER.test(text)) return { kind: 'number', value: Number(text) }
  if (DAY.test(text)) return { kind: 'date', day: existing(text, text) }
  const [, ofDay, thousandths = '.'] = TIME_OF_DAY.exec(text) ?? []
  if (ofDay !== undefined)
    return { kind: 'time', value: `${ofDay}${thousandths.slice(0, 4).padEnd(4, '0')}Z` }
  const [, day, clock = '', fraction = '', zone = ''] = TIME.exec(text) ?? []
  if (day === undefined) throw new RangeError(`no literal: ${text}`)
  const time = Date.parse(`${existing(day, text)}T${clock}${fraction.slice(0, 4)}${offsetOf(zone)}`)
  if (Number.isNaN(time)) throw malformed(`Invalid datetime: ${text}`)
  return { kind: 'datetime', time }
}

function offsetOf(zone: string): string {
  return /z/i.test(zone) || zone.includes(':') ? zone.toUpperCase() : `${zone.slice(0, 3)}:${zone.slice(3)}`
}

/** A day of the calendar between the first and the last that Salesforce knows. */
function existing(day: string, text: string): string {
  const time = Date.parse(`${day}T00:00:00Z`)
  const real = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
  if (!real || day < '1700-01-01' || day > '4000-12-31') throw malformed(`Invalid date: ${text}`)
  return day
}

function stringLiteral(text: string): Literal {
  const raw = text.slice(1, -1)
  if (raw.length > LONGEST) {
    throw malformed(
      `Maximum length of criteria string exceeded: maximum ${LONGEST} characters, ${raw.length} used`,
    )
  }
  return { kind: 'string', raw, value: unescaped(raw) }
}

/** What stands between quotes, with its escapes resolved. */
export function unescaped(raw: string): string {
  return raw.replaceAll(ESCAPE, (sequence: string, code: string | undefined, letter: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    const character = ESCAPES[letter ?? '']
    if (character !== undefined) return character
    throw malformed(
      `Invalid string literal '${raw}'. Illegal character sequence '${sequence}' in string literal.`,
    )
  })
}
