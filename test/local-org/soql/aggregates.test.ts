import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCondition, anyRow, type Row } from './naive.ts'
import { soqlOrg } from './org.ts'

const things = [
  { Name: 'a', Kind__c: 'Ant', Count__c: 1, Amount__c: 1.5, Day__c: '2026-01-05', Text__c: 'x' },
  { Name: 'b', Kind__c: 'Ant', Count__c: 1, Amount__c: 2.5, Day__c: '2026-02-05', Text__c: 'Y' },
  { Name: 'c', Kind__c: 'Zebra', Count__c: 2, Amount__c: null, Day__c: '2025-01-05', Text__c: null },
  { Name: 'd', Kind__c: null, Count__c: null, Amount__c: -4, Day__c: null, Text__c: 'x' },
]
const org = soqlOrg({ accounts: 20, things })
const attributes = { type: 'AggregateResult' }

describe('COUNT()', () => {
  it('is the number of records, and none of them', async () => {
    const query = org.compile("SELECT COUNT() FROM Thing__c WHERE Kind__c = 'ant'")
    const selection = await query.select()
    expect([query.kind, selection.total, selection.page(0, 10)]).toEqual(['count', 2, []])
    expect((await org.compile('SELECT count() FROM Thing__c LIMIT 3').select()).total).toBe(3)
  })

  it.each([
    'SELECT COUNT(), Id FROM Thing__c',
    'SELECT COUNT() FROM Thing__c GROUP BY Name',
    'SELECT COUNT() FROM Thing__c ORDER BY Name',
    'SELECT COUNT(Id, Name) FROM Thing__c',
  ])('%s is refused', (text) => {
    expect(org.refusal(text).errorCode).toBe('MALFORMED_QUERY')
  })
})

