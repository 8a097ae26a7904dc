import { afterAll, beforeAll, expect, test } from 'vitest'
import { describe as describeObject, insertRows } from '../../server/objects/index.ts'
import type { ObjectDefinition, Tenant } from '../../server/objects/index.ts'
import type { TestDatabase } from '../support/database.ts'
import { freshTenant } from '../support/tenant.ts'

let db: TestDatabase
let tenant: Tenant
let user: ObjectDefinition
beforeAll(async () => {
  ;({ db, tenant } = await freshTenant())
  user = await describeObject(db, tenant.id, 'User')
})
afterAll(() => db.close())

const load = (rows: Record<string, unknown>[]) =>
  db.transaction((tx) => insertRows(tx, tenant.schemaName, user, rows))
const names = async (gsids: string[]): Promise<unknown[]> => {
  const rows = await db.query<{ name: string }>(
    `select name from unnest($1::text[]) with ordinality as wanted (gsid, n)
     join "${tenant.schemaName}"."user" using (gsid) order by n`,
    [gsids],
  )
  return rows.map((row) => row.name)
}

test('more rows than one chunk come back as GSIDs in the order of the rows', async () => {
  const rows = Array.from({ length: 12_001 }, (_, i) => ({ Name: `User ${i}` }))
  const gsids = await load(rows)
  expect(new Set(gsids).size).toBe(rows.length)
  expect(await names(gsids)).toEqual(rows.map((row) => row.Name))
})

test('field names may be in any capitals, row by row', async () => {
  const gsids = await load([{ NAME: 'A' }, { name: 'B' }])
  expect(await names(gsids)).toEqual(['A', 'B'])
})

test('a row that lacks a field which another row has gets its default', async () => {
  const [, second] = await load([{ Name: 'A', IsActiveUser: false }, { Name: 'B' }])
  const rows = await db.query(`select isactiveuser from "${tenant.schemaName}"."user" where gsid = $1`, [
    second,
  ])
  expect(rows).toEqual([{ isactiveuser: true }])
})

test('a GSID that is given is kept', async () => {
  const Gsid = `1P01${'A'.repeat(32)}`
  const gsids = await load([{ Gsid, Name: 'A' }, { Name: 'B' }])
  expect(gsids[0]).toBe(Gsid)
  expect(await names(gsids)).toEqual(['A', 'B'])
})

test('rows of one load may look up to each other', async () => {
  const boss = `1P01${'B'.repeat(32)}`
  const [, second] = await load([
    { Name: 'Report', Manager: boss },
    { Gsid: boss, Name: 'Boss' },
  ])
  expect(second).toBe(boss)
})

test('a field the object does not have is refused by name, and no row is written', async () => {
  const before = await db.query(`select count(*) from "${tenant.schemaName}"."user"`)
  await expect(load([{ Name: 'A' }, { Nickname: 'B' }])).rejects.toThrow('User has no field "Nickname"')
  expect(await db.query(`select count(*) from "${tenant.schemaName}"."user"`)).toEqual(before)
})

test('no rows are no work', async () => {
  await expect(load([])).resolves.toEqual([])
})
