import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../local-org/records/types.ts'
import { OBJECT_DESCRIBE } from '../../server/salesforce/describe.ts'
import {
  buildSoql,
  COUNTED_DATES,
  NAMED_DATES,
  type Condition,
  type DateLiteral,
  type Where,
} from '../../server/salesforce/index.ts'
import { anyRow, type Row } from '../local-org/soql/naive.ts'
import { soqlOrg, THING } from '../local-org/soql/org.ts'

const from = OBJECT_DESCRIBE.parse({
  ...{ name: 'Thing__c', label: 'Thing' },
  fields: THING.fields.map(({ name, type, filterable = true, sortable = true }) => {
    return { name, label: name, type, filterable, sortable }
  }),
})
const soqlOf = (where: Where) => buildSoql({ from, fields: ['Name'], where })
const PREFIX = 'SELECT Name FROM Thing__c WHERE '
const written = (where: Where) => soqlOf(where).slice(PREFIX.length)
const refusal = (detail: string) =>
  expect.objectContaining({ code: 'REFUSED', message: expect.stringContaining(detail) as string }) as Error

/** What is asked for, with what it means, said in another way. */
interface Sought {
  where: Where
  holds(row: Row): boolean
}

const fold = (text: string) => text.toLowerCase().replaceAll('ς', 'σ')
const of = (row: Row, field: string): Value => row[field] ?? null
const textOf = (row: Row, field: string) => {
  const value = of(row, field)
  return value === null ? null : fold(value as string)
}
const WORDS = ['a', 'AB', 'äö', "o'x", 'b\\c', 'Ab%', '_', '馬', '🐎', 'line\nbreak', 'zz', "' OR Id != null"]
const word = fc.constantFrom(...WORDS)

const texts: fc.Arbitrary<Sought> = fc
  .tuple(
    fc.constantFrom('=', '!=', 'contains', 'does not contain', 'starts with', 'ends with'),
    fc.oneof(word, fc.constant(null)),
  )
  .map(([is, value]) => {
    const sought = value === null ? null : fold(value)
    // Only equality knows of nothing.
    if (sought === null || is === '=' || is === '!=') {
      const how = is === '!=' ? '!=' : '='
      return {
        where: { field: 'Text__c', is: how, value },
        holds: (row) => (textOf(row, 'Text__c') === sought) === (how === '='),
      }
    }
    const is_ = is as 'contains'
    const found = {
      ...{ 'starts with': (text: string) => text.startsWith(sought) },
      ...{ 'ends with': (text: string) => text.endsWith(sought) },
      ...{ contains: (text: string) => text.includes(sought) },
      ...{ 'does not contain': (text: string) => text.includes(sought) },
    }[is_]
    return {
      where: { field: 'Text__c', is: is_, value: value ?? '' },
      holds: (row) => {
        const text = textOf(row, 'Text__c')
        return (text !== null && found(text)) !== (is === 'does not contain')
      },
    }
  })

const lists: fc.Arbitrary<Sought> = fc
  .tuple(fc.boolean(), fc.array(fc.constantFrom('zebra', 'Ant', 'None'), { minLength: 1, maxLength: 2 }))
  .map(([not, value]) => ({
    where: { field: 'Kind__c', is: not ? 'not in' : 'in', value },
    holds: (row) => value.some((one) => fold(one) === textOf(row, 'Kind__c')) !== not,
  }))

const choices: fc.Arbitrary<Sought> = fc
  .tuple(fc.boolean(), fc.array(fc.constantFrom('X', 'y', 'z', 'w'), { minLength: 1, maxLength: 3 }))
  .map(([not, value]) => ({
    where: { field: 'Tags__c', is: not ? 'excludes' : 'includes', value },
    holds: (row) => {
      const chosen = textOf(row, 'Tags__c')?.split(';') ?? []
      return value.some((one) => chosen.includes(fold(one))) !== not
    },
  }))

