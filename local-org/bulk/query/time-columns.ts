import type { OrgObject, Schema } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import type { BulkQuery } from '../parts.ts'

/** Which of a query's columns hold moments. */
export function timeColumns(schema: Schema, { object, columns }: BulkQuery): boolean[] {
  return columns.map((column) => {
    const fields = fieldsAt(schema, schema.object(object), column.split('.'))
    return fields.length > 0 && fields.every(({ type }) => type === 'datetime')
  })
}

/** The field at the end of a path; several when the way leads to objects of several kinds. */
function fieldsAt(schema: Schema, object: OrgObject | undefined, path: readonly string[]): Field[] {
  const [name = '', ...rest] = path
  if (rest.length === 0) return [object?.field(name) ?? []].flat()
  const parents = object?.parent(name)?.referenceTo ?? []
  return parents.flatMap((parent) => fieldsAt(schema, schema.object(parent), rest))
}
