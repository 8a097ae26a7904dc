// What a condition means, said a second time and in another way, to check the org's answers against.
import fc from 'fast-check'
import type { Value } from '../../../local-org/records/types.ts'

export type Row = Record<string, Value>
export interface Sought {
  readonly text: string
  holds(row: Row): boolean
}

const WORDS = [
  '',
  'a',
  'A',
  'ab',
  'Ab%',
  'a_b',
  'ÄÖ',
  'äö',
  "o'x",
  'b\\c',
  'Σας',
  'zz',
  '_',
  '馬',
  '🐎a',
  'line\nbreak',
]
const TAGS = ['x', 'Y', 'z']
const DAYS = ['2025-12-31', '2026-01-01', '2026-11-19', '2026-11-20', '2026-11-21']
const TIMES = DAYS.flatMap((day) => [`${day}T00:00:00.000+0000`, `${day}T23:59:59.999+0000`])
const NUMBERS = [-2.5, -1, 0, 0.5, 1, 7, 1_000_000]

export const anyRow: fc.Arbitrary<Row> = fc.record({
  Text__c: fc.option(fc.constantFrom(...WORDS.filter((word) => word !== '')), { nil: null }),
  Code__c: fc.option(fc.constantFrom(...WORDS.filter((word) => word !== '')), { nil: null }),
  Kind__c: fc.option(fc.constantFrom('Zebra', 'Ant', 'Mouse', 'Other'), { nil: null }),
  Tags__c: fc.option(
    fc.subarray(TAGS, { minLength: 1 }).map((tags) => tags.join(';')),
    { nil: null },
  ),
  Count__c: fc.option(fc.constantFrom(-1, 0, 1, 7), { nil: null }),
  Amount__c: fc.option(fc.constantFrom(...NUMBERS), { nil: null }),
  Flag__c: fc.boolean(),
  Day__c: fc.option(fc.constantFrom(...DAYS), { nil: null }),
  At__c: fc.option(fc.constantFrom(...TIMES), { nil: null }),
})

const quoted = (text: string) =>
  `'${text.replace(/[\\']/g, (found) => `\\${found}`).replaceAll('\n', '\\n')}'`
const same = (a: string, b: string) =>
  a.toLowerCase().replaceAll('ς', 'σ') === b.toLowerCase().replaceAll('ς', 'σ')
const alike = { Text__c: same, Code__c: (a: string, b: string) => a === b, Kind__c: same }
type TextField = keyof typeof alike

