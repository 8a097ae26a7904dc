import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { connect, statement } from '../../server/store/index.ts'
import { freshDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await freshDatabase()
  await db.query('create table note (id int primary key, text text)')
})
afterAll(() => db.close())

test('a named statement is prepared once on a connection, plain SQL never', async () => {
  await using one = single()
  const read = statement('select $1::int + 1 as next')
  for (const n of [1, 2, 3]) expect(await one.query(read, [n])).toEqual([{ next: n + 1 }])
  await one.query('select $1::int as plain', [1])
  expect(await one.query('select name from pg_prepared_statements')).toEqual([{ name: read.name }])
})

test('dates stay dates, big numbers stay exact, moments are moments', async () => {
  const [row] = await db.query(`select date '2026-03-29' as day, 9007199254740993::bigint as big,
    1.10::numeric as price, timestamptz '2026-03-29 01:30:00+01' as moment, current_setting('TimeZone') as zone`)
  const moment = new Date('2026-03-29T00:30:00Z')
  expect(row).toEqual({ day: '2026-03-29', big: '9007199254740993', price: '1.10', moment, zone: 'UTC' })
})

test('a statement that takes too long is ended, and the connection lives on', async () => {
  await using one = single({ statementTimeoutMs: 100 })
  const [before] = await one.query(backend)
  await expect(one.query('select pg_sleep(20)')).rejects.toMatchObject({ code: '57014' })
  expect(await one.query(backend)).toEqual([before])
})

test('a statement prepared before its table changed still answers', async () => {
  await using one = single()
  await one.query('create table shape (id int)')
  const read = statement('select * from shape')
  await one.query(read)
  await one.query('alter table shape add column colour text')
  await one.query("insert into shape values (1, 'red')")
  expect(await one.query(read)).toEqual([{ id: 1, colour: 'red' }])
})

test('a connection that is cut fails its query and no other', async () => {
  await using one = single()
  const slow = one.query('select pg_sleep(20)')
  const [, failure] = await Promise.all([cutWhileBusy('pg_sleep(20)'), slow.catch((error: unknown) => error)])
  expect(failure).toMatchObject({ code: '57P01' })
  expect(await one.query('select 1 as one')).toEqual([{ one: 1 }])
})

test('a connection that is cut while idle is reported and replaced', async () => {
  const onError = vi.fn()
  await using one = single({ onError })
  const [idle] = await one.query<{ pid: number }>(backend)
  await db.query('select pg_terminate_backend($1)', [idle?.pid])
  await vi.waitFor(() => {
    expect(onError).toHaveBeenCalledOnce()
  })
  await one.ping()
})

test('a connection that is cut while someone has it but asks nothing does no harm either', async () => {
  await using one = single()
  const cut = one.connection(async (client) => {
    // Not events.once: it would listen for errors, which is the pool's to do.
    const gone = new Promise<void>((resolve) => client.once('end', resolve))
    const { rows } = await client.query<{ pid: number }>(backend)
    await db.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await gone
    await client.query('select 1')
  })
  await expect(cut).rejects.toThrow()
  await one.ping()
})

test('what fails on a connection of its own leaves nothing behind', async () => {
  await using one = single()
  const failing = one.connection(async (client) => {
    await client.query('select pg_advisory_lock(42)')
    throw new Error('half way')
  })
  await expect(failing).rejects.toThrow('half way')
  await vi.waitFor(async () => {
    expect(await db.query("select 1 from pg_locks where locktype = 'advisory' and objid = 42")).toEqual([])
  })
})

const backend = 'select pg_backend_pid() as pid'

/** A pool of one connection to the same database, so that it is always the same one that answers. */
function single(options: { statementTimeoutMs?: number; onError?(error: Error): void } = {}) {
  const one = connect({ connectionString: db.connectionString, max: 1, ...options })
  return { ...one, [Symbol.asyncDispose]: () => one.close() }
}

async function cutWhileBusy(sql: string): Promise<void> {
  await vi.waitFor(async () => {
    const cut = await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query like '%' || $1`,
      [sql],
    )
    expect(cut).toHaveLength(1)
  })
}
