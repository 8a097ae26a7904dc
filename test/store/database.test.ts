import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

test('a fresh database has the control tables', async () => {
  const [row] = await db.query<{ id: string }>("select control.new_gsid('1P02') as id")
  expect(row?.id).toMatch(/^1P02[0-9A-F]{32}$/)
})