const numbers: fc.Arbitrary<Sought> = fc
  .tuple(fc.constantFrom('<', '>='), fc.integer({ min: -2, max: 8 }))
  .map(([is, value]) => ({
    where: { field: 'Count__c', is: is as '<', value },
    holds: (row) => {
      const count = of(row, 'Count__c')
      return count !== null && (is === '<' ? (count as number) < value : (count as number) >= value)
    },
  }))

/** The first and the last day of what is meant on 2026-11-20, a Friday. */
const STRETCHES: readonly [DateLiteral, string, string][] = [
  [{ literal: 'TODAY' }, '2026-11-20', '2026-11-20'],
  [{ literal: 'YESTERDAY' }, '2026-11-19', '2026-11-19'],
  [{ literal: 'TOMORROW' }, '2026-11-21', '2026-11-21'],
  [{ literal: 'THIS_MONTH' }, '2026-11-01', '2026-11-30'],
  [{ literal: 'LAST_MONTH' }, '2026-10-01', '2026-10-31'],
  [{ literal: 'THIS_YEAR' }, '2026-01-01', '2026-12-31'],
  [{ literal: 'LAST_YEAR' }, '2025-01-01', '2025-12-31'],
  [{ literal: 'LAST_QUARTER' }, '2026-07-01', '2026-09-30'],
  [{ literal: 'NEXT_N_DAYS', n: 1 }, '2026-11-21', '2026-11-21'],
  [{ literal: 'N_DAYS_AGO', n: 1 }, '2026-11-19', '2026-11-19'],
  [{ literal: 'LAST_N_MONTHS', n: 11 }, '2025-12-01', '2026-10-31'],
  [{ literal: 'N_YEARS_AGO', n: 1 }, '2025-01-01', '2025-12-31'],
]
const dates: fc.Arbitrary<Sought> = fc
  .tuple(
    fc.constantFrom('Day__c', 'At__c'),
    fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
    fc.constantFrom(...STRETCHES),
  )
  .map(([field, is, [value, first, last]]) => ({
    where: { field, is: is as '=', value },
    holds: (row) => {
      const day = (of(row, field) as string | null)?.slice(0, 10)
      if (day === undefined) return is === '!='
      const isWithin = day >= first && day <= last
      return {
        ...{ '=': isWithin, '!=': !isWithin, '<': day < first, '>': day > last },
        ...{ '<=': day <= last, '>=': day >= first },
      }[is]
    },
  }))

const simple = fc.oneof(texts, lists, choices, numbers, dates)
const anyWhere: fc.Arbitrary<Sought> = fc.letrec<{ any: Sought }>((tie) => {
  const parts = fc.array(tie('any'), { minLength: 1, maxLength: 4 })
  const both = (some: Sought[]) => (row: Row) => some.every(({ holds }) => holds(row))
  return {
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      simple,
      tie('any').map(({ where, holds }): Sought => ({ where: { not: where }, holds: (row) => !holds(row) })),
      parts.map((some): Sought => ({ where: { all: some.map(({ where }) => where) }, holds: both(some) })),
      parts.map((some): Sought => ({ where: some.map(({ where }) => where), holds: both(some) })),
      parts.map((some): Sought => ({
        where: { any: some.map(({ where }) => where) },
        holds: (row) => some.some(({ holds }) => holds(row)),
      })),
    ),
  }
}).any

