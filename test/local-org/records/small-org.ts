import type { BaseTable } from '../../../local-org/records/base.ts'
import { createStore, type RecordStore } from '../../../local-org/records/store.ts'
import { stampOf } from '../../../local-org/records/time.ts'
import type { SObject, Value, Values, Writer } from '../../../local-org/records/types.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'
import { createSchema, type Schema } from '../../../local-org/schema/schema.ts'
import type { Field, FieldType, ObjectType } from '../../../local-org/schema/types.ts'

export const NOON = Date.parse('2026-11-20T12:00:00.400Z')
export const WRITER: Writer = { userId: makeId('005', 0), origin: 'com/salesforce/api/rest/65.0' }

export const field = (name: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  name,
  label: name,
  type,
  ...more,
})

const SYSTEM = { createable: false, updateable: false } as const
export const systemFields: readonly Field[] = [
  field('Id', 'id', { ...SYSTEM, label: 'Record ID' }),
  field('IsDeleted', 'boolean', SYSTEM),
  ...['CreatedDate', 'LastModifiedDate', 'SystemModstamp'].map((name) => field(name, 'datetime', SYSTEM)),
  ...['CreatedById', 'LastModifiedById'].map((name) =>
    field(name, 'reference', { ...SYSTEM, referenceTo: ['User'] }),
  ),
]

export const object = (name: string, keyPrefix: string, fields: readonly Field[]): ObjectType => ({
  name,
  label: name,
  labelPlural: `${name}s`,
  keyPrefix,
  fields: [...systemFields, ...fields],
})

/** Two objects that point at one another in every way the store knows of. */
export const SMALL: readonly ObjectType[] = [
  object('User', '005', [field('Name', 'string'), field('IsActive', 'boolean')]),
  object('Parent__c', 'a00', [
    field('Name', 'string', { nillable: false, length: 80, nameField: true }),
    field('Key__c', 'string', { externalId: true, length: 20 }),
    field('Code__c', 'string', { externalId: true, unique: true, length: 20 }),
    field('Up__c', 'reference', { referenceTo: ['Parent__c'], relationshipName: 'Up__r' }),
  ]),
  object('Child__c', 'a01', [
    field('Name', 'string', { length: 80, nameField: true }),
    field('Master__c', 'reference', {
      referenceTo: ['Parent__c'],
      relationshipName: 'Master__r',
      children: { name: 'Children__r', cascadeDelete: true },
    }),
    field('Friend__c', 'reference', {
      referenceTo: ['Parent__c'],
      relationshipName: 'Friend__r',
      children: { name: 'Friends__r' },
    }),
  ]),
]

/** Records as the business would make them: numbered, stamped a day apart before noon. */
export function table(keyPrefix: string, count: number, values: (number: number) => Values): BaseTable {
  const records = Array.from({ length: count }, (_, number): SObject => {
    const stamp = stampOf(NOON - (count - number) * 86_400_000)
    return {
      Id: makeId(keyPrefix, number),
      IsDeleted: false,
      CreatedDate: stamp,
      LastModifiedDate: stamp,
      SystemModstamp: stamp,
      ...(values(number) as Record<string, Value>),
    }
  })
  return {
    all: () => records.values(),
    byId: (id) => records.find(({ Id }) => Id === id || Id.slice(0, 15) === id),
  }
}

export interface SmallOrg {
  readonly schema: Schema
  readonly store: RecordStore
  readonly clock: { now: number }
  insert(object: string, values: Values): string
}

export function smallOrg(
  types: readonly ObjectType[] = SMALL,
  base: ReadonlyMap<string, BaseTable> = new Map(),
): SmallOrg {
  const clock = { now: NOON }
  const now = () => clock.now
  const schema = createSchema(types, now)
  const user = table('005', 3, (number) => ({ Name: `User ${number}`, IsActive: number !== 2 }))
  const store = createStore({ schema, base: new Map([['User', user], ...base]), now })
  return {
    schema,
    store,
    clock,
    insert(name, values) {
      const [result] = store.write(WRITER, [{ op: 'insert', object: name, values }])
      if (!result?.id) throw new Error(JSON.stringify(result))
      return result.id
    },
  }
}
