import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { createLogger } from '../../server/lib/log.ts'
import { installQueue } from '../../server/queue/index.ts'
import { connect, migrate } from '../../server/store/index.ts'
import type { ConnectOptions, Database } from '../../server/store/index.ts'
import { startEmbedded } from '../../server/store/embedded/launch.ts'
import { TASKS } from '../../server/tasks.ts'
import { readPidFile } from '../../server/store/embedded/pid-file.ts'
import { isAlive, isRunning, programOf } from '../../server/store/embedded/process-identity.ts'
import type { ProcessIdentity } from '../../server/store/embedded/process-identity.ts'

export interface TestDatabases {
  /** How to reach the server that holds them. */
  connection: ConnectOptions
  /** A migrated, empty database to copy from. */
  template: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    databases: TestDatabases
  }
}

/** One PostgreSQL for the whole run: TEST_DATABASE_URL's, or one of our own in a temporary folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['TEST_DATABASE_URL']
  const server = url
    ? { connection: { connectionString: url }, stop: () => Promise.resolve() }
    : await startTemporary()
  const template = `test_${randomBytes(6).toString('hex')}`
  const admin = connect({ ...server.connection, max: 1 })
  const tearDown = async () => {
    await dropAll(admin, template)
    await admin.close()
    await server.stop()
  }
  try {
    await makeTemplate(admin, { server: server.connection, template })
  } catch (error) {
    await tearDown()
    throw error
  }
  project.provide('databases', { connection: server.connection, template })
  return tearDown
}

async function makeTemplate(
  admin: Database,
  { server, template }: { server: ConnectOptions; template: string },
) {
  await admin.query(`create database ${template}`)
  const empty = connect({ ...onDatabase(server, template), max: 1 })
  try {
    await migrate(empty)
    await installQueue(empty, { tasks: TASKS, log: createLogger('warn') })
  } finally {
    // Nobody may be connected to what is copied.
    await empty.close()
  }
}

export function onDatabase(connection: ConnectOptions, database: string): ConnectOptions {
  if (!connection.connectionString) return { ...connection, database }
  const url = new URL(connection.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

async function dropAll(admin: Database, template: string): Promise<void> {
  const made = await admin.query<{ name: string }>(
    "select datname as name from pg_database where datname = $1 or datname like $1 || '\\_%'",
    [template],
  )
  for (const { name } of made) await admin.query(`drop database if exists ${name} with (force)`)
}

const PREFIX = 'team-view-test-'

async function startTemporary() {
  await removeLeftovers()
  const folder = await mkdtemp(join(tmpdir(), PREFIX))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const postgres = await startEmbedded({
      dataDir: folder,
      log: () => undefined,
      // Nothing here outlives the run.
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
    })
    return {
      connection: postgres.connection satisfies ConnectOptions,
      stop: () => postgres.stop().then(remove),
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A run that was killed leaves its PostgreSQL running: the next run stops it. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    const owner = await readOwner(folder)
    // Another run may be removing the same one; whoever fails leaves it to the next.
    if (owner && !isRunning(owner)) await removeLeftover(folder).catch(() => undefined)
  }
}

async function removeLeftover(folder: string): Promise<void> {
  const pid = readPidFile(join(folder, 'postgres'))?.pid
  if (pid !== undefined && programOf(pid) === 'postgres') {
    process.kill(pid, 'SIGQUIT')
    for (let polls = 0; isAlive(pid) && polls < 100; polls++) await delay(50)
  }
  await rm(folder, { recursive: true, force: true })
}

async function readOwner(folder: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'server.lock'), 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}