test('conditions of any shape find the records they hold for, and no others', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRow, { minLength: 1, maxLength: 20 }),
      fc.array(anyWhere, { minLength: 1, maxLength: 10 }),
      async (things, all) => {
        const org = soqlOrg({ accounts: 1, things })
        for (const { where, holds } of all) {
          const soql = soqlOf(where)
          const expected = things.flatMap((row, index) => (holds(row) ? `Thing ${index}` : []))
          expect(await org.column(soql, 'Name'), soql).toEqual(expected)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('no value changes how the conditions around it are put together', () => {
  const shape = (soql: string) => soql.replaceAll(/'(?:[^'\\]|\\.)*'/gs, '?')
  const nasty = fc
    .array(fc.constantFrom(...WORDS, "'", '\\', ')', '(', ' OR ', 'NOT', '\u2028', '\ud800', '%', ''), {
      maxLength: 6,
    })
    .map((pieces) => pieces.join(''))
  const tree = (value: string): Where => ({
    any: [
      { not: { all: [{ field: 'Text__c', is: 'does not contain', value }, ...one(value)] } },
      { field: 'Code__c', is: 'in', value: ['x', value] },
      { not: { field: 'Tags__c', is: 'includes', value: [`a${value}`] } },
    ],
  })
  const one = (value: string): Condition[] => [{ field: 'Text__c', is: 'starts with', value }]
  fc.assert(
    fc.property(nasty, (value) => {
      expect(shape(soqlOf(tree(value)))).toBe(shape(soqlOf(tree('plain'))))
    }),
    { numRuns: 1_000 },
  )
})

const a: Condition = { field: 'Flag__c', is: '=', value: true }
const b: Condition = { field: 'Count__c', is: '>', value: 1 }

test.each<[Where, string]>([
  [a, 'Flag__c = true'],
  [[a, b], 'Flag__c = true AND Count__c > 1'],
  [{ all: [a, b] }, 'Flag__c = true AND Count__c > 1'],
  [{ any: [a, b] }, '(Flag__c = true OR Count__c > 1)'],
  [{ any: [a] }, 'Flag__c = true'],
  [
    [a, { any: [a, { all: [b, a] }] }],
    'Flag__c = true AND (Flag__c = true OR (Count__c > 1 AND Flag__c = true))',
  ],
  [{ not: a }, '(NOT Flag__c = true)'],
  [{ not: { any: [a, b] } }, '(NOT (Flag__c = true OR Count__c > 1))'],
  [{ not: { not: a } }, '(NOT (NOT Flag__c = true))'],
  [{ field: 'Text__c', is: 'does not contain', value: '5%' }, "(NOT Text__c LIKE '%5\\%%')"],
  [{ field: 'Tags__c', is: 'includes', value: ['a', "b'"] }, "Tags__c INCLUDES ('a', 'b\\'')"],
  [{ field: 'Tags__c', is: 'excludes', value: ['a'] }, "Tags__c EXCLUDES ('a')"],
  [{ field: 'Day__c', is: '=', value: { literal: 'LAST_MONTH' } }, 'Day__c = LAST_MONTH'],
  [{ field: 'At__c', is: '>=', value: { literal: 'LAST_N_DAYS', n: 30 } }, 'At__c >= LAST_N_DAYS:30'],
])('%j is written %s', (where, soql) => {
  expect(written(where)).toBe(soql)
})

test('nothing asked for is no condition, and a group of nothing is a mistake', () => {
  expect(soqlOf([])).toBe('SELECT Name FROM Thing__c')
  expect(soqlOf({ all: [] })).toBe('SELECT Name FROM Thing__c')
  for (const where of [
    { any: [] },
    { not: { all: [] } },
    { not: [] },
    [a, []],
    { any: [a, { any: [] }] },
  ] as Where[])
    expect(() => soqlOf(where)).toThrow(refusal('a group of conditions needs one'))
})

test('what is nested or long beyond all use is refused', () => {
  const nest = (depth: number): Where => (depth === 0 ? a : { not: nest(depth - 1) })
  expect(() => soqlOf(nest(29))).not.toThrow()
  expect(() => soqlOf(nest(30))).toThrow(refusal('deeper than 30'))
  expect(() => soqlOf(nest(5_000))).toThrow(refusal('deeper than 30'))
  const many = Array.from({ length: 9_000 }, () => a)
  expect(() => soqlOf(many)).toThrow(refusal('longer than 100000'))
})

describe('an operator', () => {
  const KINDS: Record<string, Condition> = {
    '<': { field: '', is: '<', value: 'x' },
    contains: { field: '', is: 'contains', value: 'x' },
    'does not contain': { field: '', is: 'does not contain', value: 'x' },
    includes: { field: '', is: 'includes', value: ['x'] },
  }
  test.each([
    ['Tags__c', ['<', 'contains', 'does not contain']],
    ['Flag__c', ['<', 'contains', 'does not contain', 'includes']],
    ['Parent__c', ['contains', 'does not contain', 'includes']],
    ['Id', ['contains', 'does not contain', 'includes']],
    ['Count__c', ['contains', 'does not contain', 'includes']],
    ['Day__c', ['contains', 'does not contain', 'includes']],
    ['Text__c', ['includes']],
    ['Kind__c', ['includes']],
  ])('that %s does not have is refused before Salesforce refuses it (%j)', (field, operators) => {
    const org = soqlOrg({ accounts: 1 })
    for (const operator of operators) {
      const condition = { ...KINDS[operator]!, field }
      expect(() => soqlOf(condition)).toThrow(refusal('is of a type that has no'))
      const raw = { '<': "< 'x'", includes: "INCLUDES ('x')" }[operator] ?? "LIKE '%x%'"
      expect(org.refusal(`${PREFIX}${field} ${raw}`).errorCode).toMatch(/^INVALID/)
    }
  })

  test.each([['a;b'], [''], [';']])('of several values takes none that is several (%j)', (value) => {
    for (const is of ['includes', 'excludes'] as const)
      expect(() => soqlOf({ field: 'Tags__c', is, value: ['x', value] })).toThrow(refusal('semicolon'))
  })
})

describe('a stretch of time', () => {
  test('of every kind is one that Salesforce knows, for days and times, up to its largest number', async () => {
    const org = soqlOrg({ accounts: 1, things: [{ Day__c: '2026-11-20' }] })
    const counted = [...COUNTED_DATES].flatMap(([literal, most]) => [1, most].map((n) => ({ literal, n })))
    const all: DateLiteral[] = [...NAMED_DATES.map((literal) => ({ literal })), ...counted]
    expect(all).toHaveLength(23 + 2 * 21)
    for (const value of all)
      for (const field of ['Day__c', 'At__c'])
        for (const is of ['=', '!=', '<', '>='] as const)
          await expect(org.rows(soqlOf({ field, is, value }))).resolves.toBeInstanceOf(Array)
  })

  test.each<[string, unknown]>([
    ['Day__c', { literal: 'EVER' }],
    ['Day__c', { literal: 'today' }],
    ['Day__c', { literal: 'TODAY OR Id != null' }],
    ['Day__c', { literal: 'TODAY', n: 1 }],
    ['Day__c', { literal: 'LAST_N_DAYS' }],
    ['Day__c', { literal: 'LAST_N_DAYS', n: 0 }],
    ['Day__c', { literal: 'LAST_N_DAYS', n: -1 }],
    ['Day__c', { literal: 'LAST_N_DAYS', n: 1.5 }],
    ['Day__c', { literal: 'LAST_N_DAYS', n: 36_526 }],
    ['Day__c', { literal: 'LAST_N_DAYS', n: Number.NaN }],
    ['Day__c', { literal: 'LAST_N_DAYS', n: '7 OR Id != null' }],
    ['Day__c', { literal: 'toString' }],
    ['Day__c', { literal: { toString: () => 'TODAY' } }],
    ['Count__c', { literal: 'TODAY' }],
    ['Text__c', { literal: 'TODAY' }],
  ])('for %s that is none (%j) is refused, and not shown', (field, value) => {
    const build = () => soqlOf({ field, is: '=', value } as Condition)
    expect(build).toThrow(refusal('does not fit'))
    expect(build).not.toThrow('OR Id')
    expect(() => soqlOf({ field, is: 'in', value: [value] } as Condition)).toThrow(refusal('does not fit'))
  })
})
