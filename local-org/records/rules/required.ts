import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import type { Value } from '../types.ts'
import { RowProblem } from './row-problem.ts'

/** What must not be empty: fields that cannot be, and that somebody who writes can fill. */
function mustBeFilled(field: Field): boolean {
  return field.nillable === false && field.createable !== false && !field.formula && field.type !== 'boolean'
}

export function checkRequired(object: OrgObject, valueIn: (field: Field) => Value | undefined): void {
  const missing = object.fields
    .filter((field) => !field.hidden && mustBeFilled(field) && valueIn(field) === null)
    .map(({ name }) => name)
  if (missing.length === 0) return
  const words = `Required fields are missing: [${missing.join(', ')}]`
  throw new RowProblem('REQUIRED_FIELD_MISSING', words, missing)
}
