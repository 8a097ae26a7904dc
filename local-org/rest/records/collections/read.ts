import { SalesforceProblem } from '../../../salesforce-problem.ts'
import type { ApiCall, ApiEndpoint, Reply } from '../../call.ts'
import { objectIn } from '../body.ts'
import { fieldsAsked, objectOf, type RecordParts } from '../parts.ts'
import { recordJson } from '../record-json.ts'
import { checkSize } from './rows.ts'

const MOST_IDS = 2000

/** Several records of one kind by their ids; null in the place of one that is not there. */
export function collectionReads(parts: RecordParts): ApiEndpoint[] {
  const { store } = parts

  function read(call: ApiCall, ids: readonly string[], names: readonly string[]): Reply {
    const object = objectOf(parts, call)
    if (ids.length === 0 || names.length === 0) {
      throw new SalesforceProblem(400, 'MISSING_ARGUMENT', 'ids and fields are required')
    }
    checkSize(ids, MOST_IDS)
    const fields = fieldsAsked(object, names)
    const records = ids.map((id) => {
      const record = store.read(object.name, id)
      if (!record || record['IsDeleted'] === true) return null
      return recordJson(object, record, { reader: store, version: call.version, fields })
    })
    return { status: 200, json: records }
  }

  const listed = (text: string | null) => (text ?? '').split(',').filter(Boolean)
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []

  const path = '/composite/sobjects/:object'
  return [
    {
      method: 'GET',
      path,
      handle: (call) => read(call, listed(call.query.get('ids')), listed(call.query.get('fields'))),
    },
    {
      method: 'POST',
      path,
      async handle(call) {
        const { ids, fields } = await objectIn(call)
        return read(call, texts(ids), texts(fields))
      },
    },
  ]
}
