import type { Change, Values } from '../../records/types.ts'
import { normalizeId } from '../../salesforce-id.ts'
import { fault } from '../fault.ts'
import type { SessionCall } from '../parts.ts'
import { child, textIn, texts, type Element } from '../read.ts'
import type { Xml } from '../xml.ts'
import { atMost, errorXml } from './undelete.ts'

/** In a record these are no fields. */
const RESERVED = ['type', 'Id', 'id', 'fieldsToNull']

/** Each request is a transaction of its own, so that one record can take in more than two. */
export function merge(call: SessionCall): Xml {
  const requests = call.given.children.filter(({ name }) => name === 'mergeRequests' || name === 'request')
  return atMost(requests).map((request) => mergeOne(call, request))
}

function mergeOne({ parts, writer }: SessionCall, given: Element): Xml {
  const master = child(given, 'masterRecord')
  const object = typeOf(master)
  if (object === undefined) throw fault('INVALID_TYPE', 'Must send a concrete entity type.')
  const masterId = textIn(master, 'Id') ?? textIn(master, 'id') ?? ''
  const ids = texts(given, 'recordToMergeIds')
  const changes: Change[] = []
  const stop = parts.store.onCommit((commit) => changes.push(...commit.changes))
  const request = { object, masterId, ids, values: valuesOf(master) }
  const { id, success, errors } = parts.store.merge(writer, request)
  stop()
  if (!success) return { errors: errors.map(errorXml), id, success }
  const merged = ids.map((each) => normalizeId(each) ?? each)
  return { id, mergedRecordIds: merged, success, updatedRelatedIds: related(changes, id) }
}

/** In the partner API an element says it, in the enterprise API the type of the element. */
function typeOf(record: Element | undefined): string | undefined {
  return textIn(record, 'type') ?? record?.attributes.get('type')?.replace(/^.*:/, '')
}

/** The values that the master takes on: texts, which the fields understand; an empty one empties the field. */
function valuesOf(master: Element | undefined): Values {
  const given = (master?.children ?? []).filter(({ name }) => !RESERVED.includes(name))
  return Object.fromEntries([
    ...given.map(({ name, text }): [string, unknown] => [name, text]),
    ...texts(master, 'fieldsToNull').map((name): [string, unknown] => [name, null]),
  ])
}

function related(changes: readonly Change[], masterId: string | null): string[] {
  return changes.filter(({ type, id }) => type === 'UPDATE' && id !== masterId).map(({ id }) => id)
}
