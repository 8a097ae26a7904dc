import { textOf } from '../../records/text.ts'
import { valueOf } from '../../records/value.ts'
import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import type { ApiCall, Reply } from '../call.ts'
import { fieldsInQuery, notFound, recordAt, type RecordParts } from './parts.ts'
import { recordJson } from './record-json.ts'

interface Path {
  readonly object: OrgObject
  readonly id: string
  /** The relationship: `Owner`, `Contacts`. */
  readonly name: string
}

/** The parent or the children of a record, by the relationship's name. */
export function related(parts: RecordParts, call: ApiCall, { object, id, name }: Path): Reply {
  const record = recordAt(parts, object, id)
  const reference = object.parent(name)
  if (reference)
    return parent(parts, call, { reference, id: textOf(valueOf(reference, record, parts.store)) })
  const child = parts.schema
    .childRelationships(object.name)
    .find((relationship) => relationship.name?.toLowerCase() === name.toLowerCase())
  const type = child && parts.schema.object(child.object)
  if (!type) throw notFound()
  const fields = fieldsInQuery(type, call)
  const children = parts.store.children(type.name, child.field.name, record.Id)
  const records = children.map((each) =>
    recordJson(type, each, { reader: parts.store, version: call.version, fields }),
  )
  return { status: 200, json: { totalSize: records.length, done: true, records } }
}

function parent(
  parts: RecordParts,
  call: ApiCall,
  { reference, id }: { reference: Field; id: string },
): Reply {
  const type = (reference.referenceTo ?? [])
    .map((name) => parts.schema.object(name))
    .find((candidate) => candidate?.keyPrefix === id.slice(0, 3))
  const record = type && parts.store.read(type.name, id)
  if (!record) throw notFound()
  const fields = fieldsInQuery(type, call)
  return {
    status: 200,
    json: recordJson(type, record, { reader: parts.store, version: call.version, fields }),
  }
}
