import { createBusiness } from '../../../local-org/business/index.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { createStore } from '../../../local-org/records/store.ts'
import type { SObject, Value } from '../../../local-org/records/types.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'
import { SalesforceProblem } from '../../../local-org/salesforce-problem.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'
import type { Field, ObjectType } from '../../../local-org/schema/types.ts'
import { compileQuery, type QueryOptions } from '../../../local-org/soql/index.ts'

export const NOW = Date.parse('2026-11-20T09:30:00Z')
export const TODAY = '2026-11-20'

const field = (name: string, type: Field['type'], more: Partial<Field> = {}): Field => ({
  name,
  label: name,
  type,
  ...more,
})

/** An object with a field of every kind. */
export const THING: ObjectType = {
  name: 'Thing__c',
  label: 'Thing',
  labelPlural: 'Things',
  keyPrefix: 'a00',
  fields: [
    field('Id', 'id'),
    field('IsDeleted', 'boolean', { initial: () => false }),
    field('Name', 'string', { nameField: true }),
    field('Code__c', 'string', { caseSensitive: true, unique: true, externalId: true }),
    field('Text__c', 'string'),
    field('Long__c', 'textarea', { filterable: false, sortable: false, groupable: false }),
    field('Kind__c', 'picklist', {
      picklist: [
        { value: 'Zebra', label: 'Striped horse' },
        { value: 'Ant' },
        { value: 'Mouse', label: 'Small mammal' },
      ],
    }),
    field('Tags__c', 'multipicklist', { sortable: false, groupable: false }),
    field('Count__c', 'int'),
    field('Amount__c', 'double', { groupable: false }),
    field('Flag__c', 'boolean', { initial: () => false }),
    field('Day__c', 'date'),
    field('At__c', 'datetime', { groupable: false }),
    field('Hour__c', 'time'),
    field('Secret__c', 'string', { hidden: true }),
    field('Twice__c', 'double', {
      formula: ({ Amount__c: amount }) => (typeof amount === 'number' ? amount * 2 : null),
    }),
    field('Parent__c', 'reference', {
      referenceTo: ['Thing__c'],
      relationshipName: 'Parent__r',
      children: { name: 'Children__r' },
    }),
    field('Account__c', 'reference', {
      referenceTo: ['Account'],
      relationshipName: 'Account__r',
      children: { name: 'Things__r' },
    }),
    field('Anyone__c', 'reference', {
      referenceTo: ['User', 'Group', 'Account'],
      relationshipName: 'Anyone__r',
    }),
    field('SystemModstamp', 'datetime'),
  ],
}

export type Json = Record<string, unknown>

export function soqlOrg({
  accounts = 30,
  things = [] as readonly Record<string, Value>[],
  multiCurrency = false,
  timeZone = 'GMT',
  locale = 'en_US',
  now = NOW,
} = {}) {
  const business = createBusiness({ accounts, seed: 7, today: TODAY })
  const clock = () => now
  const schema = createSchema([...standardObjects({ business, multiCurrency }), THING], clock)
  const store = createStore({ schema, base: baseTables(business), now: clock })
  store.plant(
    'Thing__c',
    things.map((values, index) => thing(index, values)),
  )
  const userId = business.viewers.csm
  const user = store.read('User', userId) as SObject
  store.plant('User', [{ ...user, TimeZoneSidKey: timeZone, LocaleSidKey: locale }])
  const compile = (text: string, options: Partial<QueryOptions> = {}) =>
    compileQuery(text, { schema, store }, { version: 65, userId, ...options })

  async function rows(text: string, options: Partial<QueryOptions> = {}): Promise<Json[]> {
    const selection = await compile(text, options).select()
    return selection.page(0, selection.total) as Json[]
  }
  return {
    business,
    schema,
    store,
    userId,
    compile,
    rows,
    /** One column of the answer. */
    column: async (text: string, name: string, options: Partial<QueryOptions> = {}) =>
      (await rows(text, options)).map((row): unknown => row[name]),
    names: async (where: string, options: Partial<QueryOptions> = {}) =>
      (await rows(`SELECT Name FROM Thing__c ${where}`, options)).map((row): unknown => row['Name']),
    refusal(text: string, options: Partial<QueryOptions> = {}) {
      try {
        compile(text, options)
      } catch (problem) {
        if (problem instanceof SalesforceProblem) return { status: problem.status, ...problem.errors[0] }
        throw problem
      }
      throw new Error(`not refused: ${text}`)
    },
    async values(text: string, options: Partial<QueryOptions> = {}) {
      const all: (readonly Value[])[] = []
      for await (const some of compile(text, options).values()) all.push(...some)
      return all
    },
  }
}

export const thingId = (index: number) => makeId('a00', index)

export function thing(index: number, values: Record<string, Value>): SObject {
  return {
    Id: thingId(index),
    IsDeleted: false,
    Name: `Thing ${index}`,
    SystemModstamp: '2026-11-01T00:00:00.000+0000',
    ...values,
  }
}
