import type { Change, Values } from '../../records/types.ts'
import { normalizeId } from '../../salesforce-id.ts'
import type { FieldType } from '../../schema/types.ts'
import { fault } from '../fault.ts'
import type { SessionCall } from '../parts.ts'
import { child, textIn, texts, type Element } from '../read.ts'
import type { Xml } from '../xml.ts'
import { atMost, errorXml } from './undelete.ts'

/** Each request is a transaction of its own, so that one record can take in more than two. */
export function merge(call: SessionCall): Xml {
  const requests = call.given.children.filter(({ name }) => name === 'mergeRequests' || name === 'request')
  return atMost(requests).map((request) => mergeOne(call, request))
}

function mergeOne({ parts, writer }: SessionCall, request: Element): Xml {
  const master = child(request, 'masterRecord')
  const object = typeOf(master)
  if (object === undefined) throw fault('INVALID_TYPE', 'Must send a concrete entity type.')
  const masterId = textIn(master, 'Id') ?? textIn(master, 'id') ?? ''
  const ids = texts(request, 'recordToMergeIds')
  const changes: Change[] = []
  const stop = parts.store.onCommit((commit) => changes.push(...commit.changes))
  const values = valuesOf(master, (name) => parts.schema.object(object)?.field(name)?.type)
  const { id, success, errors } = parts.store.merge(writer, { object, masterId, ids, values })
  stop()
  if (!success) return { errors: errors.map(errorXml), id, success }
  const merged = ids.map((each) => normalizeId(each) ?? each)
  return { id, mergedRecordIds: merged, success, updatedRelatedIds: related(changes, id) }
}

/** In the partner API an element says it, in the enterprise API the type of the element. */
function typeOf(record: Element | undefined): string | undefined {
  return textIn(record, 'type') ?? record?.attributes.get('type')?.replace(/^.*:/, '')
}

/** The values that the master takes on. */
function valuesOf(master: Element | undefined, typeOfField: (name: string) => FieldType | undefined): Values {
  const given = (master?.children ?? []).filter(
    ({ name }) => !['type', 'Id', 'id', 'fieldsToNull'].includes(name),
  )
  return Object.fromEntries([
    ...given.map(({ name, text, attributes }): [string, unknown] => {
      return [name, attributes.get('nil') === 'true' ? null : typed(text, typeOfField(name))]
    }),
    ...texts(master, 'fieldsToNull').map((name): [string, unknown] => [name, null]),
  ])
}

const NUMBERS: readonly (FieldType | undefined)[] = ['int', 'double', 'currency', 'percent']

/** XML has only text; what is no number stays text, for the field to refuse. */
function typed(text: string, type: FieldType | undefined): unknown {
  if (type === 'boolean' && /^(true|false|1|0)$/.test(text)) return text === 'true' || text === '1'
  return NUMBERS.includes(type) && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
}

function related(changes: readonly Change[], masterId: string | null): string[] {
  return changes.filter(({ type, id }) => type === 'UPDATE' && id !== masterId).map(({ id }) => id)
}
