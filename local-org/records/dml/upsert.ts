import { fieldValue } from '../rules/field-value.ts'
import { RowProblem } from '../rules/row-problem.ts'
import { wireOf } from '../rules/wire.ts'
import { textOf } from '../text.ts'
import type { Values } from '../types.ts'
import type { Dml } from './context.ts'
import { objectNamed } from './find.ts'
import { findByKey, keyField } from './keys.ts'
import { insert, update } from './save.ts'

export interface Upsert {
  readonly object: string
  readonly field: string
  readonly key: string
  readonly values: Values
}

/** Updates the record with this key, or makes it. */
export function upsert(dml: Dml, { object: name, field: fieldName, key, values }: Upsert) {
  const object = objectNamed(dml, name)
  const field = keyField(object, fieldName)
  const others = Object.fromEntries(Object.entries(values).filter(([each]) => object.field(each) !== field))
  if (field.type === 'id') {
    if (key === '') return made(() => insert(dml, name, others))
    update(dml, name, key, others)
    return { id: key, created: false }
  }
  const wanted = fieldValue(field, key, wireOf(dml.writer.origin))
  if (wanted === null) throw new RowProblem('MISSING_ARGUMENT', `${field.name} not specified`)
  const found = findByKey(dml, object, field, textOf(wanted))
  if (!found) return made(() => insert(dml, name, { ...others, [field.name]: wanted }))
  update(dml, name, found.Id, others)
  return { id: found.Id, created: false }
}

function made(insertIt: () => string): { id: string; created: true } {
  try {
    return { id: insertIt(), created: true }
  } catch (problem) {
    if (problem instanceof RowProblem) problem.created = true
    throw problem
  }
}
