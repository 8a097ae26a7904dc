import { afterAll, beforeAll, expect, test } from 'vitest'
import { hearTogether } from '../../server/store/index.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const connections = async () => {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where application_name = 'team-view listener' and datname = current_database()`,
  )
  return row?.count
}

test('whoever listens to one channel hears everything over one connection, which goes with the last of them', async () => {
  const hearing = hearTogether(db)
  const heard: string[] = []
  const missed: string[] = []
  const ear = (name: string) => ({
    heard: (payload: string) => void heard.push(`${name} ${payload}`),
    missed: () => void missed.push(name),
  })
  const one = hearing.listen('changes', ear('one'))
  const other = hearing.listen('changes', ear('other'))
  await until(() => one.isCurrent() && other.isCurrent())
  expect(missed.toSorted()).toEqual(['one', 'other'])
  expect(await connections()).toBe(1)
  await db.query(`select pg_notify('changes', 'a')`)
  await until(() => heard.length === 2)
  await one.close()
  await db.query(`select pg_notify('changes', 'b')`)
  await until(() => heard.length === 3)
  expect(heard).toEqual(['one a', 'other a', 'other b'])
  await other.close()
  await until(async () => (await connections()) === 0)
})
