import { composeQuery, parseQuery } from '@jetstreamapp/soql-parser-js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  buildSoql,
  type Condition,
  type ObjectDescribe,
  type SalesforceClient,
} from '../../server/salesforce/index.ts'
import type { RunningOrg } from '../support/local-org.ts'
import { clientOf, connect, memoryGrants, startConnectableOrg } from '../support/salesforce.ts'

let org: RunningOrg
let client: SalesforceClient
let account: ObjectDescribe
beforeAll(async () => {
  org = await startConnectableOrg({ accounts: 20 })
  client = clientOf(org, memoryGrants(await connect(org)))
  account = await client.describe('Account')
})
afterAll(() => org.close())

const NAMES = [
  'Name',
  "' OR Name != '",
  "\\' OR Id != null --",
  '\\',
  "\\\\'",
  'a\nb',
  '\r\t\b\f',
  '"',
  '%',
  '_',
  '\\%',
]
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(...NAMES, "'", '\\', '\u0000', '\u2028', '\u007f', '😀', '\ud800', ')', 'LIMIT 1'),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join('')),
)
const where = (...conditions: Condition[]) => buildSoql({ from: account, fields: ['Id'], where: conditions })

/** The text as SOQL reads it, by SOQL's own list of escapes. */
function read(literal: string): string {
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, one: string) =>
      code ? String.fromCharCode(parseInt(code, 16)) : (escapes[one] ?? one),
    )
}

describe('a value', () => {
  test('stays one value, and the one it was, whatever is in it', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        const soql = where({ field: 'Name', is: '=', value })
        const [, literal = ''] = /^SELECT Id FROM Account WHERE Name = ('(?:[^'\\]|\\.)*')$/s.exec(soql) ?? []
        expect(read(literal)).toBe(value)
        expect(literal).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
        const parsed = parseQuery(soql)
        expect(parsed.where).toMatchObject({ left: { field: 'Name', operator: '=', literalType: 'STRING' } })
        expect(parsed.where).not.toHaveProperty('right')
        expect(composeQuery(parsed)).toBe(soql)
      }),
      { numRuns: 2_000 },
    )
  })

  test('finds exactly itself in a real org, and never everything', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const found = await client.query(where({ field: 'Name', is: '=', value: `no such ${text}` }))
        expect(found).toEqual([])
        const listed = where({ field: 'Name', is: 'in', value: [`no such ${text}`, text.padEnd(3, '!')] })
        expect(await client.query(listed)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test.each(["O'Brien \\ Söhne", '100% "pure"', 'a_b%c', "'; --", 'tab\there', '名前 😀'])(
    '%j is found by whole, beginning, end and middle, and nothing else is',
    async (name) => {
      const created = z.object({ id: z.string() })
      const { id } = await client.post('/sobjects/Account', { Name: name }, created)
      const letters = Array.from(name)
      const conditions: Condition[] = [
        { field: 'Name', is: '=', value: name },
        { field: 'Name', is: 'in', value: ['x', name] },
        { field: 'Name', is: 'starts with', value: letters.slice(0, 4).join('') },
        { field: 'Name', is: 'ends with', value: letters.slice(-4).join('') },
        { field: 'Name', is: 'contains', value: letters.slice(1, -1).join('') },
      ]
      for (const condition of conditions)
        expect((await client.query(where(condition))).map(({ Id }) => Id)).toEqual([id])
      await client.delete(`/sobjects/Account/${id}`)
    },
  )

  test('that looks like a pattern is none', async () => {
    for (const value of ['%', '_', '%%', 'A%', '\\%'])
      expect(await client.query(where({ field: 'Name', is: 'starts with', value }))).toEqual([])
  })

  test('is written as its field has it', () => {
    const written = (field: string, value: Exclude<Condition['value'], readonly unknown[]>) =>
      where({ field, is: '=', value }).slice('SELECT Id FROM Account WHERE '.length)
    expect(written('NumberOfEmployees', 7)).toBe('NumberOfEmployees = 7')
    expect(written('AnnualRevenue', 1e15)).toBe('AnnualRevenue = 1000000000000000')
    expect(written('AnnualRevenue', -0.0000001)).toBe('AnnualRevenue = -0.0000001')
    expect(written('IsDeleted', false)).toBe('IsDeleted = false')
    expect(written('CreatedDate', new Date('2026-11-20T09:30:00Z'))).toBe(
      'CreatedDate = 2026-11-20T09:30:00.000Z',
    )
    expect(written('ParentId', null)).toBe('ParentId = null')
    expect(written('Industry', 'null')).toBe("Industry = 'null'")
  })

  test.each<[string, unknown]>([
    ['NumberOfEmployees', '7 OR Id != null'],
    ['NumberOfEmployees', Number.NaN],
    ['NumberOfEmployees', Number.POSITIVE_INFINITY],
    ['NumberOfEmployees', 1e300],
    ['IsDeleted', 'true'],
    ['CreatedDate', '2026-11-20T09:30:00Z OR Id != null'],
    ['CreatedDate', new Date(Number.NaN)],
    ['CreatedDate', new Date('+123456-01-01T00:00:00Z')],
    ['Name', 7],
    ['Name', { toString: () => "' OR Id != '" }],
    ['Name', ['a']],
    ['BillingAddress', 'x'],
  ])('for %s that does not fit its type (%j) is refused, and not shown', (field, value) => {
    const build = () => where({ field, is: '=', value } as Condition)
    expect(build).toThrow(
      expect.objectContaining({ code: 'REFUSED', errorCode: expect.stringMatching(/^INVALID_FIELD/) }),
    )
    expect(build).not.toThrow('OR Id')
  })

  test.each(['2026-02-30', '2026-13-01', '26-01-01', "2026-01-01'", '2026-01-01T00:00:00Z', 'TODAY', ''])(
    '%j is no day',
    (value) => {
      const day = { ...account.fields.find(({ name }) => name === 'Name')!, name: 'Day__c', type: 'date' }
      const from = { name: 'Account', fields: [day] }
      const query = (text: string) =>
        buildSoql({ from, fields: ['Day__c'], where: [{ field: 'Day__c', is: '>=', value: text }] })
      expect(() => query(value)).toThrow('does not fit')
      expect(query('2026-02-28')).toBe('SELECT Day__c FROM Account WHERE Day__c >= 2026-02-28')
    },
  )
})

