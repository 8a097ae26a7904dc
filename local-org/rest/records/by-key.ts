import { normalizeId } from '../../salesforce-id.ts'
import type { SObject } from '../../records/types.ts'
import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import type { ApiCall, ApiEndpoint, Reply } from '../call.ts'
import { valuesIn } from './body.ts'
import { fieldsInQuery, noSuchKey, notFound, objectOf, recordAt } from './parts.ts'
import { writerOf, type RecordParts } from './parts.ts'
import { recordJson, recordUrl } from './record-json.ts'
import { related } from './related.ts'
import { writtenBy } from './results.ts'

/** From this version on, an upsert that updates has a body too. */
const UPDATES_ANSWER = 46

interface Keyed {
  readonly object: OrgObject
  readonly field: Field
  readonly found: readonly SObject[]
}

/** One record, found by an external id; or by its id, what is related to it. */
export function keyEndpoints(parts: RecordParts): ApiEndpoint[] {
  const { store } = parts

  function keyed(call: ApiCall): Keyed {
    const object = objectOf(parts, call)
    const { key: name = '', value = '' } = call.params
    const field = object.field(name)
    if (!field || !isKey(field)) throw noSuchKey(name)
    return { object, field, found: recordsWith(parts, object, field, value) }
  }

  function read(call: ApiCall): Reply {
    const object = objectOf(parts, call)
    const { key = '', value = '' } = call.params
    if (!object.field(key) && normalizeId(key)) return related(parts, call, { object, id: key, name: value })
    const { found } = keyed(call)
    const fields = fieldsInQuery(object, call)
    const [record] = found
    if (!record) throw notFound()
    if (found.length > 1) return several(call, object, found)
    return { status: 200, json: recordJson(object, record, { reader: store, version: call.version, fields }) }
  }

  async function upsert(call: ApiCall): Promise<Reply> {
    const { object, field, found } = keyed(call)
    const values = await valuesIn(call, field.name)
    if (found.length > 1) return several(call, object, found)
    const key = call.params['value'] ?? ''
    const write = { op: 'upsert', object: object.name, field: field.name, key, values } as const
    const { id, created } = writtenBy(store.write(writerOf(call), [write]))
    const json = { id, success: true, errors: [], ...(call.version >= UPDATES_ANSWER && { created }) }
    if (created) return { status: 201, headers: { location: recordUrl(object, id, call.version) }, json }
    return call.version >= UPDATES_ANSWER ? { status: 200, json } : { status: 204 }
  }

  function remove(call: ApiCall): Reply {
    const { object, found } = keyed(call)
    const [record] = found
    if (!record) throw notFound()
    if (found.length > 1) return several(call, object, found)
    writtenBy(store.write(writerOf(call), [{ op: 'delete', object: object.name, id: record.Id }]))
    return { status: 204 }
  }

  const path = '/sobjects/:object/:key/:value'
  return [
    { method: 'GET', path, handle: read },
    { method: 'PATCH', path, handle: upsert },
    { method: 'DELETE', path, handle: remove },
  ]
}

function recordsWith(parts: RecordParts, object: OrgObject, field: Field, value: string): readonly SObject[] {
  return field.type === 'id'
    ? [recordAt(parts, object, value)]
    : parts.store.holding(object.name, field.name, value)
}

function isKey({ type, externalId, idLookup }: Field): boolean {
  return type === 'id' || externalId === true || idLookup === true
}

/** Which one is meant, the client must say. */
function several({ version }: ApiCall, object: OrgObject, found: readonly SObject[]): Reply {
  return { status: 300, json: found.map(({ Id }) => recordUrl(object, Id, version)) }
}
