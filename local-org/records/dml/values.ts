import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import { fieldValue } from '../rules/field-value.ts'
import { RowProblem } from '../rules/row-problem.ts'
import { checkWritable, noSuchColumn, type Verb } from '../rules/writable.ts'
import { wireOf, wrongType } from '../rules/wire.ts'
import { textOf } from '../text.ts'
import type { Value, Values } from '../types.ts'
import type { Dml } from './context.ts'
import { findByKey, keyField } from './keys.ts'

interface Given {
  readonly field: Field
  readonly raw: unknown
  /** The parent is named by another key than its id. */
  readonly parentKey?: string
}

/** The values given for a record, by field, as it will keep them. */
export function givenValues(dml: Dml, object: OrgObject, values: Values, verb: Verb): Map<Field, Value> {
  const given = Object.entries(values).flatMap(([name, raw]) => givenValue(object, name, raw))
  checkWritable(
    given.map(({ field }) => field),
    verb,
  )
  return new Map(given.map((each) => [each.field, valueGiven(dml, each)]))
}

function givenValue(object: OrgObject, name: string, raw: unknown): Given[] {
  if (name === 'attributes' || name.toLowerCase() === 'id') return []
  const field = object.field(name)
  if (field) return [{ field, raw }]
  const [relationship = '', parentKey] = name.split('.')
  const reference = object.parent(relationship)
  if (!reference) throw noSuchColumn(object, name)
  if (parentKey !== undefined) return [{ field: reference, raw, parentKey }]
  if (raw === null) return [{ field: reference, raw }]
  if (typeof raw !== 'object') throw wrongType(reference, raw, 'json')
  const keys = Object.entries(raw as Values).filter(([key]) => key !== 'attributes')
  return keys.map(([key, value]) => ({ field: reference, raw: value, parentKey: key }))
}

function valueGiven(dml: Dml, { field, raw, parentKey }: Given): Value {
  if (parentKey === undefined || raw === null || raw === '') {
    return fieldValue(field, raw, wireOf(dml.writer.origin))
  }
  return parentByKey(dml, field, parentKey, raw)
}

function parentByKey(dml: Dml, reference: Field, name: string, raw: unknown): string {
  const parents = (reference.referenceTo ?? []).flatMap((parent) => dml.schema.object(parent) ?? [])
  const parent = parents.find((candidate) => candidate.field(name)) ?? parents[0]
  if (!parent) throw new RowProblem('INVALID_FIELD', `No such relation '${name}'`)
  const field = keyField(parent, name)
  const key = textOf(fieldValue(field, raw, wireOf(dml.writer.origin)))
  const found = findByKey(dml, parent, field, key)
  if (found) return found.Id
  const words = `Foreign key external ID: ${key.toLowerCase()} not found for field ${field.name} in entity ${parent.name}`
  throw new RowProblem('INVALID_FIELD', words)
}
