import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import type { BaseTable } from '../base.ts'

/** Gives out auto numbers. What was given is never given again, not even when its record came to nothing. */
export interface Numbering {
  next(object: OrgObject, field: Field): string
}

/** Where records were generated, the last twentieth of all numbers is left for new ones. */
const LEFT_FOR_NEW = 0.95

export function createNumbering(base: ReadonlyMap<string, BaseTable>): Numbering {
  const last = new Map<string, number>()
  return {
    next(object, field) {
      const { prefix, digits } = field.autoNumber ?? { prefix: '', digits: 1 }
      const key = `${object.name}.${field.name}`
      const start = base.has(object.name) ? 10 ** digits * LEFT_FOR_NEW : 0
      const number = (last.get(key) ?? start) + 1
      last.set(key, number)
      return prefix + String(number).padStart(digits, '0')
    },
  }
}
