import type { OrgObject, Schema } from '../../schema/schema.ts'
import { JobFailure } from '../problems.ts'

/** `ReportsTo.Email`, or `Lead:Owner.Username` where the parent can be of several kinds. */
const PARENT_KEY = /^(?:\w+:)?(\w+)\.(\w+)$/

/** What the columns of a header are called in a write. */
export function columnsOf(header: readonly string[], object: OrgObject, schema: Schema): string[] {
  return header.map((name) => {
    const column = object.field(name)?.name ?? parentColumn(name, object, schema)
    if (column === undefined) throw new JobFailure('InvalidBatch', `Field name not found : ${name}`)
    return column
  })
}

function parentColumn(name: string, object: OrgObject, schema: Schema): string | undefined {
  const [, relationship = '', key = ''] = PARENT_KEY.exec(name) ?? []
  const parents = object.parent(relationship)?.referenceTo ?? []
  const known = parents.some((parent) => schema.object(parent)?.field(key))
  return known ? `${relationship}.${key}` : undefined
}
