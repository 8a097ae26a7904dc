import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  provisionTenant,
  qualified,
  STANDARD_OBJECTS,
  type ObjectDefinition,
} from '../../server/objects/index.ts'
import { compileMerge, type Merged } from '../../server/sync/compile/merge.ts'
import { createStaging, sourcesOf } from '../../server/sync/compile/sources.ts'
import { DEFINITION } from '../../server/sync/definition.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

const CONNECTION = '00000000-0000-4000-8000-000000000001'
const OTHER_RUN = '00000000-0000-4000-8000-00000000000'
const SYSTEM = { id: 'Id', stamp: 'SystemModstamp' }

const DEFINED = DEFINITION.parse({
  source: 'Account',
  destinations: [
    {
      object: 'Company',
      direct: [
        { source: 'Id', target: 'SfdcAccountId', identifier: true },
        { source: 'Name', target: 'Name' },
        { source: 'NumberOfEmployees', target: 'Employees' },
        { source: 'AnnualRevenue', target: 'Arr' },
        { source: 'Renewal__c', target: 'RenewalDate' },
        { source: 'Industry', target: 'Industry', items: { Tech: 'Technology' } },
      ],
      derived: [
        {
          target: 'Csm',
          object: 'User',
          match: [{ source: 'OwnerId', target: 'SfdcUserId' }],
          several: 'reject',
          none: 'null',
        },
      ],
    },
  ],
})

let db: TestDatabase
let schema: string
let runs = 0
const sources = sourcesOf(DEFINED, SYSTEM)
const objectNamed = (name: string): ObjectDefinition => {
  const found = STANDARD_OBJECTS.find((object) => object.name === name)
  if (!found) throw new Error(`there is no object ${name}`)
  return found
}

beforeAll(async () => {
  db = await freshDatabase()
  schema = (await provisionTenant(db, { name: 'Northwind' })).schemaName
  await db.query(createStaging('public.staging', sources))
  await db.query('create table public.rejected (source_id text, problem int, candidates text[])')
})
afterEach(async () => {
  await db.query(`truncate ${qualified(schema, 'Company')}, ${qualified(schema, 'User')} cascade`)
})
afterAll(() => db.close())

type Record = Partial<{ [path: string]: string | null }>

interface Loaded extends Merged {
  refused: { id: string | null; code: string; target: string | null; candidates: string[] | null }[]
}

/** Loads records as a run would: all of them in one batch. */
async function load(records: readonly Record[]): Promise<Loaded> {
  const [destination] = DEFINED.destinations
  if (!destination) throw new Error('there is no destination')
  const merge = compileMerge({
    ...{ schema, staging: 'public.staging', sources, ...SYSTEM, source: 'Account', destination, objectNamed },
    rejected: 'public.rejected',
  })
  const rows = records.map((record) => sources.paths.map((path) => record[path] ?? null))
  await db.query('truncate public.staging, public.rejected')
  const columns = sources.paths.map((_, n) => `r->>${n}`).join(', ')
  await db.query(`insert into public.staging select ${columns} from jsonb_array_elements($1::jsonb) r`, [
    JSON.stringify(rows),
  ])
  const run = `${OTHER_RUN}${++runs % 10}`
  const [merged] = await db.query<Merged>(merge.text, [CONNECTION, run, `${runs}`.padStart(24, '0')])
  if (!merged) throw new Error('a merge answered nothing')
  const refused = await db.query<{ source_id: string; problem: number; candidates: string[] | null }>(
    'select * from public.rejected order by source_id',
  )
  return {
    ...merged,
    refused: refused.map(({ source_id: id, problem, candidates }) => {
      const { code, target } = merge.problems[problem - 1] ?? { code: 'unknown', target: null }
      return { id, code, target, candidates }
    }),
  }
}

const account = (n: number, more: Record = {}): Record => ({
  Id: `001${String(n).padStart(15, '0')}`,
  SystemModstamp: '2026-11-20T10:00:00.000Z',
  Name: `Company ${n}`,
  ...more,
})
const companies = () =>
  db.query<{
    id: string
    name: string
    employees: string | null
    csm: string | null
    industry: string | null
  }>(
    `select sfdcaccountid as id, name, employees, csm, industry from ${qualified(schema, 'Company')} order by 1, 2`,
  )
const dump = async () =>
  db.query(`select c::text as row from ${qualified(schema, 'Company')} c order by gsid`)

