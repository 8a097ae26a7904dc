import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Value } from '../../../local-org/records/types.ts'
import { anyCondition, anyRow, type Row } from './naive.ts'
import { soqlOrg, thingId, type Json } from './org.ts'

const KINDS = ['Zebra', 'Ant', 'Mouse']
const upper = (value: Value) => (value as string).toUpperCase()
const PLACES: Record<string, (value: Value) => number | string> = {
  Text__c: upper,
  Code__c: upper,
  Kind__c: (value) => (KINDS.includes(value as string) ? KINDS.indexOf(value as string) : KINDS.length),
  Count__c: Number,
  Amount__c: Number,
  Flag__c: Number,
  Day__c: (value) => Date.parse(value as string),
  At__c: (value) => Date.parse((value as string).replace('+0000', 'Z')),
}

const anyOrdering = fc
  .record({
    field: fc.constantFrom(...Object.keys(PLACES)),
    direction: fc.constantFrom('', ' ASC', ' DESC'),
    nulls: fc.constantFrom('', ' NULLS FIRST', ' NULLS LAST'),
  })
  .map(({ field, direction, nulls }) => ({
    text: field + direction + nulls,
    compare(a: Row, b: Row): number {
      const [one, other] = [a[field] ?? null, b[field] ?? null]
      if (one === null || other === null) {
        if (one === other) return 0
        return (one === null) === (nulls === ' NULLS LAST') ? 1 : -1
      }
      const [first, second] = [PLACES[field]!(one), PLACES[field]!(other)]
      const order = first < second ? -1 : first > second ? 1 : 0
      return direction === ' DESC' ? -order : order
    },
  }))

const numbers = (rows: readonly Json[]) => rows.map((row) => row['Name'])

describe('any order', () => {
  it('is that of a plain sort, and LIMIT and OFFSET cut out of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { maxLength: 40 }),
        fc.array(anyOrdering, { minLength: 1, maxLength: 3 }),
        anyCondition,
        fc.record({
          limit: fc.option(fc.nat(45), { nil: undefined }),
          offset: fc.option(fc.nat(20), { nil: undefined }),
        }),
        async (things, orderings, condition, { limit, offset }) => {
          const org = soqlOrg({ accounts: 1, things })
          const sorted = things
            .map((row, index) => ({ row, name: `Thing ${index}` }))
            .filter(({ row }) => condition.holds(row))
            .sort(
              (a, b) =>
                orderings.map(({ compare }) => compare(a.row, b.row)).find((order) => order !== 0) ?? 0,
            )
            .map(({ name }) => name)
          const cut = [
            limit === undefined ? '' : `LIMIT ${limit}`,
            offset === undefined ? '' : `OFFSET ${offset}`,
          ].join(' ')
          const text = `WHERE ${condition.text} ORDER BY ${orderings.map((ordering) => ordering.text).join()} ${cut}`
          const from = offset ?? 0
          const expected = sorted.slice(from, limit === undefined ? undefined : from + limit)
          expect(await org.names(text), text).toEqual(expected)
          const values = await org.values(`SELECT Name FROM Thing__c ${text}`)
          expect(values.flat()).toEqual(expected)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('keeps ids in their own order where nothing else decides', async () => {
    const org = soqlOrg({
      accounts: 1,
      things: [{ Count__c: 1 }, { Count__c: 0 }, { Count__c: 1 }, { Count__c: 0 }],
    })
    expect(await org.names('ORDER BY Count__c')).toEqual(['Thing 1', 'Thing 3', 'Thing 0', 'Thing 2'])
    expect(await org.names('ORDER BY Count__c DESC')).toEqual(['Thing 0', 'Thing 2', 'Thing 1', 'Thing 3'])
    expect(await org.names('ORDER BY Id DESC LIMIT 2')).toEqual(['Thing 3', 'Thing 2'])
  })

  it('goes by a parent, whose absence comes first', async () => {
    const org = soqlOrg({ accounts: 200 })
    const rows = await org.rows('SELECT Name, Parent.Name FROM Account ORDER BY Parent.Name, Name')
    const parents = rows.map((row) => (row['Parent'] as Json | null)?.['Name'] as string | undefined)
    const known = parents.filter((name) => name !== undefined)
    expect(known.length).toBeGreaterThan(0)
    expect(parents.slice(0, parents.length - known.length).every((name) => name === undefined)).toBe(true)
    expect(known).toEqual(known.toSorted((a, b) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1)))
  })

  it('compares amounts of several currencies by what they are worth', async () => {
    const org = soqlOrg({ multiCurrency: true })
    const rows = await org.rows(
      'SELECT AnnualRevenue, CurrencyIsoCode FROM Account WHERE AnnualRevenue != null ORDER BY AnnualRevenue',
    )
    const rates = new Map(
      (await org.rows('SELECT IsoCode, ConversionRate FROM CurrencyType')).map((row) => [
        row['IsoCode'],
        Number(row['ConversionRate']),
      ]),
    )
    const worth = rows.map((row) => Number(row['AnnualRevenue']) / rates.get(row['CurrencyIsoCode'])!)
    expect(new Set(rows.map((row) => row['CurrencyIsoCode'])).size).toBeGreaterThan(1)
    expect(worth).toEqual(worth.toSorted((a, b) => a - b))
  })

  it('is the same when there are many records and few are asked for', async () => {
    const org = soqlOrg({ accounts: 12_000 })
    const all = numbers(await org.rows('SELECT Id, Name FROM Account ORDER BY Name, Id'))
    expect(
      numbers(await org.rows('SELECT Id, Name FROM Account ORDER BY Name, Id LIMIT 50 OFFSET 10')),
    ).toEqual(all.slice(10, 60))
    expect(all).toHaveLength(12_000)
  })

  it('is the same when there are more records than are sorted at once', async () => {
    const things = Array.from({ length: 40_000 }, (_, index) => ({ Count__c: (index * 7919) % 40_000 }))
    const org = soqlOrg({ accounts: 1, things })
    const selection = await org.compile('SELECT Count__c FROM Thing__c ORDER BY Count__c DESC').select()
    const counts = (selection.page(0, 40_000) as Json[]).map((row) => row['Count__c'])
    expect(counts).toEqual(Array.from({ length: 40_000 }, (_, index) => 39_999 - index))
  })
})

describe('pages', () => {
  const things = Array.from({ length: 47 }, (_, index) => ({ Count__c: index % 5 }))

  it.each([1, 7, 20, 46, 47, 100])('of %i add up to the answer', async (size) => {
    const selection = await soqlOrg({ accounts: 1, things })
      .compile('SELECT Name FROM Thing__c ORDER BY Count__c')
      .select()
    const pages: Json[] = []
    for (let from = 0; from < selection.total; from += size)
      pages.push(...(selection.page(from, size) as Json[]))
    expect(selection.total).toBe(47)
    expect(numbers(pages)).toEqual(numbers(selection.page(0, 47) as Json[]))
    expect(selection.page(47, size)).toEqual([])
  })

  it('leave out what is gone since, and show what changed', async () => {
    const org = soqlOrg({ accounts: 1, things })
    const selection = await org.compile('SELECT Name FROM Thing__c').select()
    org.store.plant('Thing__c', [
      { Id: thingId(1), Name: 'Thing 1', IsDeleted: true },
      { Id: thingId(2), Name: 'Renamed' },
    ])
    expect(numbers(selection.page(0, 4) as Json[])).toEqual(['Thing 0', 'Renamed', 'Thing 3'])
    expect(selection.total).toBe(47)
  })
})
