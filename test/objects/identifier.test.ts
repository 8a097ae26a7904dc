import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ObjectsError } from '../../server/objects/errors.ts'
import {
  checkName,
  derivedName,
  physicalName,
  qualified,
  quoteIdentifier,
  quoteLiteral,
} from '../../server/objects/identifier.ts'
import { freshDatabase } from '../support/database.ts'

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work()
  } catch (error) {
    if (error instanceof ObjectsError) return error.code
    throw error
  }
  return undefined
}

describe('a name', () => {
  test.each([
    ['Region__gc', undefined],
    ['R__gc', undefined],
    ['region__GC', undefined],
    [`${'R'.repeat(56)}__gc`, undefined],
    [`${'R'.repeat(57)}__gc`, 'longer than 60'],
    ['Region', 'no custom ending'],
    ['1Region__gc', 'begins with a digit'],
    ['_Region__gc', 'begins with an underscore'],
    ['', 'empty'],
    ['Région__gc', 'a letter that is not ASCII'],
    ['Kelvin\u212A__gc', 'a letter that becomes ASCII in lower case'],
    ['Reg ion__gc', 'a space'],
    ['Region__gc\n', 'a line end'],
    ['Region"; drop table company; --__gc', 'SQL'],
    ['Region\0__gc', 'a NUL'],
  ])('%j is usable for a custom field unless it is %s', (name, problem) => {
    expect(codeOf(() => checkName(name, 'custom'))).toBe(problem && 'NAME_INVALID')
  })

  test.each(['Gsid', 'CREATEDDATE', 'ModifiedBy', 'ctid', 'xmin', 'Csm__gr', 'Region__gc'])(
    '%s cannot be given to a standard field, as it means something already',
    (name) => {
      expect(codeOf(() => checkName(name, 'standard'))).toBe('NAME_INVALID')
    },
  )

  test('becomes the same identifier in any capitals', () => {
    expect(quoteIdentifier('SfdcAccountId')).toBe('"sfdcaccountid"')
    expect(qualified('t_1', 'User')).toBe('"t_1"."user"')
  })

  test('that is refused for the catalogue is refused at the gate to SQL as well', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const refused = codeOf(() => physicalName(text)) === 'NAME_INVALID'
        return refused || /^[a-z_][a-z0-9_]*$/.test(physicalName(text))
      }),
    )
  })

  test('of a constraint fits into PostgreSQL and tells apart what reads the same', () => {
    const long = 'X'.repeat(60)
    expect(derivedName([long, long], 'check').length).toBeLessThanOrEqual(63)
    expect(derivedName([long, `${long}1`], 'idx')).not.toBe(derivedName([long, `${long}2`], 'idx'))
    expect(derivedName(['a_b', 'c'], 'idx')).not.toBe(derivedName(['a', 'b_c'], 'idx'))
  })
})

describe('in PostgreSQL', () => {
  let db: Awaited<ReturnType<typeof freshDatabase>>
  beforeAll(async () => {
    db = await freshDatabase()
  })
  afterAll(() => db.close())

  test('any string either is refused as a name or comes back from a real table as its lower case', async () => {
    const likely = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,65}$/).map((name) => `${name}__gc`)
    const name = fc.oneof({ weight: 3, arbitrary: likely }, fc.string({ unit: 'binary' }))
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        if (codeOf(() => checkName(text, 'custom'))) return
        await expect(columnsOfTableNamed(text)).resolves.toEqual([text.toLowerCase()])
      }),
      { numRuns: 150 },
    )
  })

  test('any text without NUL comes back from a quoted literal as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        if (text.includes('\0')) return
        const [row] = await db.query<{ text: string }>(`select ${quoteLiteral(text)} as text`)
        expect(row?.text).toBe(text)
      }),
    )
  })

  async function columnsOfTableNamed(text: string): Promise<string[]> {
    const table = qualified('public', text)
    await db.query(`create table ${table} (${quoteIdentifier(text)} text)`)
    const columns = await db.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0`,
      [table],
    )
    await db.query(`drop table ${table}`)
    return columns.map((column) => column.name)
  }
})