describe('an aggregate', () => {
  it('of all records is one row', async () => {
    const text =
      'SELECT COUNT(Id), COUNT(Amount__c), COUNT_DISTINCT(Kind__c) kinds, SUM(Amount__c), AVG(Amount__c), MIN(Day__c), ' +
      'MAX(Text__c), MIN(Kind__c) FROM Thing__c'
    expect(await org.rows(text)).toEqual([
      {
        attributes,
        expr0: 4,
        expr1: 3,
        kinds: 2,
        expr2: 0,
        expr3: 0,
        expr4: '2025-01-05',
        expr5: 'Y',
        expr6: 'Zebra',
      },
    ])
    expect(org.compile(text)).toMatchObject({
      kind: 'aggregate',
      columns: ['expr0', 'expr1', 'kinds', 'expr2', 'expr3', 'expr4', 'expr5', 'expr6'],
    })
    expect(await org.values(text)).toEqual([[4, 3, 2, 0, 0, '2025-01-05', 'Y', 'Zebra']])
  })

  it('of no records counts none, and knows nothing else', async () => {
    const text =
      "SELECT COUNT(Id) n, SUM(Amount__c) s, AVG(Amount__c) a, MAX(Name) m FROM Thing__c WHERE Name = 'none'"
    expect(await org.rows(text)).toEqual([{ attributes, n: 0, s: null, a: null, m: null }])
    expect(await org.rows("SELECT Name FROM Thing__c WHERE Name = 'none' GROUP BY Name")).toEqual([])
  })

  it('of groups is a row for each', async () => {
    const text =
      'SELECT Kind__c, COUNT(Id) n, SUM(Amount__c) FROM Thing__c GROUP BY Kind__c ORDER BY Kind__c NULLS LAST'
    expect(await org.rows(text)).toEqual([
      { attributes, Kind__c: 'Zebra', n: 1, expr0: null },
      { attributes, Kind__c: 'Ant', n: 2, expr0: 4 },
      { attributes, Kind__c: null, n: 1, expr0: -4 },
    ])
  })

  it('is filtered by HAVING, with everything a condition can have', async () => {
    const kinds = (having: string) =>
      org.column(`SELECT Kind__c FROM Thing__c GROUP BY Kind__c HAVING ${having}`, 'Kind__c')
    expect(await kinds('COUNT(Id) > 1')).toEqual(['Ant'])
    expect(await kinds('NOT COUNT(Id) > 1')).toEqual(['Zebra', null])
    expect(await kinds("NOT (COUNT(Id) > 1 OR Kind__c = 'zebra')")).toEqual([null])
    expect(await kinds("MAX(Text__c) LIKE 'x%' AND Kind__c = null")).toEqual([null])
    expect(await kinds("COUNT(Id) = 1 AND (Kind__c = 'Zebra' OR Kind__c = 'Ant')")).toEqual(['Zebra'])
  })

  it('is ordered, cut and skipped by what it is', async () => {
    const text =
      'SELECT Kind__c FROM Thing__c GROUP BY Kind__c ORDER BY COUNT(Id) DESC, SUM(Amount__c) NULLS FIRST LIMIT 2 OFFSET 1'
    expect(await org.column(text, 'Kind__c')).toEqual(['Zebra', null])
  })

  it('goes by parents and by functions of dates', async () => {
    const years =
      'SELECT CALENDAR_YEAR(Day__c) y, COUNT(Id) FROM Thing__c GROUP BY calendar_year( Thing__c.day__c ) ORDER BY CALENDAR_YEAR(Day__c)'
    expect(await org.rows(years)).toEqual([
      { attributes, y: null, expr0: 1 },
      { attributes, y: 2025, expr0: 1 },
      { attributes, y: 2026, expr0: 2 },
    ])
    const names = await org.rows(
      'SELECT Account.Name, COUNT(Id) n FROM Contact GROUP BY Account.Name ORDER BY COUNT(Id) DESC',
    )
    const [most] = names
    expect(Object.keys(most!)).toEqual(['attributes', 'Name', 'n'])
    const contacts = await org
      .compile(
        `SELECT COUNT() FROM Contact WHERE Account.Name = '${String(most!['Name']).replaceAll("'", String.raw`\'`)}'`,
      )
      .select()
    expect(most!['n']).toBe(contacts.total)
  })

  it('is in the corporate currency', async () => {
    const several = soqlOrg({ multiCurrency: true, accounts: 30 })
    const rates = new Map(
      (await several.rows('SELECT IsoCode, ConversionRate FROM CurrencyType')).map((row) => [
        row['IsoCode'],
        Number(row['ConversionRate']),
      ]),
    )
    const rows = await several.rows(
      'SELECT AnnualRevenue, CurrencyIsoCode FROM Account WHERE AnnualRevenue != null',
    )
    const sum = rows.reduce(
      (total, row) => total + Number(row['AnnualRevenue']) / rates.get(row['CurrencyIsoCode'])!,
      0,
    )
    const [all] = await several.rows('SELECT SUM(AnnualRevenue) s FROM Account')
    expect(all!['s']).toBeCloseTo(sum, 3)
    expect(several.compile('SELECT SUM(AnnualRevenue) s FROM Account').touches).toContain('CurrencyType')
  })

  it('adds up over any groups and conditions', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 30 }), anyCondition, async (rows, condition) => {
        const one = soqlOrg({ accounts: 1, things: rows })
        const met = rows.filter((row) => condition.holds(row))
        const groups = Map.groupBy(met, ({ Kind__c: kind, Flag__c: flag }) => JSON.stringify([kind, flag]))
        const expected = [...groups].map(([key, members]) => ({ key, n: members.length, s: sumOf(members) }))
        const found = await one.rows(
          `SELECT Kind__c, Flag__c, COUNT(Id) n, SUM(Amount__c) s FROM Thing__c WHERE ${condition.text} GROUP BY Kind__c, Flag__c`,
        )
        expect(
          found.map((row) => ({
            key: JSON.stringify([row['Kind__c'], row['Flag__c']]),
            n: row['n'],
            s: row['s'],
          })),
        ).toEqual(expected)
      }),
      { numRuns: 80 },
    )
  })

  it.each([
    ['SELECT Name, COUNT(Id) FROM Thing__c', 'Field must be grouped or aggregated: Name'],
    ['SELECT Name, COUNT(Id) FROM Thing__c GROUP BY Kind__c', 'Field must be grouped or aggregated: Name'],
    [
      'SELECT CALENDAR_YEAR(Day__c) FROM Thing__c',
      'Field must be grouped or aggregated: CALENDAR_YEAR(Day__c)',
    ],
    [
      'SELECT COUNT(Id) FROM Thing__c GROUP BY Kind__c ORDER BY Name',
      'Ordered field must be grouped or aggregated: Name',
    ],
    [
      "SELECT COUNT(Id) FROM Thing__c GROUP BY Kind__c HAVING Name = 'a'",
      'Having field must be grouped or aggregated: Name',
    ],
    [
      'SELECT COUNT(Id) FROM Thing__c LIMIT 1',
      'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
    ],
    [
      'SELECT Kind__c, (SELECT Id FROM Children__r) FROM Thing__c GROUP BY Kind__c',
      'Grouped query cannot use child relationships in the SELECT list',
    ],
    ['SELECT Name n, Kind__c n FROM Thing__c GROUP BY Name, Kind__c', 'duplicate alias: n'],
    ['SELECT COUNT(Flag__c) FROM Thing__c', 'field Flag__c does not support aggregate operator COUNT'],
    [
      'SELECT Kind__c FROM Thing__c GROUP BY Kind__c HAVING Kind__c IN (SELECT Name FROM Account)',
      'Semi-joins are only supported in WHERE clauses',
    ],
  ])('%s is refused', (text, message) => {
    expect(org.refusal(text).errorCode).toBe('MALFORMED_QUERY')
    expect(org.refusal(text).message?.split('\n').at(-1)).toBe(message)
  })

  it('of more groups than fit into one answer is refused', async () => {
    const many = soqlOrg({ accounts: 2100 })
    await expect(many.rows('SELECT Id, COUNT(Name) FROM Account GROUP BY Id')).rejects.toMatchObject({
      errors: [{ errorCode: 'EXCEEDED_ID_LIMIT' }],
    })
    expect(await many.rows('SELECT Id, COUNT(Name) FROM Account GROUP BY Id LIMIT 2000')).toHaveLength(2000)
  })
})

function sumOf(rows: readonly Row[]): number | null {
  const amounts = rows.map((row) => row['Amount__c']).filter((amount) => typeof amount === 'number')
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0)
}
