import type { SObject, Value } from '../records/types.ts'
import type { Field, FieldType } from '../schema/types.ts'
import { corporateValue } from './currency.ts'
import { operandOf, type Level, type Operand } from './operand.ts'
import { malformed } from './problems.ts'
import { keyOf } from './sorting.ts'
import type { Call, Expression } from './statement.ts'

/** COUNT, SUM and the like of the records of a group. */
export interface Measure {
  readonly field: Field
  start(): Tally
}
export interface Tally {
  add(record: SObject): void
  result(): Value
}

export const AGGREGATES = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'] as const
type Aggregate = (typeof AGGREGATES)[number]

export function isAggregate(expression: Expression): expression is Call {
  return expression.kind === 'call' && AGGREGATES.some((name) => name === expression.name)
}

const NUMBERS: readonly FieldType[] = ['int', 'double', 'currency', 'percent']
const NEVER: readonly FieldType[] = ['boolean', 'multipicklist', 'address']

export function measureOf(level: Level, call: Call, after?: string): Measure {
  const name = call.name as Aggregate
  const [parameter, more] = call.parameters
  if (parameter?.kind !== 'path' || more) throw malformed(`Invalid number of arguments: ${call.text}`)
  const operand = operandOf(level, parameter.text, after)
  const { type, filterable } = operand.field
  const summed = name === 'SUM' || name === 'AVG'
  if (NEVER.includes(type) || filterable === false || (summed && !NUMBERS.includes(type))) {
    throw level.context.complain(
      parameter.text,
      'MALFORMED_QUERY',
      `field ${operand.field.name} does not support aggregate operator ${name}`,
      after,
    )
  }
  const named = (field: Field, start: () => Tally) => ({ field: { ...field, name: call.text }, start })
  const amount = corporateValue(level.context, operand)
  switch (name) {
    case 'COUNT':
      return named(WHOLE, () => counting(operand))
    case 'COUNT_DISTINCT':
      return named(WHOLE, () => countingDistinct(operand))
    case 'SUM':
    case 'AVG':
      return named(name === 'AVG' ? DOUBLE : operand.field, () => adding(amount, name))
    default:
      return named(operand.field, () => choosing(operand.field, amount, name))
  }
}

const WHOLE: Field = { name: '', label: '', type: 'int' }
const DOUBLE: Field = { name: '', label: '', type: 'double' }

function counting({ value }: Operand): Tally {
  let count = 0
  return {
    add(record) {
      if (value(record) !== null) count++
    },
    result: () => count,
  }
}

function countingDistinct({ value }: Operand): Tally {
  const seen = new Set<Value>()
  return {
    add(record) {
      const found = value(record)
      if (found !== null) seen.add(found)
    },
    result: () => seen.size,
  }
}

function adding(value: (record: SObject) => Value, name: 'SUM' | 'AVG'): Tally {
  let [sum, count] = [0, 0]
  return {
    add(record) {
      const found = value(record)
      if (typeof found !== 'number') return
      sum += found
      count++
    },
    result: () => (count === 0 ? null : name === 'AVG' ? sum / count : sum),
  }
}

function choosing(field: Field, value: (record: SObject) => Value, name: 'MIN' | 'MAX'): Tally {
  const key = keyOf(field)
  let best: { key: string | number; value: Value } | undefined
  return {
    add(record) {
      const found = value(record)
      const place = key(found)
      if (place === null) return
      if (!best || (name === 'MIN' ? place < best.key : place > best.key)) best = { key: place, value: found }
    },
    result: () => best?.value ?? null,
  }
}
