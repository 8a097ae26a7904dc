import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparisonOf, fitOf, type AccountDescribe } from '../../server/companies/index.ts'

const ACCOUNT_TYPES = [
  ...['id', 'reference', 'string', 'picklist', 'email', 'phone', 'url', 'textarea', 'encryptedstring'],
  ...['int', 'double', 'currency', 'percent', 'date', 'datetime', 'boolean', 'multipicklist', 'address'],
]
const accountField = fc.record({
  type: fc.constantFrom(...ACCOUNT_TYPES),
  length: fc.constantFrom(0, 18, 255, 256, 32_768),
})
const companyField = fc.record({
  type: fc.constantFrom(
    'string',
    'email',
    'url',
    'gsid',
    'number',
    'currency',
    'percentage',
    'date',
    'datetime',
  ),
  matching: fc.constantFrom('exact', 'ignore-case'),
} as const)
const accountWith = (field: AccountDescribe['fields'][number], queryable = true): AccountDescribe => ({
  queryable,
  fields: [{ name: 'Other__c', type: 'string', length: 20 }, field],
})

test('a choice fits for as long as the two fields could be chosen together, whatever became of the account’s', () => {
  fc.assert(
    fc.property(accountField, accountField, companyField, (was, is, company) => {
      const comparison = comparisonOf(was, company)
      fc.pre(comparison !== undefined)
      const fit = fitOf({ accountField: 'Key__c', comparison }, accountWith({ name: 'KEY__C', ...is }))
      expect(fit.is).toBe(comparisonOf(is, company) === undefined ? 'changed' : 'fit')
    }),
  )
})

test('what it became is named, with its length where that is the reason', () => {
  const choice = { accountField: 'Key__c', comparison: 'ignore-case' } as const
  const became = (type: string, length: number) =>
    fitOf(choice, accountWith({ name: 'Key__c', type, length }))
  expect(became('double', 0)).toEqual({ is: 'changed', type: 'double' })
  expect(became('textarea', 256)).toEqual({ is: 'changed', type: 'textarea (256 characters)' })
})

test('a field that is not described, and accounts that cannot be queried or are not there, are gone', () => {
  const choice = { accountField: 'Key__c', comparison: 'exact' } as const
  const field = { name: 'Key__c', type: 'string', length: 20 }
  for (const account of [undefined, accountWith({ ...field, name: 'Key2__c' }), accountWith(field, false)])
    expect(fitOf(choice, account)).toEqual({ is: 'gone' })
})
