import { describe, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import type { Account, Case, Contact, Opportunity, Table } from '../../../local-org/business/index.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import type { SObject } from '../../../local-org/records/types.ts'

const TODAY = '2026-11-20'
const business = createBusiness({ seed: 1, accounts: 200, today: TODAY })
const { deleted } = business
const bins: readonly Table<Account | Contact | Case | Opportunity>[] = Object.values(deleted)

test('contacts, cases, opportunities and accounts were deleted in the last days', () => {
  for (const bin of bins) {
    const records = [...bin.all()]
    expect(records.length, bin.object).toBeGreaterThan(2)
    for (const { IsDeleted, SystemModstamp, CreatedDate } of records) {
      expect(IsDeleted).toBe(true)
      const age = (Date.parse(TODAY) - Date.parse(SystemModstamp)) / 86_400_000
      expect(age > 0 && age <= 12).toBe(true)
      expect(CreatedDate <= SystemModstamp).toBe(true)
    }
  }
})

test('a deleted record is found by its id, in the bin and nowhere else', () => {
  const live = [business.accounts, business.contacts, business.cases, business.opportunities]
  for (const bin of bins) {
    for (const record of bin.all()) {
      expect(bin.byId(record.Id)).toEqual(record)
      for (const table of live) expect(table.byId(record.Id)).toBeUndefined()
    }
  }
  for (const table of live)
    for (const { Id, IsDeleted } of table.all()) {
      expect(IsDeleted).toBe(false)
      for (const bin of bins) expect(bin.byId(Id)).toBeUndefined()
    }
})

test('of the deleted accounts some were merged into one that is still there, and look like it', () => {
  const accounts = [...deleted.accounts.all()]
  const merged = accounts.filter(({ MasterRecordId }) => MasterRecordId !== null)
  expect(merged.length).toBeGreaterThan(0)
  expect(merged.length).toBeLessThan(accounts.length)
  for (const { MasterRecordId, Name } of merged) {
    expect(business.accounts.byId(MasterRecordId!)?.Name).toBe(Name)
  }
})

test('deleted children belong to accounts that are still there, and are found from there', () => {
  for (const bin of [deleted.contacts, deleted.cases, deleted.opportunities]) {
    const fromAccounts = [...business.accounts.all()].flatMap(({ Id }) => bin.of(Id) as unknown as SObject[])
    expect(fromAccounts).toEqual([...bin.all()])
    for (const { Id, AccountId } of fromAccounts)
      expect(bin.of(AccountId as string).map((found) => found.Id)).toContain(Id)
  }
})

test('a business of a single account has a bin too, with no child of an account that is not there', () => {
  const small = createBusiness({ seed: 1, accounts: 1, today: TODAY })
  expect([...small.deleted.accounts.all()].map(({ MasterRecordId }) => MasterRecordId)).toEqual([
    null,
    [...small.accounts.all()][0]!.Id,
  ])
  for (const bin of [small.deleted.contacts, small.deleted.cases, small.deleted.opportunities])
    expect([...bin.all()]).toEqual([])
})

describe('the base of the records', () => {
  const tables = baseTables(business)

  test.each(['Account', 'Contact', 'Case', 'Opportunity'])(
    'has the deleted ones of %s after the others, in the order of their ids, with the same fields',
    (object) => {
      const records = [...tables.get(object)!.all()]
      const ids = records.map(({ Id }) => Id)
      expect(ids).toEqual(ids.toSorted())
      expect(new Set(ids).size).toBe(ids.length)
      const states = records.map(({ IsDeleted }) => IsDeleted)
      expect(states).toEqual(states.toSorted())
      expect(states.at(-1)).toBe(true)
      expect(new Set(records.map((record) => Object.keys(record).toSorted().join())).size).toBe(1)
      for (const record of records) expect(tables.get(object)!.byId(record.Id)).toEqual(record)
    },
  )

  test('finds the children of an account, deleted or not, as a search through all would', () => {
    for (const object of ['Contact', 'Case', 'Opportunity']) {
      const table = tables.get(object)!
      const all = [...table.all()]
      for (const { Id } of business.accounts.all()) {
        const found = table.of?.('AccountId', Id)
        expect(found).toEqual(all.filter(({ AccountId }) => AccountId === Id))
      }
    }
  })
})
