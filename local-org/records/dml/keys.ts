import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import { RowProblem } from '../rules/row-problem.ts'
import type { SObject } from '../types.ts'
import type { Dml } from './context.ts'

/** Whether records can be found by this field in an upsert or a relationship. */
export function isKey(field: Field): boolean {
  return field.type === 'id' || field.externalId === true || field.idLookup === true
}

export function keyField(object: OrgObject, name: string): Field {
  const field = object.field(name)
  if (field && isKey(field)) return field
  const words = `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`
  throw new RowProblem('INVALID_FIELD', words)
}

/** The one record with this key; a RowProblem when there are several. */
export function findByKey(dml: Dml, object: OrgObject, field: Field, key: string): SObject | undefined {
  const found = dml.tables.holding(object.name, field, key)
  if (found.length < 2) return found[0]
  const ids = found.map(({ Id }) => Id).join(', ')
  const words = `${field.label}: more than one record found for external id field: [${ids}]`
  throw new RowProblem('DUPLICATE_EXTERNAL_ID', words)
}
