import { expect, test } from 'vitest'
import { DEFAULT_RESOLUTION, resolveAmong, wantedOf, wantedValue } from '../../server/companies/index.ts'

const account = { accountId: '0015e00000Tv001AAB' }
const byNumber = {
  accountField: 'AccountNumber',
  companyField: 'TickerSymbol',
  comparison: 'ignore-case',
} as const

test('unless an administrator says otherwise, the account’s id is sought in the companies’ Salesforce Account ID', () => {
  expect(DEFAULT_RESOLUTION).toEqual({
    accountField: 'Id',
    companyField: 'SfdcAccountId',
    comparison: 'exact',
  })
  const id = { value: account.accountId, twin: '0015e00000Tv001' }
  expect(wantedOf(DEFAULT_RESOLUTION, account)).toEqual(id)
  expect(wantedOf(DEFAULT_RESOLUTION, { ...account, accountField: 'Site', value: 'ignored' })).toEqual(id)
})

test('another mapped field is sought by its value, whatever the capitals of its name', () => {
  const sought = { value: 'CD-17', twin: null }
  for (const accountField of ['AccountNumber', 'accountnumber'])
    expect(wantedOf(byNumber, { ...account, accountField, value: 'CD-17' })).toEqual(sought)
})

test('a value that was read and is empty is told from one that nobody read', () => {
  expect(wantedOf(byNumber, { ...account, accountField: 'AccountNumber' })).toBe('empty')
  expect(wantedOf(byNumber, { ...account, accountField: 'AccountNumber', value: '  ' })).toBe('empty')
  expect(wantedOf(byNumber, account)).toBe('unread')
  expect(wantedOf(byNumber, { ...account, value: 'CD-17' })).toBe('unread')
  expect(wantedOf(byNumber, { ...account, accountField: 'Site', value: 'CD-17' })).toBe('unread')
})

test('a value that no company could hold is sought at none, and is not called empty', () => {
  expect(wantedValue({ comparison: 'number' }, 'many')).toBe('unfit')
  expect(wantedValue({ comparison: 'number' }, null)).toBe('empty')
})

test('one company is found, none is none, and several are all told', () => {
  expect(resolveAmong([])).toEqual({ found: 'none' })
  expect(resolveAmong(['a'])).toEqual({ found: 'one', company: 'a' })
  expect(resolveAmong(['a', 'b', 'a'])).toEqual({ found: 'several', companies: ['a', 'b', 'a'] })
})
