import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import type { SObject, Value } from '../types.ts'
import { keyOf, type Dml, type Stored } from './context.ts'

/** What a new record starts with where nothing was given. */
export function defaults(dml: Dml, object: OrgObject, given: ReadonlyMap<Field, Value>): Stored {
  const stored: Stored = {}
  const user = dml.tables.read('User', dml.writer.userId)
  for (const field of object.fields) {
    const value = given.has(field) ? undefined : defaultOf(dml, object, field, user)
    if (value !== undefined) stored[keyOf(field)] = value
  }
  return stored
}

function defaultOf(dml: Dml, object: OrgObject, field: Field, user: SObject | undefined): Value | undefined {
  if (field.formula || field.type === 'id' || field.type === 'address') return undefined
  if (field.autoNumber) return dml.numbering.next(object, field)
  if (field.defaultValue !== undefined) return field.defaultValue
  if (field.name === 'OwnerId') return dml.writer.userId
  if (field.name === 'CurrencyIsoCode') return user?.['DefaultCurrencyIsoCode'] ?? undefined
  if (field.type === 'boolean') return false
  return field.picklist?.find((entry) => entry.default)?.value
}
