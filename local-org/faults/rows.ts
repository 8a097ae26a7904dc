import { InvalidInput } from '../params.ts'
import { secondStampOf } from '../records/time.ts'
import type { SObject, Store, Value } from '../records/types.ts'
import { valueOf } from '../records/value.ts'
import { makeLaterId, ORDINAL_LIMIT } from '../salesforce-id.ts'
import type { OrgObject, Schema } from '../schema/schema.ts'

export interface Staging {
  /** Copies of existing records that appear now with a stamp this many seconds old, as after a long transaction. */
  lateRows(wish: { object: string; count: number; age: number }): string[]
  /** Existing records, and copies where there are too few, all with one stamp: now, when none is given. */
  sameStamp(wish: { object: string; count: number; at?: string }): string[]
}

interface Parts {
  store: Pick<Store, 'records' | 'read' | 'plant' | 'now'>
  schema: Pick<Schema, 'object'>
}

/** Half of the ids that come later are the store's own to give. */
const FIRST_STAGED = Math.floor(ORDINAL_LIMIT / 2)

/** Puts rows into the org that no API call could: with stamps of one's own choice, and without an event. */
export function createStaging({ store, schema }: Parts): Staging {
  const next = new Map<string, number>()

  function newOrdinal({ name, keyPrefix }: OrgObject): number {
    let ordinal = next.get(name) ?? FIRST_STAGED
    while (store.read(name, makeLaterId(keyPrefix, ordinal))) ordinal++
    next.set(name, ordinal + 1)
    return ordinal
  }
  function typeOf(name: string): OrgObject {
    const type = schema.object(name)
    if (!type) throw new InvalidInput([`There is no object ${name}.`])
    if (isSetup(type)) {
      const words = 'sets the org up: only business records, like those of Account, can be staged.'
      throw new InvalidInput([`${type.name} ${words}`])
    }
    return type
  }
  function existing({ name }: OrgObject, count: number): SObject[] {
    const found: SObject[] = []
    for (const record of store.records(name)) {
      if (found.length === count) break
      found.push(record)
    }
    if (found.length === 0) throw new InvalidInput([`There is no ${name} to copy.`])
    return found
  }
  const copies = (type: OrgObject, originals: readonly SObject[], count: number): SObject[] =>
    Array.from({ length: count }, (_, index) => {
      const original = originals[index % originals.length] as SObject
      return copyOf(type, { original, ordinal: newOrdinal(type), store })
    })
  const plant = (type: OrgObject, records: readonly SObject[]): string[] => {
    store.plant(type.name, records)
    return records.map(({ Id }) => Id)
  }

  return {
    lateRows({ object, count, age }) {
      const type = typeOf(object)
      const at = secondStampOf(store.now() - age * 1000)
      const stamps = { CreatedDate: at, LastModifiedDate: at, SystemModstamp: at }
      const rows = copies(type, existing(type, count), count)
      return plant(
        type,
        rows.map((row) => ({ ...row, ...stamps })),
      )
    },
    sameStamp({ object, count, at }) {
      const type = typeOf(object)
      const stamp = secondStampOf(at === undefined ? store.now() : Date.parse(at))
      const originals = existing(type, count)
      const rows = [...originals, ...copies(type, originals, count - originals.length)]
      return plant(
        type,
        rows.map((row) => ({ ...row, LastModifiedDate: stamp, SystemModstamp: stamp })),
      )
    },
  }
}

/** Of its records some can be there only once, and none is ever deleted. */
function isSetup({ createable, fields }: OrgObject): boolean {
  return createable === false || !fields.some(({ name }) => name === 'IsDeleted')
}

interface Copy {
  original: SObject
  ordinal: number
  store: Parts['store']
}

/** The same values, but for those of which there can be only one. */
function copyOf({ keyPrefix, fields }: OrgObject, { original, ordinal, store }: Copy): SObject {
  const values: Record<string, Value> = { ...original }
  for (const field of fields) {
    const key = field.key ?? field.name
    if (field.initial) values[key] = valueOf(field, original, store)
    if (field.unique) values[key] = null
    if (field.autoNumber) {
      const { prefix, digits } = field.autoNumber
      values[key] = prefix + String(ordinal).padStart(digits, '0')
    }
  }
  return { ...values, Id: makeLaterId(keyPrefix, ordinal) }
}
