import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import type { Reader, SObject, Value } from '../../../local-org/records/types.ts'
import { valueOf } from '../../../local-org/records/value.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'
import type { Field } from '../../../local-org/schema/types.ts'

const TODAY = '2026-11-20'
const now = () => Date.parse(`${TODAY}T09:30:00Z`)

function orgOf(seed: number, accounts: number, multiCurrency = true) {
  const business = createBusiness({ seed, accounts, today: TODAY })
  const schema = createSchema(standardObjects({ business, multiCurrency }), now)
  const tables = baseTables(business)
  const reader: Reader = { read: (object, id) => tables.get(object)?.byId(id), now }
  return { business, schema, tables, reader }
}

/** What is wrong with this value in this field; undefined when nothing is. */
function misfit(field: Field, value: Value): string | undefined {
  if (value === null) return field.nillable === false ? 'is null' : undefined
  const allowed = new Set(field.picklist?.map((choice) => choice.value))
  const fits: Partial<Record<Field['type'], () => boolean>> = {
    boolean: () => typeof value === 'boolean',
    int: () => Number.isInteger(value) && (value as number) < 10 ** field.precision!,
    double: () => typeof value === 'number',
    currency: () => typeof value === 'number' && Math.abs(value) < 10 ** (field.precision! - field.scale!),
    percent: () => typeof value === 'number' && value >= 0 && value <= 100,
    date: () => /^\d{4}-\d\d-\d\d$/.test(value as string),
    datetime: () => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/.test(value as string),
    picklist: () => allowed.has(value as string),
    multipicklist: () => (value as string).split(';').every((one) => allowed.has(one)),
    address: () => typeof value === 'object',
    email: () => /^[^@]+@[^@]+$/.test(value as string),
  }
  if (!(fits[field.type] ?? (() => typeof value === 'string'))()) return `is no ${field.type}`
  return typeof value === 'string' && value.length > (field.length ?? 32) ? 'is too long' : undefined
}

function problemsOf({ schema, tables, reader }: ReturnType<typeof orgOf>, limit: number): string[] {
  const problems: string[] = []
  for (const object of schema.objects()) {
    const table = tables.get(object.name)
    if (!table) problems.push(`${object.name} has no records`)
    let count = 0
    for (const record of table?.all() ?? []) {
      for (const key of Object.keys(record))
        if (!object.field(key)) problems.push(`${object.name} has no field ${key}`)
      for (const field of object.fields) {
        const problem = misfit(field, valueOf(field, record, reader))
        if (problem)
          problems.push(
            `${record.Id} ${object.name}.${field.name} ${problem}: ${JSON.stringify(record[field.name])}`,
          )
      }
      if (++count === limit) break
    }
  }
  return [...new Set(problems)].slice(0, 20)
}

describe('the standard objects and the generated business', () => {
  test('every record of every object fits its fields, and has no value that no field shows', () => {
    expect(problemsOf(orgOf(1, 200), Infinity)).toEqual([])
  })

  test('whatever the seed and the size', () => {
    const options = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 60 }))
    fc.assert(
      fc.property(options, ([seed, accounts]) => {
        expect(problemsOf(orgOf(seed, accounts), 60)).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('every kind of record has its object, under the prefix its ids start with', () => {
    const { schema, tables } = orgOf(1, 40)
    for (const [name, table] of tables) {
      const [first] = table.all() as Iterable<SObject>
      expect(first?.Id.slice(0, 3), name).toBe(schema.object(name)?.keyPrefix)
    }
  })

  test('every reference leads to an object that exists', () => {
    const { schema } = orgOf(1, 5)
    for (const { name, fields } of schema.objects()) {
      for (const { type, referenceTo = [], ...field } of fields) {
        expect(referenceTo.length > 0, `${name}.${field.name}`).toBe(type === 'reference')
        for (const to of referenceTo) expect(schema.object(to), `${name}.${field.name} → ${to}`).toBeDefined()
      }
    }
  })

  test('no object has two fields, or two parents, or two lists of children of one name', () => {
    const { schema } = orgOf(1, 5)
    const twice = (names: (string | undefined)[]) =>
      names.filter((name, i) => name !== undefined && names.indexOf(name) !== i)
    for (const { name, fields } of schema.objects()) {
      expect(twice(fields.map((field) => field.name.toLowerCase()))).toEqual([])
      expect(twice(fields.map((field) => field.relationshipName))).toEqual([])
      expect(twice(schema.childRelationships(name).map((child) => child.name))).toEqual([])
    }
  })

  test('an org of one currency has neither currency fields nor currency types', () => {
    const { schema } = orgOf(1, 5, false)
    expect(schema.object('CurrencyType')).toBeUndefined()
    const named = schema.objects().flatMap(({ fields }) => fields.map(({ name }) => name))
    expect(named.filter((name) => name.includes('IsoCode'))).toEqual([])
    expect(orgOf(1, 5).schema.object('Account')?.field('CurrencyIsoCode')?.restricted).toBe(true)
  })
})