describe('a batch', () => {
  test('creates what is new, and loaded again changes nothing at all', async () => {
    const records = Array.from({ length: 50 }, (_, n) => account(n, { NumberOfEmployees: `${n}` }))
    expect(await load(records)).toMatchObject({ read: 50, created: 50, rejected: 0 })
    const before = await dump()
    expect(await load(records)).toMatchObject({
      read: 50,
      created: 0,
      updated: 0,
      unchanged: 50,
      rejected: 0,
    })
    expect(await dump()).toEqual(before)
  })

  test('updates what differs and leaves the rest alone', async () => {
    await load([account(1), account(2)])
    const later = { SystemModstamp: '2026-11-20T11:00:00.000Z' }
    const answer = await load([account(1, { ...later, Name: 'Renamed' }), account(2)])
    expect(answer).toMatchObject({ updated: 1, unchanged: 1 })
    expect((await companies()).map(({ name }) => name)).toEqual(['Renamed', 'Company 2'])
  })

  test('empties what was emptied at the source', async () => {
    await load([account(1, { NumberOfEmployees: '12' })])
    expect(await load([account(1, { SystemModstamp: '2026-11-20T11:00:00.000Z' })])).toMatchObject({
      updated: 1,
    })
    expect((await companies())[0]?.employees).toBeNull()
  })

  test.each([
    ['Name', null, 'REQUIRED_EMPTY', 'Name'],
    ['Name', 'x'.repeat(256), 'TOO_LONG', 'Name'],
    ['NumberOfEmployees', 'many', 'NOT_A_NUMBER', 'Employees'],
    ['NumberOfEmployees', 'NaN', 'NOT_A_NUMBER', 'Employees'],
    ['NumberOfEmployees', '-1', 'OUT_OF_RANGE', 'Employees'],
    ['NumberOfEmployees', '9'.repeat(30), 'NOT_A_NUMBER', 'Employees'],
    ['AnnualRevenue', '1e30', 'NOT_A_NUMBER', 'Arr'],
    ['Renewal__c', '2026-02-30', 'NOT_A_DATE', 'RenewalDate'],
    ['Renewal__c', 'tomorrow', 'NOT_A_DATE', 'RenewalDate'],
    ['Industry', 'Witchcraft', 'ITEM_UNKNOWN', 'Industry'],
    ['Id', null, 'KEY_EMPTY', 'SfdcAccountId'],
  ])('with %s = %s rejects that row, says why, and loads the others', async (path, value, code, target) => {
    const answer = await load([account(1), account(2, { [path]: value }), account(3)])
    expect(answer).toMatchObject({ read: 3, created: 2, rejected: 1, refused: [{ code, target }] })
  })

  test('finds the user an id belongs to, and nobody for an id that is nobody’s', async () => {
    await user('Ada', '0050000000000000AA')
    await load([account(1, { OwnerId: '0050000000000000AA' }), account(2, { OwnerId: '0050000000000000BB' })])
    const [first, second] = await companies()
    expect(first?.csm).toMatch(/^1P01/)
    expect(second?.csm).toBeNull()
  })

  test('rejects a row whose lookup finds several, when the mapping says so', async () => {
    await user('Ada', '0050000000000000AA')
    await user('Bea', '0050000000000000AA')
    const answer = await load([account(1, { OwnerId: '0050000000000000AA' })])
    expect(answer.refused).toMatchObject([{ code: 'LOOKUP_SEVERAL', target: 'Csm' }])
  })

  test('takes an item by its name in any capitals, or by the name it is mapped to', async () => {
    await load([account(1, { Industry: 'TECHNOLOGY' }), account(2, { Industry: 'Tech' })])
    const [one, other] = await companies()
    expect(one?.industry).toMatch(/^1I00/)
    expect(other?.industry).toBe(one?.industry)
  })

  test('with the same record twice takes the newer and says so of the other', async () => {
    const newer = account(1, { SystemModstamp: '2026-11-20T11:00:00.000Z', Name: 'Newer' })
    const answer = await load([account(1, { Name: 'Older' }), newer])
    expect(answer).toMatchObject({ read: 2, created: 1, rejected: 1, refused: [{ code: 'KEY_TWICE' }] })
    expect((await companies()).map(({ name }) => name)).toEqual(['Newer'])
  })

  test('names the candidates when several companies carry the account', async () => {
    await db.query(
      `insert into ${qualified(schema, 'Company')} (name, sfdcaccountid) values ('A', $1), ('B', $1)`,
      [account(1)['Id']],
    )
    const answer = await load([account(1), account(2)])
    expect(answer).toMatchObject({ read: 2, created: 1, rejected: 1, refused: [{ code: 'SEVERAL_RECORDS' }] })
    expect(answer.refused[0]?.candidates).toHaveLength(2)
  })
})

test('every row is in exactly one of the counts, and the newest change wins, in whatever order and pieces they come', async () => {
  const change = fc.record({
    n: fc.integer({ min: 1, max: 4 }),
    minute: fc.integer({ min: 0, max: 9 }),
    employees: fc.constantFrom('1', '2', 'many', '', '-3'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 4 }), async (batches) => {
      await db.query(`truncate ${qualified(schema, 'Company')} cascade`)
      const newest = new Map<number, { minute: number; employees: Set<string> }>()
      for (const batch of batches) {
        const answer = await load(
          batch.map(({ n, minute, employees }) =>
            account(n, {
              SystemModstamp: `2026-11-20T10:0${minute}:00.000Z`,
              NumberOfEmployees: employees === '' ? null : employees,
            }),
          ),
        )
        const { read, created, updated, unchanged, stale, rejected } = answer
        expect(read).toBe(batch.length)
        expect(created + updated + unchanged + stale + rejected).toBe(read)
        for (const { n, minute, employees } of batch.filter(
          (one) => !['many', '-3'].includes(one.employees),
        )) {
          const known = newest.get(n)
          if (!known || known.minute < minute) newest.set(n, { minute, employees: new Set([employees]) })
          else if (known.minute === minute) known.employees.add(employees)
        }
      }
      const there = new Map((await companies()).map(({ id, employees }) => [id, employees]))
      expect(there.size).toBe(newest.size)
      for (const [n, { employees }] of newest)
        expect(employees).toContain(there.get(account(n)['Id'] ?? '')?.replace(/\.0+$/, '') ?? '')
    }),
    { numRuns: 60 },
  )
})

const user = (name: string, id: string) =>
  db.query(`insert into ${qualified(schema, 'User')} (name, username, sfdcuserid) values ($1, $1, $2)`, [
    name,
    id,
  ])
