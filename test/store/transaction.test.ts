import { createServer, connect as dial } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connect } from '../../server/store/index.ts'
import type { Database } from '../../server/store/index.ts'
import { freshDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let db: TestDatabase
let one: Database
beforeAll(async () => {
  db = await freshDatabase()
  await db.query('create table note (id int primary key)')
  one = connect({ connectionString: db.connectionString, max: 1 })
})
beforeEach(() => db.query('truncate note'))
afterAll(async () => {
  await one.close()
  await db.close()
})

const add = 'insert into note values ($1)'
const notes = async () =>
  (await db.query<{ id: number }>('select id from note order by id')).map(({ id }) => id)
const backend = async () => (await one.query<{ pid: number }>('select pg_backend_pid() as pid'))[0]?.pid

test('what a transaction did is there when it resolves, and what work returns is handed on', async () => {
  const result = await one.transaction(async (tx) => {
    await tx.query(add, [1])
    await tx.query(add, [2])
    expect(await notes()).toEqual([])
    return 'done'
  })
  expect(result).toBe('done')
  expect(await notes()).toEqual([1, 2])
})

test('nothing is left of a transaction that failed, in our code or in PostgreSQL, and the connection is kept', async () => {
  const before = await backend()
  const ours = one.transaction(async (tx) => {
    await tx.query(add, [1])
    throw new Error('changed my mind')
  })
  await expect(ours).rejects.toThrow('changed my mind')
  const theirs = one.transaction(async (tx) => {
    await tx.query(add, [1])
    await tx.query(add, [1])
  })
  await expect(theirs).rejects.toMatchObject({ code: '23505' })
  expect(await notes()).toEqual([])
  expect(await backend()).toBe(before)
})

test('a transaction whose failed statement was swallowed does not pass for committed', async () => {
  const swallowing = one.transaction(async (tx) => {
    await tx.query(add, [1])
    await tx.query('select 1/0').catch(() => undefined)
  })
  await expect(swallowing).rejects.toThrow('rolled back')
  expect(await notes()).toEqual([])
})

test('a transaction cut off in the middle fails, and the next one works', async () => {
  const cut = one.transaction(async (tx) => {
    await tx.query(add, [1])
    const [mine] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    await db.query('select pg_terminate_backend($1)', [mine?.pid])
    await tx.query(add, [2])
  })
  await expect(cut).rejects.toThrow()
  await one.transaction((tx) => tx.query(add, [3]))
  expect(await notes()).toEqual([3])
})

test('a transaction can be given more time than statements usually have, for itself only', async () => {
  const hurried = connect({ connectionString: db.connectionString, max: 1, statementTimeoutMs: 50 })
  const slow = 'select pg_sleep(0.2)'
  await hurried.transaction((tx) => tx.query(slow), { statementTimeoutMs: 0 })
  await expect(hurried.transaction((tx) => tx.query(slow))).rejects.toMatchObject({ code: '57014' })
  await expect(hurried.query(slow)).rejects.toMatchObject({ code: '57014' })
  await hurried.close()
})

test('a database that falls silent fails the query instead of hanging it, and is left for a new connection', async () => {
  const line = await interruptibleLine(db.connectionString)
  const remote = connect({ connectionString: line.connectionString, max: 1, statementTimeoutMs: 100 })
  await remote.ping()
  line.interrupt()
  await expect(remote.query('select 1')).rejects.toThrow('timeout')
  line.restore()
  await remote.ping()
  line.interrupt()
  await expect(remote.transaction((tx) => tx.query('select 1'))).rejects.toThrow('timeout')
  line.restore()
  await remote.ping()
  await remote.close()
  await line.close()
})

/** A way to the database that can lose every byte, as a cable pulled out does: no end, no error. */
async function interruptibleLine(connectionString: string) {
  const target = new URL(connectionString)
  const folder = target.searchParams.get('host')
  const port = Number(target.port || 5432)
  const sockets = new Set<Socket>()
  let interrupted = false
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    from.on('data', (bytes) => {
      if (!interrupted) to.write(bytes)
    })
  }
  const server = createServer((near) => {
    const far = folder ? dial(`${folder}/.s.PGSQL.${port}`) : dial(port, target.hostname)
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const here = new URL(connectionString)
  here.hostname = '127.0.0.1'
  here.port = String((server.address() as AddressInfo).port)
  here.searchParams.delete('host')
  return {
    connectionString: here.href,
    interrupt: () => (interrupted = true),
    restore: () => (interrupted = false),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
