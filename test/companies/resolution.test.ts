import { expect, test } from 'vitest'
import { DEFAULT_RESOLUTION, resolveAmong, soughtValue } from '../../server/companies/index.ts'

const account = { accountId: '0015e00000Tv001AAB' }
const byNumber = { accountField: 'AccountNumber', companyField: 'TickerSymbol' }

test('unless an administrator says otherwise, the account’s id is sought in the companies’ Salesforce Account ID', () => {
  expect(DEFAULT_RESOLUTION).toEqual({ accountField: 'Id', companyField: 'SfdcAccountId' })
  expect(soughtValue(DEFAULT_RESOLUTION, account)).toBe(account.accountId)
  expect(soughtValue(DEFAULT_RESOLUTION, { ...account, value: 'ignored' })).toBe(account.accountId)
  expect(soughtValue({ ...byNumber, accountField: 'ID' }, account)).toBe(account.accountId)
})

test('another mapped field is sought by its value, and by nothing when Salesforce did not send it', () => {
  expect(soughtValue(byNumber, { ...account, value: 'CD-17' })).toBe('CD-17')
  expect(soughtValue(byNumber, account)).toBeUndefined()
})

test('one company is found, none is none, and several are all told', () => {
  expect(resolveAmong([])).toEqual({ found: 'none' })
  expect(resolveAmong(['a'])).toEqual({ found: 'one', company: 'a' })
  expect(resolveAmong(['a', 'b', 'a'])).toEqual({ found: 'several', companies: ['a', 'b', 'a'] })
})
