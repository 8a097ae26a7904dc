import type { Field, FieldType, ObjectType } from '../schema/types.ts'

/** A value of its own in an event: a field, or a part of an address or a person's name. */
export interface Leaf {
  /** The place of the field among those of the event; ChangeEventHeader has place 0. */
  readonly position: number
  /** The place of the part in its compound field. */
  readonly part?: number
  readonly type: FieldType
  /** Where the value is; undefined for a part that the object does not have. */
  readonly field: Field | undefined
}

export interface Slot {
  readonly field: Field
  /** The names of the parts of a compound field. */
  readonly parts?: readonly string[]
  /** A plain text, but typed as one that could be a person's name. */
  readonly switchable?: boolean
}

/** What an event of an object tells, in the order of its schema. */
export interface Layout {
  readonly slots: readonly Slot[]
  readonly leaves: readonly Leaf[]
}

const ADDRESS_PARTS: readonly (readonly [name: string, type: FieldType])[] = [
  ['Street', 'textarea'],
  ['City', 'string'],
  ['State', 'string'],
  ['PostalCode', 'string'],
  ['Country', 'string'],
  ['StateCode', 'picklist'],
  ['CountryCode', 'picklist'],
  ['Latitude', 'double'],
  ['Longitude', 'double'],
  ['GeocodeAccuracy', 'picklist'],
]
export const NAME_PARTS = ['Salutation', 'FirstName', 'LastName'] as const

// The record says nothing of its own in these: they are kept about it, or come from other records.
const NEVER_TOLD = new Set([
  'Id',
  'IsDeleted',
  'SystemModstamp',
  'MasterRecordId',
  'LastActivityDate',
  'LastViewedDate',
  'LastReferencedDate',
  'PhotoUrl',
  'FullPhotoUrl',
  'SmallPhotoUrl',
])
// Computed here, but Salesforce writes them into the record and tells of them.
const KEPT_IN_THE_RECORD = new Set(['ExpectedRevenue', 'IsClosed', 'IsWon'])

export function layoutOf(object: ObjectType): Layout {
  const visible = object.fields.filter(({ hidden }) => !hidden)
  const names = new Set(visible.map(({ name }) => name))
  const parents = new Set(visible.map(parentOf).filter((parent) => parent && names.has(parent)))
  const isTold = (field: Field) =>
    !NEVER_TOLD.has(field.name) && (!field.formula || KEPT_IN_THE_RECORD.has(field.name))
  const slots = visible.flatMap((field): Slot[] => {
    if (field.type === 'address') return [{ field, parts: ADDRESS_PARTS.map(([name]) => name) }]
    if (parents.has(field.name)) return [{ field, parts: NAME_PARTS }]
    const parent = parentOf(field)
    if ((parent && parents.has(parent)) || !isTold(field)) return []
    return [{ field, switchable: object.name === 'Account' && field.name === 'Name' }]
  })
  return { slots, leaves: slots.flatMap((slot, at) => leavesOf(slot, at + 1, visible)) }

  function parentOf({ name, partOf }: Field): string | undefined {
    if (partOf) return partOf
    return name === 'Salutation' && visible.some((other) => other.partOf === 'Name') ? 'Name' : undefined
  }
}

function leavesOf({ field, parts }: Slot, position: number, fields: readonly Field[]): Leaf[] {
  if (!parts) return [{ position, type: field.type, field }]
  const prefix = field.type === 'address' ? field.name.replace(/Address$/, '') : ''
  return parts.map((name, part) => {
    const own = fields.find((other) => other.name === prefix + name)
    const type = ADDRESS_PARTS.find(([addressPart]) => addressPart === name)?.[1] ?? 'string'
    return { position, part, type, field: own }
  })
}
