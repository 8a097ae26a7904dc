import type { SObject } from '../records/types.ts'
import { corporateValue } from './currency.ts'
import { computedOf } from './expression.ts'
import type { Level } from './operand.ts'
import { keyOf, type Direction, type Key } from './sorting.ts'
import type { Ordering } from './statement.ts'

export interface Sort<Row> {
  readonly directions: readonly Direction[]
  keys(row: Row): readonly Key[]
}

export function sortOf(level: Level, orderBy: readonly Ordering[]): Sort<SObject> | undefined {
  if (orderBy.length === 0) return undefined
  const keys = orderBy.map(({ by }) => {
    const { field, operand, isFunction, value } = computedOf(level, by, 'ORDER')
    if (operand.field.sortable === false || operand.field.type === 'address') {
      throw level.context.complain(
        by.text,
        'MALFORMED_QUERY',
        `field '${operand.field.name}' can not be sorted in a query call`,
        'ORDER',
      )
    }
    const key = keyOf(field)
    const compared = isFunction ? value : corporateValue(level.context, operand)
    return (record: SObject) => key(compared(record))
  })
  return { directions: orderBy, keys: (record) => keys.map((key) => key(record)) }
}