const equality = (): fc.Arbitrary<Sought> =>
  fc
    .record({
      field: fc.constantFrom<TextField>('Text__c', 'Code__c', 'Kind__c'),
      not: fc.boolean(),
      values: fc.array(fc.option(fc.constantFrom(...WORDS, 'zebra', 'Ant'), { nil: null }), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    .map(({ field, not, values }) => {
      const list = values.map((value) => (value === null ? 'null' : quoted(value)))
      const [one] = list
      const text =
        list.length === 1
          ? `${field} ${not ? '!=' : '='} ${one ?? ''}`
          : `${field} ${not ? 'NOT IN' : 'IN'} (${list.join()})`
      const isOne = (found: Value) =>
        values.some((value) =>
          value === null || value === ''
            ? found === null
            : found !== null && alike[field](value, found as string),
        )
      return { text, holds: (row) => isOne(row[field] ?? null) !== not }
    })

const SIDES = ['<', '<=', '>', '>='] as const
const side = (a: number | string, operator: (typeof SIDES)[number], b: number | string) =>
  operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b

const order = (): fc.Arbitrary<Sought> =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom('Count__c', 'Amount__c'),
        fc.constantFrom(...SIDES, '=', '!=', '<>'),
        fc.constantFrom(...NUMBERS),
      )
      .map(([field, operator, number]): Sought => ({
        text: `${field} ${operator} ${String(number)}`,
        holds: (row) => {
          const value = row[field] as number | null
          if (operator === '=') return value === number
          if (operator === '!=' || operator === '<>') return value !== number
          return value !== null && side(value, operator, number)
        },
      })),
    fc
      .tuple(fc.constantFrom(...SIDES), fc.constantFrom('a', 'AB', 'zz', 'm', '馬'))
      .map(([operator, word]): Sought => ({
        text: `Text__c ${operator} ${quoted(word)}`,
        holds: ({ Text__c: value }) =>
          value !== null && side((value as string).toUpperCase(), operator, word.toUpperCase()),
      })),
    fc
      .tuple(fc.constantFrom(...SIDES, '=', '!='), fc.constantFrom(...DAYS))
      .map(([operator, day]): Sought => ({
        text: `Day__c ${operator} ${day}`,
        holds: ({ Day__c: value }) => {
          if (operator === '=') return value === day
          if (operator === '!=') return value !== day
          return value !== null && side(Date.parse(value as string), operator, Date.parse(day))
        },
      })),
    fc
      .tuple(
        fc.constantFrom(...SIDES, '=', '!='),
        fc.constantFrom(...DAYS),
        fc.constantFrom('Z', '+00:00', '+02:00', '-0530'),
      )
      .map(([operator, day, zone]): Sought => {
        const offset = zone === '-0530' ? '-05:30' : zone
        const bound = Date.parse(`${day}T00:00:00${offset}`)
        return {
          text: `At__c ${operator} ${day}T00:00:00${zone}`,
          holds: ({ At__c: value }) => {
            const at = value === null ? null : Date.parse((value as string).replace('+0000', 'Z'))
            if (operator === '=') return at === bound
            if (operator === '!=') return at !== bound
            return at !== null && side(at, operator, bound)
          },
        }
      }),
  )

/** One character after the other, trying all that a % may stand for. */
function isLike(pattern: readonly string[], text: readonly string[]): boolean {
  const [part, ...rest] = pattern
  if (part === undefined) return text.length === 0
  if (part === '%') return isLike(rest, text) || (text.length > 0 && isLike(pattern, text.slice(1)))
  const [letter, ...others] = text
  return (
    letter !== undefined &&
    (part === '_' || part === letter || part === `\\${letter}`) &&
    isLike(rest, others)
  )
}

const like = (): fc.Arbitrary<Sought> =>
  fc
    .tuple(
      fc.constantFrom<TextField>('Text__c', 'Code__c'),
      fc.array(fc.constantFrom('%', '_', '\\%', '\\_', 'a', 'A', 'b', 'ä', 'z', '馬', '🐎'), {
        maxLength: 5,
      }),
    )
    .map(([field, parts]) => ({
      text: `${field} LIKE '${parts.join('')}'`,
      holds: (row) => {
        const value = row[field] as string | null
        if (value === null) return false
        const folded = (text: string) => (field === 'Code__c' ? text : text.toLowerCase())
        return isLike(parts.map(folded), [...folded(value)])
      },
    }))

const others = (): fc.Arbitrary<Sought> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('=', '!='), fc.constantFrom('true', 'FALSE', 'null'))
      .map(([operator, value]): Sought => ({
        text: `Flag__c ${operator} ${value}`,
        holds: ({ Flag__c: flag }) => (flag === (value === 'true')) === (operator === '='),
      })),
    fc
      .tuple(
        fc.boolean(),
        fc.array(fc.subarray(['X', 'y', 'z', 'w'], { minLength: 1 }), { minLength: 1, maxLength: 2 }),
      )
      .map(([not, choices]): Sought => ({
        text: `Tags__c ${not ? 'EXCLUDES' : 'INCLUDES'} (${choices.map((tags) => quoted(tags.join(';'))).join()})`,
        holds: ({ Tags__c: value }) => {
          const tags = new Set(value === null ? [] : (value as string).toLowerCase().split(';'))
          return choices.some((all) => all.every((tag) => tags.has(tag.toLowerCase()))) !== not
        },
      })),
  )

const simple = fc.oneof(equality(), order(), like(), others())

/** Conditions of any shape, with as many parentheses as they need and some more. */
export const anyCondition: fc.Arbitrary<Sought> = fc.letrec<{ any: Sought }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    simple,
    tie('any').map(({ text, holds }): Sought => ({ text: `(${text})`, holds })),
    tie('any').map(({ text, holds }): Sought => ({ text: `NOT (${text})`, holds: (row) => !holds(row) })),
    simple.map(({ text, holds }): Sought => ({ text: `NOT ${text}`, holds: (row) => !holds(row) })),
    fc
      .tuple(fc.constantFrom('AND', 'OR'), fc.array(tie('any'), { minLength: 2, maxLength: 3 }))
      .map(([word, parts]): Sought => ({
        text: parts.map(({ text }) => `(${text})`).join(` ${word} `),
        holds: (row) =>
          word === 'AND' ? parts.every(({ holds }) => holds(row)) : parts.some(({ holds }) => holds(row)),
      })),
    fc
      .tuple(fc.constantFrom('AND', 'OR'), fc.array(simple, { minLength: 2, maxLength: 4 }))
      .map(([word, parts]): Sought => ({
        text: parts.map(({ text }) => text).join(` ${word.toLowerCase()} `),
        holds: (row) =>
          word === 'AND' ? parts.every(({ holds }) => holds(row)) : parts.some(({ holds }) => holds(row)),
      })),
  ),
})).any
