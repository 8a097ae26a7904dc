import { SalesforceError } from './errors.ts'
import type { FieldDescribe } from './describe.ts'
import { dateLiteral, isDateLiteral, type DateLiteral } from './soql-date.ts'

/** A Date is for a date and time; a date alone is written `2026-11-20`. */
export type Value = string | number | boolean | Date

type Write = (value: Value) => string | undefined

const text: Write = (value) => (typeof value === 'string' ? quoted(value) : undefined)
const yesOrNo: Write = (value) => (typeof value === 'boolean' ? String(value) : undefined)
const date: Write = (value) => (typeof value === 'string' && isDay(value) ? value : undefined)
const moment: Write = (value) => {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return undefined
  const year = value.getUTCFullYear()
  return year >= 1000 && year <= 9999 ? value.toISOString() : undefined
}
const DIGITS = new Intl.NumberFormat('en-US', { useGrouping: false, maximumFractionDigits: 18 })
// SOQL does not read 1e21 in every place, so numbers are written out.
const number: Write = (value) =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e18
    ? DIGITS.format(value)
    : undefined

const WRITES: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(
    [
      ...['id', 'reference', 'string', 'picklist', 'multipicklist', 'combobox', 'email', 'phone', 'url'],
      ...['textarea', 'encryptedstring'],
    ].map((type) => [type, text]),
  ),
  boolean: yesOrNo,
  ...{ int: number, long: number, double: number, currency: number, percent: number },
  date,
  datetime: moment,
}

/** The value as this field's type has it written; a value of another kind is refused. */
export function literal(field: FieldDescribe, value: Value): string {
  const { type } = field
  const write = Object.hasOwn(WRITES, type) ? WRITES[type] : undefined
  const written = write?.(value)
  if (written !== undefined) return written
  throw misfit(field)
}

/** The same, and for a day or a time also a stretch counted from the present. */
export function relativeOr(field: FieldDescribe, value: Value | DateLiteral): string {
  if (!isDateLiteral(value)) return literal(field, value)
  const written = field.type === 'date' || field.type === 'datetime' ? dateLiteral(value) : undefined
  if (written !== undefined) return written
  throw misfit(field)
}

function misfit({ name, type }: FieldDescribe): SalesforceError {
  // The value itself may be about a person.
  const detail = `${name} is of type ${type.slice(0, 40)}: this value does not fit`
  return new SalesforceError('REFUSED', { errorCode: 'INVALID_FIELD_VALUE', detail })
}

export type Pattern = 'starts with' | 'ends with' | 'contains'

export function patternOf(field: FieldDescribe, where: Pattern, value: string): string {
  literal(field, value)
  const [before, after] = [where === 'starts with' ? '' : '%', where === 'ends with' ? '' : '%']
  return `'${before}${escaped(value).replaceAll(/[%_]/g, '\\$&')}${after}'`
}

const quoted = (value: string): string => `'${escaped(value)}'`

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}

/** Everything that could end a string or change its meaning, as SOQL's own escapes. */
const escaped = (value: string): string =>
  value
    .replaceAll(/[\\'"]/g, '\\$&')
    .replaceAll(/[\p{Cc}\u2028\u2029\p{Cs}]/gu, (character) => NAMED[character] ?? unicode(character))

const unicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

function isDay(value: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(value)) return false
  const day = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}
