import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createLogger } from '../../server/lib/log.ts'
import {
  bind,
  createQueue,
  defineTask,
  installQueue,
  startWorker,
  type Queue,
  type Work,
  type Worker,
} from '../../server/queue/index.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

const GREET = defineTask({ name: 'test-greet', payload: z.object({ name: z.string() }), retries: 2 })
const TASKS = [GREET]

let db: TestDatabase
let queue: Queue
let lines: string[]
let workers: Worker[]

const log = createLogger('debug', { write: (line) => void lines.push(line) })

beforeAll(async () => {
  lines = []
  db = await freshDatabase()
  await installQueue(db, { tasks: TASKS, log })
  queue = createQueue({ db, log })
  workers = []
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  await db.query('delete from queue.job')
})
afterAll(async () => {
  await queue.close()
  await db.close()
})

async function work(greet: Work<{ name: string }>): Promise<void> {
  workers.push(await startWorker({ db, log, tasks: [bind(GREET, greet)], recurring: [], watchSeconds: 1 }))
}

const greet = (name: string, key?: string) =>
  db.transaction((tx) => queue.send(tx, GREET, { name }, key === undefined ? {} : { key }))

describe('a task that is sent', () => {
  test('is done, at once, by a worker that was waiting', async () => {
    const done: string[] = []
    await work(({ name }) => Promise.resolve(void done.push(name)))
    await greet('Ada')
    await until(() => done.length === 1, { what: 'it is done' })
    expect(done).toEqual(['Ada'])
  })

  test('was never sent when its transaction is taken back', async () => {
    const done: string[] = []
    const failing = db.transaction(async (tx) => {
      await queue.send(tx, GREET, { name: 'nobody' })
      throw new Error('taken back')
    })
    await expect(failing).rejects.toThrow('taken back')
    await work(({ name }) => Promise.resolve(void done.push(name)))
    await greet('somebody')
    await until(() => done.length > 0, { what: 'the other is done' })
    expect(done).toEqual(['somebody'])
  })

  test('with a key waits once, however often it is asked for', async () => {
    const done: string[] = []
    await Promise.all(Array.from({ length: 8 }, (_, n) => greet(`${n}`, 'the same')))
    await greet('another', 'another key')
    await work(({ name }) => Promise.resolve(void done.push(name)))
    await until(() => done.includes('another'), { what: 'the last is done' })
    expect(done).toHaveLength(2)
  })

  test('goes to one of several workers, and to no other', async () => {
    const done: string[] = []
    const names = Array.from({ length: 40 }, (_, n) => `guest ${n}`)
    for (let n = 0; n < 3; n++) await work(({ name }) => Promise.resolve(void done.push(name)))
    await Promise.all(names.map((name) => greet(name)))
    await until(() => done.length >= names.length, { what: 'all are done' })
    await Promise.all(workers.splice(0).map((worker) => worker.stop()))
    expect(done.sort()).toEqual(names.sort())
  })

  test('that fails is tried again, and given up after as many tries as it has', async () => {
    let tries = 0
    await work(() => {
      tries++
      throw new Error('no voice today')
    })
    await greet('Ada')
    await until(async () => (await stateOf('Ada')) === 'failed', { what: 'it is given up', withinMs: 20_000 })
    expect(tries).toBe(3)
    expect(lines.filter((line) => line.includes('no voice today')).length).toBeGreaterThanOrEqual(3)
  })

  test('is done by another worker when the one that had it has fallen silent', async () => {
    let tries = 0
    const never = new Promise<void>(() => undefined)
    await work(() => (++tries === 1 ? never : Promise.resolve()))
    await greet('Ada')
    await until(() => tries === 1, { what: 'the first has it' })
    // As if that worker had died: its last sign of life is long ago.
    await db.query("update queue.job set heartbeat_on = now() - interval '1 hour'")
    await work(async () => {
      await Promise.resolve()
      tries++
    })
    await until(async () => (await stateOf('Ada')) === 'completed', {
      what: 'the other has done it',
      withinMs: 30_000,
    })
    expect(tries).toBe(2)
  })
})

test('a worker that stops asks what is under way to end', async () => {
  let asked = false
  await work(
    (_payload, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          asked = true
          resolve()
        })
      }),
  )
  await greet('Ada')
  await until(async () => (await stateOf('Ada')) === 'active', { what: 'it is under way' })
  await workers.pop()?.stop()
  expect(asked).toBe(true)
})

async function stateOf(name: string): Promise<string | undefined> {
  const rows = await db.query<{ state: string }>(
    "select state::text from queue.job where name = $1 and data->>'name' = $2",
    [GREET.name, name],
  )
  return rows[0]?.state
}
