import type { Values } from '../../../records/types.ts'
import { SalesforceProblem } from '../../../salesforce-problem.ts'
import type { ApiCall, ApiEndpoint, Reply } from '../../call.ts'
import { objectIn } from '../body.ts'
import { noSuchKey, objectOf, writerOf, type RecordParts } from '../parts.ts'
import { rowJson, upsertRowJson } from '../results.ts'
import { checkSize, recordsIn, typeOf, withoutType, writeRows, type Row } from './rows.ts'

/** Up to 200 records in one call, of one kind or several. */
export function collectionWrites(parts: RecordParts): ApiEndpoint[] {
  const { store } = parts

  const each = (toRow: (record: Values, type: string) => Row) => async (call: ApiCall) => {
    const body = await objectIn(call)
    const rows = recordsIn(body).map((record): Row => {
      const type = typeOf(record)
      return type === undefined ? withoutType() : toRow(record, type)
    })
    return writeRows(store, writerOf(call), rows, body['allOrNone'] === true)
  }

  const insert = each((values, object) => ({ op: 'insert', object, values }))
  const update = each((record, object) => {
    const { Id, id = Id, ...values } = record
    return { op: 'update', object, id: typeof id === 'string' ? id : '', values }
  })

  async function upsert(call: ApiCall): Promise<Reply> {
    const object = objectOf(parts, call)
    const field = object.field(call.params['field'] ?? '')
    if (!field) throw noSuchKey(call.params['field'] ?? '')
    const toRow = (values: Values, type: string): Row => {
      if (parts.schema.object(type) !== object) return otherType(type, object.name)
      const given = Object.entries(values).find(([name]) => name.toLowerCase() === field.name.toLowerCase())
      const key = given?.[1] ?? ''
      const text = typeof key === 'string' ? key : JSON.stringify(key)
      return { op: 'upsert', object: object.name, field: field.name, key: text, values }
    }
    return { status: 200, json: (await each(toRow)(call)).map(upsertRowJson) }
  }

  function remove(call: ApiCall): Reply {
    const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean)
    if (ids.length === 0) throw new SalesforceProblem(400, 'INVALID_INPUT', 'ids is required')
    checkSize(ids)
    const rows = ids.map((id): Row => ({ op: 'delete', id: id.trim() }))
    const allOrNone = call.query.get('allOrNone')?.toLowerCase() === 'true'
    return { status: 200, json: writeRows(store, writerOf(call), rows, allOrNone).map(rowJson) }
  }

  const answered = (write: typeof insert) => async (call: ApiCall) => ({
    status: 200,
    json: (await write(call)).map(rowJson),
  })
  const path = '/composite/sobjects'
  return [
    { method: 'POST', path, handle: answered(insert) },
    { method: 'PATCH', path, handle: answered(update) },
    { method: 'DELETE', path, handle: remove },
    { method: 'PATCH', path: `${path}/:object/:field`, handle: upsert },
  ]
}

function otherType(type: string, wanted: string): Row {
  const message = `The type ${type} of the record is not that of the call: ${wanted}`
  return { statusCode: 'INVALID_INPUT', message, fields: [] }
}
