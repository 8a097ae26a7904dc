import type { Field } from '../../schema/types.ts'
import { RowProblem } from './row-problem.ts'

/** How values arrive: JSON has types of its own, CSV has texts only. */
export type Wire = 'json' | 'csv'

export function wireOf(origin: string): Wire {
  return origin.includes('/rest/') ? 'json' : 'csv'
}

/** A value of the wrong type. JSON fails to parse before any rule is asked; a text in a CSV is refused by its field. */
export function wrongType(field: Field, raw: unknown, wire: Wire): RowProblem {
  if (wire === 'csv' && typeof raw === 'string') {
    const words = `${field.label}: value not of required type: ${raw}`
    return new RowProblem('INVALID_TYPE_ON_FIELD_IN_RECORD', words, [field.name])
  }
  const found = `Cannot deserialize instance of ${field.type} from ${token(raw)}`
  const words = isPlain(raw) ? `${found} value ${raw} or request may be missing a required field` : found
  return new RowProblem('JSON_PARSER_ERROR', words)
}

function isPlain(raw: unknown): raw is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof raw)
}

function token(raw: unknown): string {
  if (Array.isArray(raw)) return 'START_ARRAY'
  if (typeof raw === 'number') return Number.isInteger(raw) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT'
  if (typeof raw === 'boolean') return raw ? 'VALUE_TRUE' : 'VALUE_FALSE'
  return typeof raw === 'string' ? 'VALUE_STRING' : 'START_OBJECT'
}
