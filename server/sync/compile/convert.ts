import type { FieldDefinition } from '../../objects/index.ts'
import type { DirectMapping } from '../definition.ts'
import type { Check, Rejection } from './problems.ts'

export interface Converted {
  /** The value as the column has it; evaluated for bad values too, so it never fails. */
  value: string
  checks: Check[]
}

interface Fits {
  /** True for a value that is there and fits. */
  valid?: string
  code: Rejection
  cast(raw: string): string
}

/** How a text from the source becomes a value of a field. Picklists and lookups are found, not converted. */
export function convert(field: FieldDefinition, mapping: DirectMapping, raw: string): Converted {
  const { valid, code, cast } = fits(field, raw)
  const { source, target } = mapping
  const safe = valid === undefined ? cast(raw) : `case when ${valid} then ${cast(raw)} end`
  return {
    value: safe,
    checks: [
      ...(valid === undefined
        ? []
        : [{ bad: `${raw} is not null and not (${valid})`, problem: { code, source, target } }]),
      ...rangeChecks(field, { source, target }, safe),
    ],
  }
}

function fits(field: FieldDefinition, raw: string): Fits {
  const same = (text: string) => text
  switch (field.type) {
    case 'string':
      return { valid: `length(${raw}) <= ${field.length ?? 255}`, code: 'TOO_LONG', cast: same }
    case 'url':
      return { valid: `length(${raw}) <= 2048`, code: 'TOO_LONG', cast: same }
    case 'email':
      return {
        valid: `position('@' in ${raw}) > 1 and length(${raw}) <= 320`,
        code: 'NOT_AN_EMAIL',
        cast: same,
      }
    case 'richText':
      return { code: 'TOO_LONG', cast: same }
    case 'number':
    case 'currency':
    case 'percentage': {
      const type = numericOf(field)
      // PostgreSQL has a number that is none.
      const valid = `pg_input_is_valid(${raw}, '${type}') and lower(btrim(${raw})) <> 'nan'`
      return { valid, code: 'NOT_A_NUMBER', cast: (text) => `(${text})::${type}` }
    }
    case 'boolean':
      return {
        valid: `lower(${raw}) in ('true', 'false')`,
        code: 'NOT_A_BOOLEAN',
        cast: (text) => `(lower(${text}) = 'true')`,
      }
    case 'date':
      return {
        // The form first: PostgreSQL also takes words such as "today". A date and time is its day in UTC.
        valid: `${raw} ~ '^\\d{4}-\\d\\d-\\d\\d' and pg_input_is_valid(left(${raw}, 10), 'date')`,
        code: 'NOT_A_DATE',
        cast: (text) => `left(${text}, 10)::date`,
      }
    case 'datetime':
      return {
        valid: `${raw} ~ '^\\d{4}-\\d\\d-\\d\\dT.*(Z|[+-]\\d\\d:?\\d\\d)$' and pg_input_is_valid(${raw}, 'timestamptz')`,
        code: 'NOT_A_TIME',
        cast: (text) => `(${text})::timestamptz(3)`,
      }
    default:
      throw new Error(`a ${field.type} is not filled by converting a text`)
  }
}

function numericOf({ type, precision = 22, scale = 4 }: FieldDefinition): string {
  if (type === 'currency') return 'numeric(22, 4)'
  return type === 'percentage' ? 'numeric(9, 4)' : `numeric(${precision}, ${scale})`
}

function rangeChecks(
  { type, min, max }: FieldDefinition,
  at: { source: string; target: string },
  value: string,
): Check[] {
  if (type !== 'number' && type !== 'currency' && type !== 'percentage') return []
  const bounds = [
    ...(min === undefined ? [] : [`${value} < ${min}`]),
    ...(max === undefined ? [] : [`${value} > ${max}`]),
  ]
  return bounds.length === 0 ? [] : [{ bad: bounds.join(' or '), problem: { code: 'OUT_OF_RANGE', ...at } }]
}
