import type { FieldDefinition, FieldTypeName } from './definition.ts'

/** Short ways to write the fields of the standard objects: name, label, then what is out of the ordinary. */
type Extras = Partial<Omit<FieldDefinition, 'name' | 'label' | 'type'>>

const PLAIN = { kind: 'standard', required: false, unique: false, indexed: false, readOnly: false } as const

/** Set by scoring and surveys, never by people or jobs. */
export const computed = { kind: 'system', readOnly: true } as const

const of =
  (type: FieldTypeName, usual: Extras = {}) =>
  (name: string, label: string, extras: Extras = {}): FieldDefinition => ({
    ...PLAIN,
    ...usual,
    ...extras,
    name,
    label,
    type,
  })

export const string = of('string', { length: 255 })
/** An id given by another system: compared byte by byte, and looked for. */
export const externalId = of('string', { length: 255, matching: 'exact', indexed: true })
export const salesforceId = of('string', { length: 18, matching: 'exact', indexed: true })
/** An address is the same address whatever its capitals; every one can be matched on. */
export const email = of('email', { matching: 'ignore-case', indexed: true })
export const url = of('url')
export const richText = of('richText')
export const number = of('number', { precision: 22, scale: 4 })
export const integer = of('number', { precision: 18, scale: 0 })
export const score = of('number', { precision: 7, scale: 4, min: 0, max: 100 })
export const currency = of('currency')
export const percentage = of('percentage')
/** A box is ticked or not: boolean fields that may be unknown are the exception. */
export const boolean = of('boolean', { required: true, defaultValue: false })
export const date = of('date')
export const datetime = of('datetime')
export const gsid = of('gsid')
export const uuid = of('uuid')

export const picklist = (
  name: string,
  label: string,
  category: string,
  extras: Extras = {},
): FieldDefinition => of('picklist')(name, label, { ...extras, picklist: category })

export const multiPicklist = (name: string, label: string, category: string): FieldDefinition =>
  of('multiPicklist')(name, label, { picklist: category })

/** Always indexed: rows are read from the other side, and emptied lookups are found when their target goes. */
export const lookup = (name: string, label: string, target: string, extras: Extras = {}): FieldDefinition =>
  of('lookup', { indexed: true })(name, label, { ...extras, lookup: target })
