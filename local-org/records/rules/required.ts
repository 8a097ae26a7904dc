import type { OrgObject } from '../../schema/schema.ts'
import { isRequired } from '../../schema/required.ts'
import type { Field } from '../../schema/types.ts'
import type { Value } from '../types.ts'
import { RowProblem } from './row-problem.ts'

export function checkRequired(object: OrgObject, valueIn: (field: Field) => Value | undefined): void {
  const missing = object.fields
    .filter((field) => !field.hidden && isRequired(field) && valueIn(field) === null)
    .map(({ name }) => name)
  if (missing.length === 0) return
  const words = `Required fields are missing: [${missing.join(', ')}]`
  throw new RowProblem('REQUIRED_FIELD_MISSING', words, missing)
}
