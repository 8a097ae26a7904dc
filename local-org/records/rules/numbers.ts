import type { Field } from '../../schema/types.ts'
import { RowProblem } from './row-problem.ts'
import { wrongType, type Wire } from './wire.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const INT_LIMIT = 2 ** 31
const DEFAULT_PRECISION = 18

export function numberIn(field: Field, raw: unknown, wire: Wire): number {
  const number = typeof raw === 'string' && NUMBER.test(raw) ? Number(raw) : raw
  if (typeof number !== 'number' || !Number.isFinite(number)) throw wrongType(field, raw, wire)
  return field.type === 'int' ? wholeNumber(field, number, raw, wire) : decimal(field, number)
}

function wholeNumber(field: Field, number: number, raw: unknown, wire: Wire): number {
  if (!Number.isInteger(number)) throw wrongType(field, raw, wire)
  if (number >= INT_LIMIT || number < -INT_LIMIT) throw outside(field, number)
  return within(field, number)
}

/** Digits beyond the field's are rounded away; those before the point must fit. */
function decimal(field: Field, number: number): number {
  const step = 10 ** (field.scale ?? 0)
  const rounded = field.scale === undefined ? number : roundHalfUp(number, step)
  return within(field, rounded)
}

function roundHalfUp(number: number, step: number): number {
  const rounded = (Math.sign(number) * Math.round(Math.abs(number) * step)) / step
  return Number.isFinite(rounded) ? rounded : number
}

function within(field: Field, number: number): number {
  const digits = (field.precision ?? DEFAULT_PRECISION) - (field.scale ?? 0)
  if (digits > 0 && Math.abs(number) >= 10 ** digits) throw outside(field, number)
  return number
}

function outside(field: Field, number: number): RowProblem {
  const words = `${field.label}: value outside of valid range on numeric field: ${number}`
  return new RowProblem('NUMBER_OUTSIDE_VALID_RANGE', words, [field.name])
}
