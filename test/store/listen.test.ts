import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Listening } from '../../server/store/index.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

async function listening(channel: string) {
  const heard: string[] = []
  const state = { missed: 0 }
  const ear: Listening = db.listen(channel, {
    heard: (payload) => heard.push(payload),
    missed: () => state.missed++,
  })
  await until(() => ear.isCurrent(), { what: 'the connection' })
  return { ear, heard, state }
}

/** Ends every connection that listens, as a database does that restarts. */
const cut = () =>
  db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'team-view listener' and datname = current_database()`,
  )

test('what is said on the channel is heard when its transaction commits, and not when it rolls back', async () => {
  const { ear, heard } = await listening('news')
  await db.transaction(async (tx) => {
    await tx.query(`select pg_notify('news', 'first')`)
  })
  await db
    .transaction(async (tx) => {
      await tx.query(`select pg_notify('news', 'never')`)
      throw new Error('no')
    })
    .catch(() => undefined)
  await db.query(`select pg_notify('news', 'second')`)
  await until(() => heard.includes('second'))
  expect(heard).toEqual(['first', 'second'])
  await ear.close()
})

test('a lost connection is said, is not current, and comes back by itself', async () => {
  const { ear, heard, state } = await listening('lost')
  const before = state.missed
  await cut()
  await until(() => state.missed > before)
  await until(() => ear.isCurrent())
  expect(state.missed).toBeGreaterThanOrEqual(before + 2)
  await db.query(`select pg_notify('lost', 'again')`)
  await until(() => heard.includes('again'))
  await ear.close()
})

test('after it is closed it hears nothing, is not current, and holds no connection', async () => {
  const { ear, heard } = await listening('closed')
  await ear.close()
  expect(ear.isCurrent()).toBe(false)
  await db.query(`select pg_notify('closed', 'late')`)
  await until(async () => {
    const rows = await db.query(
      `select from pg_stat_activity where application_name = 'team-view listener' and datname = current_database()`,
    )
    return rows.length === 0
  })
  expect(heard).toEqual([])
})
