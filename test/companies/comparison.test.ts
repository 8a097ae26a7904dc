import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  carriersOf,
  comparisonOf,
  wantedValue,
  type Comparison,
  type Sought,
} from '../../server/companies/index.ts'
import { FIELD_TYPES, STANDARD_OBJECTS, type FieldTypeName, type Row } from '../../server/objects/index.ts'
import { inserter, salesforceId } from '../support/server.ts'
import { freshTenant } from '../support/tenant.ts'

const TEXT = ['id', 'reference', 'string', 'picklist', 'combobox', 'email', 'phone', 'url', 'textarea']
const NUMBERS = ['int', 'long', 'double', 'currency', 'percent']
const NOTHING = ['boolean', 'multipicklist', 'address', 'location', 'base64', 'time', 'anyType']
const ACCOUNT_TYPES = [...TEXT, 'encryptedstring', ...NUMBERS, 'date', 'datetime', ...NOTHING]

/** What each pair of types says; everything that is not here is of no compatible type. */
const GOES_WITH: Partial<Record<FieldTypeName, readonly string[]>> = {
  string: [...TEXT, 'encryptedstring'],
  email: [...TEXT, 'encryptedstring'],
  url: [...TEXT, 'encryptedstring'],
  gsid: [...TEXT, 'encryptedstring'],
  number: NUMBERS,
  currency: NUMBERS,
  percentage: NUMBERS,
  date: ['date'],
  datetime: ['datetime'],
}

describe.each(Object.keys(FIELD_TYPES) as FieldTypeName[])('a company field of the type %s', (type) => {
  test.each(ACCOUNT_TYPES)('and an account field of the type %s', (accountType) => {
    const comparison = comparisonOf({ type: accountType, length: 80 }, { type })
    expect(comparison !== undefined).toBe(GOES_WITH[type]?.includes(accountType) ?? false)
  })
})

test.each<[account: string, type: FieldTypeName, 'exact' | 'ignore-case' | undefined, Comparison]>([
  ['string', 'string', undefined, 'ignore-case'],
  ['string', 'string', 'ignore-case', 'ignore-case'],
  ['string', 'string', 'exact', 'exact'],
  ['id', 'string', undefined, 'exact'],
  ['reference', 'string', undefined, 'exact'],
  ['string', 'gsid', undefined, 'exact'],
  ['email', 'email', 'ignore-case', 'ignore-case'],
  ['double', 'currency', undefined, 'number'],
  ['date', 'date', undefined, 'date'],
  ['datetime', 'datetime', undefined, 'datetime'],
])('%s in %s (%s) is compared %s', (account, type, matching, comparison) => {
  expect(comparisonOf({ type: account, length: 18 }, { type, ...(matching && { matching }) })).toBe(
    comparison,
  )
})

test('a text that Salesforce cannot filter by tells no customers apart', () => {
  expect(comparisonOf({ type: 'textarea', length: 255 }, { type: 'string' })).toBe('ignore-case')
  expect(comparisonOf({ type: 'textarea', length: 256 }, { type: 'string' })).toBeUndefined()
})

let db: Awaited<ReturnType<typeof freshTenant>>['db']
let schema: string
let insert: (rows: readonly Row[]) => Promise<string[]>
beforeAll(async () => {
  const fresh = await freshTenant()
  db = fresh.db
  schema = fresh.tenant.schemaName
  const into = inserter(db, fresh.tenant)
  insert = (rows) => into('Company', rows)
})
afterAll(() => db.close())

/** How many companies are found, for each value. */
async function found(
  companyField: string,
  comparison: Comparison,
  values: readonly unknown[],
): Promise<(number | 'empty' | 'unfit')[]> {
  const wanted = values.map((value) => wantedValue({ comparison }, value))
  const sought = wanted.filter((one): one is Sought => typeof one !== 'string')
  const carriers = (await carriersOf(db, schema, { companyField, comparison }, sought)).values()
  return wanted.map((one) => (typeof one === 'string' ? one : (carriers.next().value?.count ?? -1)))
}

describe('in the database', () => {
  beforeAll(async () => {
    const id = salesforceId('Account', 1)
    await insert([
      { Name: ' Müller & Söhne\t', SfdcAccountId: id, Arr: 10.5, RenewalDate: '2027-02-28' },
      { Name: 'ACME.com', SfdcAccountId: salesforceId('Account', 2).slice(0, 15), Employees: 12 },
      { Name: 'acme.COM', CreatedDate: '2026-01-02T03:04:05.678Z' },
    ])
  })

  test('texts are found whatever their capitals and outer blanks, on either side', async () => {
    const values = ['müller & söhne', 'MÜLLER & SÖHNE  ', 'Müller&Söhne', 'acme.com', '', '  ', null]
    expect(await found('Name', 'ignore-case', values)).toEqual([1, 1, 0, 2, 'empty', 'empty', 'empty'])
  })

  test('ids of 15 and 18 characters are one, on either side, and their capitals count', async () => {
    const [long, kept] = [salesforceId('Account', 1), salesforceId('Account', 2)]
    const other = long.slice(0, 10) + 'tV' + long.slice(12, 15)
    expect(other.toLowerCase()).toBe(long.slice(0, 15).toLowerCase())
    const values = [long, long.slice(0, 15), kept, kept.slice(0, 15), long.toLowerCase(), other]
    expect(await found('SfdcAccountId', 'exact', values)).toEqual([1, 1, 1, 1, 0, 0])
  })

  test('numbers, days and times are found by what they mean', async () => {
    expect(await found('Arr', 'number', [10.5, '10.50', '1.05e1', 10, 'ten'])).toEqual([1, 1, 1, 0, 'unfit'])
    expect(await found('Employees', 'number', [12, '12.0'])).toEqual([1, 1])
    const days = ['2027-02-28', '2027-02-29', '28.02.2027']
    expect(await found('RenewalDate', 'date', days)).toEqual([1, 'unfit', 'unfit'])
    const times = ['2026-01-02T03:04:05.678+0000', '2026-01-02T04:04:05.678+01:00', '2026-01-02T03:04:05.678']
    expect(await found('CreatedDate', 'datetime', times)).toEqual([1, 1, 'unfit'])
  })

  test('whatever an account holds, the database reads it without a complaint', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 255 }),
      fc.string({ maxLength: 20 }),
      fc.double(),
      fc.integer().map((n) => `${n}e${n % 150}`),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
      fc.constantFrom(
        'NaN',
        'Infinity',
        '0000-00-00',
        '9999-12-31',
        '2026-01-01T25:00:00Z',
        'now',
        'epoch',
        '\0',
      ),
    )
    const fields = [
      ['Name', 'ignore-case'],
      ['SfdcAccountId', 'exact'],
      ['Arr', 'number'],
      ['RenewalDate', 'date'],
      ['CreatedDate', 'datetime'],
    ] as const
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 40 }), async (values) => {
        for (const [field, comparison] of fields)
          expect(await found(field, comparison, values)).toHaveLength(values.length)
      }),
      { numRuns: 60 },
    )
  })
})

test('every field of a company is of a type that the table knows', () => {
  const company = STANDARD_OBJECTS.find(({ name }) => name === 'Company')
  for (const field of company?.fields ?? []) expect(Object.keys(FIELD_TYPES)).toContain(field.type)
})
