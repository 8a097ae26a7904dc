import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { connect, migrate } from '../../server/store/index.ts'
import type { ConnectOptions } from '../../server/store/index.ts'
import { startEmbedded } from '../../server/store/embedded/launch.ts'

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
    ? { connection: { connectionString: url }, stop: async () => {} }
    : await startTemporary()
  const template = `test_${randomBytes(6).toString('hex')}`
  const admin = connect({ ...server.connection, max: 1 })
  await admin.query(`create database ${template}`)
  const empty = connect({ ...onDatabase(server.connection, template), max: 1 })
  await migrate(empty)
  await empty.close()
  project.provide('databases', { connection: server.connection, template })
  return async () => {
    await dropAll(admin, template)
    await admin.close()
    await server.stop()
  }
}

export function onDatabase(connection: ConnectOptions, database: string): ConnectOptions {
  if (!connection.connectionString) return { ...connection, database }
  const url = new URL(connection.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

async function dropAll(admin: ReturnType<typeof connect>, template: string): Promise<void> {
  const made = await admin.query<{ name: string }>(
    "select datname as name from pg_database where datname = $1 or datname like $1 || '\\_%'",
    [template],
  )
  for (const { name } of made) await admin.query(`drop database if exists ${name} with (force)`)
}

async function startTemporary() {
  const folder = await mkdtemp(join(tmpdir(), 'team-view-test-'))
  const postgres = await startEmbedded({
    dataDir: folder,
    log: () => {},
    // Nothing here outlives the run.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  })
  return {
    connection: postgres.connection satisfies ConnectOptions,
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
