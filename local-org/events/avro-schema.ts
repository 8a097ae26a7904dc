import { createHash } from 'node:crypto'
import avro, { type Type } from 'avsc'
import type { Field, FieldType, ObjectType } from '../schema/types.ts'
import { layoutOf, NAME_PARTS, type Layout, type Slot } from './layout.ts'

/** What events of an object look like: known by its id for as long as the org runs. */
export interface EventSchema {
  readonly id: string
  readonly json: string
  readonly type: Type
  readonly layout: Layout
}

export const CHANGE_TYPES = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'UNDELETE',
  'GAP_CREATE',
  'GAP_UPDATE',
  'GAP_DELETE',
  'GAP_UNDELETE',
  'GAP_OVERFLOW',
  'SNAPSHOT',
] as const
export type EventType = (typeof CHANGE_TYPES)[number]

type Avro = string | { readonly [key: string]: unknown } | readonly Avro[]

const strings: Avro = { type: 'array', items: 'string' }
const HEADER: Avro = {
  type: 'record',
  name: 'ChangeEventHeader',
  fields: [
    { name: 'entityName', type: 'string' },
    { name: 'recordIds', type: strings },
    { name: 'changeType', type: { type: 'enum', name: 'ChangeType', symbols: CHANGE_TYPES } },
    { name: 'changeOrigin', type: 'string' },
    { name: 'transactionKey', type: 'string' },
    { name: 'sequenceNumber', type: 'int' },
    { name: 'commitTimestamp', type: 'long' },
    { name: 'commitNumber', type: 'long' },
    { name: 'commitUser', type: 'string' },
    { name: 'nulledFields', type: strings },
    { name: 'diffFields', type: strings },
    { name: 'changedFields', type: strings },
  ],
}

/** How Avro writes the values of a kind of field, and what Salesforce calls the kind; text is what is not said. */
const KINDS: Partial<Record<FieldType, readonly [avro: string, kind: string]>> = {
  textarea: ['string', 'StringPlusClob'],
  email: ['string', 'Email'],
  phone: ['string', 'Phone'],
  url: ['string', 'Url'],
  picklist: ['string', 'DynamicEnum'],
  multipicklist: ['string', 'MultiEnum'],
  combobox: ['string', 'DynamicEnum'],
  boolean: ['boolean', 'Boolean'],
  int: ['int', 'Integer'],
  double: ['double', 'Double'],
  currency: ['double', 'Currency'],
  percent: ['double', 'Percent'],
  date: ['long', 'DateOnly'],
  datetime: ['long', 'DateTime'],
  time: ['long', 'TimeOnly'],
}
const avroOf = (type: FieldType) => KINDS[type]?.[0] ?? 'string'

export function eventSchema(object: ObjectType): EventSchema {
  const layout = layoutOf(object)
  const fields = layout.slots.map(avroField(layout, new Set()))
  const schema = {
    type: 'record',
    name: eventName(object.name),
    namespace: 'com.sforce.eventbus',
    fields: [{ name: 'ChangeEventHeader', type: HEADER, doc: 'Data:ComplexValueType' }, ...fields],
  } as const
  const json = JSON.stringify(schema)
  const type = avro.Type.forSchema(schema as unknown as Parameters<typeof avro.Type.forSchema>[0])
  return { id: createHash('md5').update(json).digest('base64url'), json, type, layout }
}

/** Account → AccountChangeEvent, Invoice__c → Invoice__ChangeEvent. */
export function eventName(object: string): string {
  return object.endsWith('__c') ? object.replace(/c$/, 'ChangeEvent') : `${object}ChangeEvent`
}

/** A type is written out where it first comes up, and only named after that. */
const avroField = (layout: Layout, named: Set<string>) => (slot: Slot, at: number) => {
  const types = layout.leaves.filter(({ position }) => position === at + 1).map(({ type }) => type)
  return {
    name: slot.field.name,
    type: ['null', ...valueTypes(slot, types, named)],
    doc: docOf(slot),
    default: null,
  }
}

function valueTypes(slot: Slot, types: readonly FieldType[], named: Set<string>): Avro[] {
  if (slot.switchable) return ['string', record('Switchable_PersonName', NAME_PARTS, [], named)]
  if (!slot.parts) return [avroOf(slot.field.type)]
  return [record(slot.field.type === 'address' ? 'Address' : 'PersonName', slot.parts, types, named)]
}

function record(
  name: string,
  parts: readonly string[],
  types: readonly FieldType[],
  named: Set<string>,
): Avro {
  if (named.has(name)) return name
  named.add(name)
  const fields = parts.map((part, at) => ({
    name: part,
    type: ['null', avroOf(types[at] ?? 'string')],
    default: null,
  }))
  return { type: 'record', name, fields }
}

function docOf({ field, parts, switchable }: Slot): string {
  if (switchable) return 'Data:Switchable_PersonName'
  if (parts) return field.type === 'address' ? 'Data:Address' : 'Data:PersonName'
  if (field.name === 'CreatedDate') return 'CreatedDate:DateTime'
  return field.type === 'reference' ? 'ForeignKey:EntityId' : `Data:${kindOf(field)}`
}

function kindOf(field: Field): string {
  return field.autoNumber ? 'AutoNumber' : (KINDS[field.type]?.[1] ?? 'Text')
}
