import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../server/store/index.ts'
import type { StoreError } from '../../server/store/index.ts'
import { requireVersion } from '../../server/store/open.ts'
import { freshDatabase } from '../support/database.ts'

const dataDir = join(tmpdir(), 'team-view-never-made')
const open = (databaseUrl: string) => openStore({ databaseUrl, dataDir, log: () => undefined })

test('with a database given, that one is used and left running', async () => {
  const given = await freshDatabase()
  const store = await open(given.connectionString)
  await store.db.query('create table seen (id int)')
  await store.close()
  expect(await given.query('select id from seen')).toEqual([])
  await given.close()
})

test('a database that cannot be reached is named as the problem, without its password', async () => {
  const port = await unusedPort()
  const failure = await open(`postgres://someone:hush-hush@127.0.0.1:${port}/db`).catch(
    (error: unknown) => error,
  )
  expect(failure).toMatchObject({ code: 'DATABASE_UNREACHABLE' })
  expect((failure as StoreError).message).toMatch(
    /^The database cannot be reached: connect ECONNREFUSED .* Check DATABASE_URL\.$/,
  )
  const malformed = await open('postgres://someone:hush-hush@[bad/db').catch((error: unknown) => error)
  expect(malformed).toMatchObject({ code: 'DATABASE_UNREACHABLE' })
  for (const error of [failure, malformed])
    expect(JSON.stringify(everything(error))).not.toContain('hush-hush')
})

test('PostgreSQL 16 is the oldest that will do', () => {
  requireVersion({ version: '16.0', number: 160_000 })
  expect(() => {
    requireVersion({ version: '15.18', number: 150_018 })
  }).toThrow('The database is PostgreSQL 15.18; version 16 or newer is needed.')
})

/** An error as a logger would take it apart. */
function everything(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  return { ...error, message: error.message, stack: error.stack, cause: everything(error.cause) }
}

async function unusedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
