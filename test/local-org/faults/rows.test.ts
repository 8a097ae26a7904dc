import { beforeEach, describe, expect, it } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { createStaging, type Staging } from '../../../local-org/faults/index.ts'
import { InvalidInput } from '../../../local-org/params.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { createStore } from '../../../local-org/records/store.ts'
import type { SObject, Store } from '../../../local-org/records/types.ts'
import { valueOf } from '../../../local-org/records/value.ts'
import { isSalesforceId } from '../../../local-org/salesforce-id.ts'
import { customObject } from '../../../local-org/schema/custom.ts'
import { createSchema, type Schema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'

const NOW = Date.parse('2026-11-20T09:30:00.500Z')
const ACCOUNTS = 40
let schema: Schema
let store: Store
let staging: Staging
const known = new Set<string>()

beforeEach(() => {
  const business = createBusiness({ seed: 3, accounts: ACCOUNTS, today: '2026-11-20' })
  schema = createSchema(standardObjects({ business, multiCurrency: true }), () => NOW)
  store = createStore({ schema, base: baseTables(business), now: () => NOW })
  staging = createStaging({ store, schema })
  known.clear()
  for (const { Id } of store.records('Account', { deleted: true })) known.add(Id)
})

const read = (object: string, id: string) => store.read(object, id) as SObject
const field = (object: string, name: string, id: string) =>
  valueOf(schema.object(object)!.field(name)!, read(object, id), store)

describe('late rows', () => {
  it('appear at once with a stamp of the past, in whole seconds', () => {
    const before = store.count('Account')
    const ids = staging.lateRows({ object: 'Account', count: 3, age: 120 })
    expect(store.count('Account')).toBe(before + 3)
    for (const id of ids) {
      const at = '2026-11-20T09:28:00.000+0000'
      expect(read('Account', id)).toMatchObject({ CreatedDate: at, LastModifiedDate: at, SystemModstamp: at })
      expect(read('Account', id)['Name']).toEqual(expect.any(String))
    }
  })

  it('are missed by whoever read up to now, and found by whoever reads again from before', () => {
    const ids = staging.lateRows({ object: 'Account', count: 2, age: 120 })
    const since = (time: number) => [...store.stampedSince('Account', time)].map(({ Id }) => Id)
    expect(since(NOW - 60_000)).not.toEqual(expect.arrayContaining(ids))
    expect(since(NOW - 180_000)).toEqual(expect.arrayContaining(ids))
  })

  it('have ids of their own however often it is done, which the org never gives out again', () => {
    const ids = [1, 2, 3].flatMap(() => staging.lateRows({ object: 'Account', count: 50, age: 1 }))
    const more = createStaging({ store, schema }).lateRows({ object: 'Account', count: 50, age: 1 })
    const writes = Array.from({ length: 50 }, () => {
      return { op: 'insert', object: 'Account', values: { Name: 'New' } } as const
    })
    const [owner] = store.records('User')
    const created = store.write({ userId: owner!.Id, origin: '' }, writes).map(({ id }) => id)
    const all = [...ids, ...more, ...created]
    expect(new Set(all).size).toBe(250)
    for (const id of all) {
      expect(isSalesforceId(String(id), '001')).toBe(true)
      expect(known.has(String(id))).toBe(false)
    }
  })

  it('repeat no unique value and no number, and keep what the original starts with', () => {
    const [original] = store.records('Account')
    const [copy] = staging.lateRows({ object: 'Account', count: 1, age: 1 })
    expect(field('Account', 'External_Id__c', copy!)).toBeNull()
    expect(field('Account', 'ARR__c', copy!)).toEqual(field('Account', 'ARR__c', original!.Id))
    const numbers = [...store.records('Case')].map((record) => record['CaseNumber'])
    const copies = staging
      .lateRows({ object: 'Case', count: 2, age: 1 })
      .map((id) => read('Case', id)['CaseNumber'])
    expect(new Set([...numbers, ...copies]).size).toBe(numbers.length + 2)
  })

  it('are told to nobody as events', () => {
    const commits: unknown[] = []
    store.onCommit((commit) => commits.push(commit))
    staging.lateRows({ object: 'Contact', count: 2, age: 1 })
    expect(commits).toEqual([])
  })
})

describe('one stamp for many rows', () => {
  it('stamps the rows there are, and makes up what is missing', () => {
    const before = store.count('Account')
    const count = before + 2_500
    const ids = staging.sameStamp({ object: 'Account', count, at: '2026-11-19T08:00:00Z' })
    expect(new Set(ids).size).toBe(count)
    expect(store.count('Account')).toBe(count)
    const stamps = new Set([...store.records('Account')].map((record) => record['SystemModstamp']))
    expect([...stamps]).toEqual(['2026-11-19T08:00:00.000+0000'])
  })

  it('takes now when no time is given, and leaves the other rows alone', () => {
    const before = new Map([...store.records('Account')].map((record) => [record.Id, record]))
    const ids = staging.sameStamp({ object: 'Account', count: 5 })
    expect(store.count('Account')).toBe(before.size)
    for (const record of store.records('Account')) {
      if (ids.includes(record.Id)) expect(record['SystemModstamp']).toBe('2026-11-20T09:30:00.000+0000')
      else expect(record).toEqual(before.get(record.Id))
    }
  })
})

it('names an object that there is not, and one that has nothing to copy', () => {
  expect(() => staging.lateRows({ object: 'Lead', count: 1, age: 1 })).toThrow(InvalidInput)
  expect(() => staging.sameStamp({ object: 'Lead', count: 1 })).toThrow('There is no object Lead.')
  schema.addObject(customObject({ name: 'E__c' }))
  expect(() => staging.lateRows({ object: 'E__c', count: 1, age: 1 })).toThrow('There is no E__c to copy.')
})

it.each(['Organization', 'profile', 'PermissionSet', 'User', 'CaseStatus', 'CurrencyType'])(
  'rows of %s, which set the org up, are not staged',
  (object) => {
    const before = [...store.records(object)]
    const words = 'sets the org up: only business records, like those of Account, can be staged.'
    expect(() => staging.lateRows({ object, count: 1, age: 1 })).toThrow(words)
    expect(() => staging.sameStamp({ object, count: 1 })).toThrow(words)
    expect([...store.records(object)]).toEqual(before)
  },
)

it.each(['AccountTeamMember', 'Opportunity'])('rows of %s can be staged', (object) => {
  expect(staging.lateRows({ object, count: 1, age: 1 })).toHaveLength(1)
  expect(staging.sameStamp({ object, count: 2 })).toHaveLength(2)
})
