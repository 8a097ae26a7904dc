import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from './support/database.ts'
import { AUDIENCE } from './support/server.ts'
import { until } from './support/until.ts'

const WORKER = join(import.meta.dirname, '../server/worker.ts')
const SECRET_KEYS = `test:${createHash('sha256').update('test').digest('base64')}`

let db: TestDatabase
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

/** A worker as `npm run worker` runs it. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [WORKER], { env: { PATH: process.env['PATH'] ?? '', ...env } })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { said, ended, stop: (signal: NodeJS.Signals) => child.kill(signal) }
}

test('a worker without the database of its servers says what it needs, and ends', async () => {
  const worker = start({ WIDGET_AUDIENCE: AUDIENCE })
  expect(await worker.ended).toBe(1)
  expect(worker.said.err).toContain('DATABASE_URL is missing')
  expect(worker.said.err).not.toContain('    at ')
})

test('a worker works until it is told to stop, and lets go of the database', async () => {
  const worker = start({ WIDGET_AUDIENCE: AUDIENCE, DATABASE_URL: db.connectionString, SECRET_KEYS })
  try {
    await until(() => worker.said.out.includes('"msg":"working"'), { what: 'it works', withinMs: 20_000 })
    worker.stop('SIGTERM')
    expect(await worker.ended).toBe(0)
  } finally {
    worker.stop('SIGKILL')
  }
  const left = await db.query(
    'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  expect(left).toEqual([])
})
