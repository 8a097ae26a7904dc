import type { ApiCall, ApiEndpoint, Reply } from '../call.ts'
import { valuesIn } from './body.ts'
import { checkUnmodified, isKnown } from './conditional.ts'
import { fieldsInQuery, objectOf, recordAt, writerOf, type RecordParts } from './parts.ts'
import { recordJson, recordUrl } from './record-json.ts'
import { writtenBy } from './results.ts'

/** One record: made, read, changed and deleted by its id. */
export function singleEndpoints(parts: RecordParts): ApiEndpoint[] {
  const { store } = parts

  async function create(call: ApiCall): Promise<Reply> {
    const object = objectOf(parts, call)
    const values = await valuesIn(call)
    const { id } = writtenBy(store.write(writerOf(call), [{ op: 'insert', object: object.name, values }]))
    const headers = { location: recordUrl(object, id, call.version) }
    return { status: 201, headers, json: { id, success: true, errors: [] } }
  }

  function read(call: ApiCall): Reply {
    const object = objectOf(parts, call)
    const fields = fieldsInQuery(object, call)
    const record = recordAt(parts, object, call.params['id'] ?? '')
    if (isKnown(call, record)) return { status: 304 }
    return { status: 200, json: recordJson(object, record, { reader: store, version: call.version, fields }) }
  }

  async function update(call: ApiCall): Promise<Reply> {
    const object = objectOf(parts, call)
    const values = await valuesIn(call)
    const record = recordAt(parts, object, call.params['id'] ?? '')
    checkUnmodified(call, record)
    writtenBy(store.write(writerOf(call), [{ op: 'update', object: object.name, id: record.Id, values }]))
    return { status: 204 }
  }

  function remove(call: ApiCall): Reply {
    const object = objectOf(parts, call)
    const { Id: id } = recordAt(parts, object, call.params['id'] ?? '')
    writtenBy(store.write(writerOf(call), [{ op: 'delete', object: object.name, id }]))
    return { status: 204 }
  }

  return [
    { method: 'POST', path: '/sobjects/:object', handle: create },
    { method: 'POST', path: '/sobjects/:object/Id', handle: create },
    { method: 'GET', path: '/sobjects/:object/:id', handle: read },
    { method: 'PATCH', path: '/sobjects/:object/:id', handle: update },
    { method: 'DELETE', path: '/sobjects/:object/:id', handle: remove },
  ]
}
