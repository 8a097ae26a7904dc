import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import { RowProblem } from '../rules/row-problem.ts'
import { textOf } from '../text.ts'
import type { Value } from '../types.ts'
import type { Dml } from './context.ts'

/** No other record, the recycle bin aside, may hold the same in a unique field. */
export function checkUnique(dml: Dml, object: OrgObject, id: string, values: Iterable<[Field, Value]>): void {
  for (const [field, value] of values) {
    if (!field.unique || value === null) continue
    const other = dml.tables.holding(object.name, field, textOf(value)).find(({ Id }) => Id !== id)
    if (!other) continue
    const words = `duplicate value found: ${field.name} duplicates value on record with id: ${other.Id.slice(0, 15)}`
    throw new RowProblem('DUPLICATE_VALUE', words)
  }
}