describe('a name', () => {
  test('comes from the describe to the letter, or the query is not built', () => {
    const known = new Set(account.fields.map(({ name }) => name))
    const name = fc.oneof(
      fc.constantFrom(
        'Name FROM User--',
        'name',
        'Name ',
        'Id, Name',
        'Owner.Name',
        'COUNT(Id)',
        "Na'me",
        '__proto__',
        '',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(name, (field) => {
        if (known.has(field)) return
        const refusal = expect.objectContaining({ code: 'REFUSED', errorCode: 'INVALID_FIELD' })
        expect(() => buildSoql({ from: account, fields: ['Id', field] })).toThrow(refusal)
        expect(() => where({ field, is: '=', value: 'x' })).toThrow(refusal)
        expect(() => buildSoql({ from: account, fields: ['Id'], orderBy: [{ field }] })).toThrow(refusal)
      }),
    )
  })

  test('that Salesforce cannot filter or sort by is refused before it is asked', () => {
    expect(() => where({ field: 'Description', is: '=', value: 'x' })).toThrow('cannot be filtered by')
    expect(() => buildSoql({ from: account, fields: ['Id'], orderBy: [{ field: 'Description' }] })).toThrow(
      'cannot be sorted by',
    )
  })
})

test('everything together is one query that Salesforce answers', async () => {
  const soql = buildSoql({
    from: account,
    fields: ['Id', 'Name', 'SystemModstamp'],
    where: [
      { field: 'SystemModstamp', is: '>=', value: new Date('2000-01-01') },
      { field: 'ParentId', is: '=', value: null },
      { field: 'Industry', is: 'not in', value: ['Apparel', "Other's"] },
    ],
    orderBy: [{ field: 'SystemModstamp', descending: true }, { field: 'Id' }],
    limit: 5,
  })
  expect(soql).toBe(
    'SELECT Id, Name, SystemModstamp FROM Account WHERE SystemModstamp >= 2000-01-01T00:00:00.000Z AND ParentId = null ' +
      "AND Industry NOT IN ('Apparel', 'Other\\'s') ORDER BY SystemModstamp DESC, Id ASC LIMIT 5",
  )
  expect(await client.query(soql)).toHaveLength(5)
})

test.each([
  ['no fields', { fields: [] }],
  ['a limit of 0', { fields: ['Id'], limit: 0 }],
  ['half a record', { fields: ['Id'], limit: 1.5 }],
  ['an empty list', { fields: ['Id'], where: [{ field: 'Id', is: 'in', value: [] }] as Condition[] }],
])('%s cannot be asked for', (_, query) => {
  expect(() => buildSoql({ from: account, ...query })).toThrow(expect.objectContaining({ code: 'REFUSED' }))
})
