import type { Field } from '../../schema/types.ts'
import type { Value } from '../types.ts'
import { numberIn } from './numbers.ts'
import { textIn } from './texts.ts'
import { clockIn, dayIn, momentIn } from './times.ts'
import { wrongType, type Wire } from './wire.ts'

const YES = new Set(['true', 'yes', 'y', 'on', '1'])
const NO = new Set(['false', 'no', 'n', 'off', '0'])
const TIMES = { date: dayIn, datetime: momentIn, time: clockIn } as const

/** A given value as the field keeps it; a RowProblem for one that it cannot keep. */
export function fieldValue(field: Field, raw: unknown, wire: Wire): Value {
  if (raw === null || raw === undefined || (typeof raw === 'string' && raw.trim() === '')) {
    if (field.type === 'boolean' && wire === 'json') throw wrongType(field, raw ?? '', 'csv')
    return field.type === 'boolean' ? false : null
  }
  switch (field.type) {
    case 'boolean':
      return truth(field, raw, wire)
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return numberIn(field, raw, wire)
    case 'date':
    case 'datetime':
    case 'time':
      return time(field, raw, wire)
    default:
      return textIn(field, raw, wire) ?? null
  }
}

function truth(field: Field, raw: unknown, wire: Wire): boolean {
  if (typeof raw === 'boolean') return raw
  const text = typeof raw === 'string' ? raw.trim().toLowerCase() : ''
  if (text === 'true' || (wire === 'csv' && YES.has(text))) return true
  if (text === 'false' || (wire === 'csv' && NO.has(text))) return false
  throw wrongType(field, raw, wire)
}

function time(field: Field, raw: unknown, wire: Wire): string {
  const read = TIMES[field.type as keyof typeof TIMES]
  const found = typeof raw === 'string' ? read(raw.trim()) : undefined
  if (found === undefined) throw wrongType(field, raw, wire)
  return found
}
