// One builder for each kind of field, with what Salesforce has for all fields of the kind.
import type { Field, FieldType, PicklistValue } from '../types.ts'

export type More = Partial<Omit<Field, 'name' | 'type'>>

/** Salesforce itself fills it. */
export const READ_ONLY = { createable: false, updateable: false } as const
export const REQUIRED = { nillable: false } as const

/** `AnnualRevenue` → Annual Revenue, `ParentId` → Parent ID. */
export function labelOf(name: string): string {
  return name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replace(/\bId$/, 'ID')
}

const kind =
  (type: FieldType, usual: More = {}) =>
  (name: string, more: More = {}): Field => ({ name, label: labelOf(name), type, ...usual, ...more })

const lengthy =
  (type: FieldType, usual: More = {}) =>
  (name: string, length: number, more: More = {}): Field =>
    kind(type, usual)(name, { length, ...more })

export const text = lengthy('string')
export const phone = kind('phone', { length: 40 })
export const email = kind('email', { length: 80 })
export const url = lengthy('url')
/** Text of more than 255 characters can be read, but neither compared nor sorted by. */
export const longText = lengthy('textarea', { filterable: false, sortable: false, groupable: false })
export const textArea = lengthy('textarea')
/** Never null: what is not ticked is false. */
export const checkbox = kind('boolean', { nillable: false, defaultValue: false, initial: () => false })
export const day = kind('date')
export const time = kind('datetime', { groupable: false })
export const timeOfDay = kind('time')

const number =
  (type: FieldType) =>
  (name: string, precision: number, scale = 0, more: More = {}): Field =>
    kind(type, { groupable: false, precision, scale })(name, more)

export const double = number('double')
export const currency = number('currency')
export const percent = number('percent')
export const whole = (name: string, digits: number, more: More = {}): Field =>
  kind('int', { precision: digits, scale: 0 })(name, more)

export type Choice = string | PicklistValue
const choices = (values: readonly Choice[]): PicklistValue[] =>
  values.map((value) => (typeof value === 'string' ? { value } : value))

export const picklist = (name: string, values: readonly Choice[], more: More = {}): Field =>
  kind('picklist', { length: 255 })(name, { picklist: choices(values), ...more })
export const multipicklist = (name: string, values: readonly Choice[], more: More = {}): Field =>
  kind('multipicklist', { length: 4099, sortable: false, groupable: false })(name, {
    picklist: choices(values),
    ...more,
  })

/** `reference('ParentId', 'Account')` is the parent called Parent; `CSM__c` is CSM__r. */
export function reference(name: string, to: string | readonly string[], more: More = {}): Field {
  const referenceTo = typeof to === 'string' ? [to] : to
  const relationshipName = name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, '')
  return kind('reference', { length: 18 })(name, { referenceTo, relationshipName, ...more })
}
