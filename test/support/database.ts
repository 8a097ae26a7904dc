import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { connect } from '../../server/store/index.ts'
import type { ConnectOptions, Database } from '../../server/store/index.ts'
import { leaksInRows } from './canary/rows.ts'
import type { Leak } from './canary/watch.ts'
import { onDatabase } from './global-database.ts'

export interface TestDatabase extends Database {
  connectionString: string
}

/** A migrated database of the test's own; `close()` drops it. */
export function freshDatabase(): Promise<TestDatabase> {
  return createDatabase(`template ${inject('databases').template}`)
}

/** The same before any migration. */
export function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase('')
}

async function createDatabase(from: string): Promise<TestDatabase> {
  const { connection, template } = inject('databases')
  const name = `${template}_${randomBytes(6).toString('hex')}`
  await asAdmin(connection, `create database ${name} ${from}`)
  const connectionString = connectionStringOf(onDatabase(connection, name))
  const db = connect({ connectionString })
  let isDropped = false
  return {
    ...db,
    connectionString,
    async close() {
      await db.close()
      if (isDropped) return
      isDropped = true
      const leaks = await leaksIn(connectionString)
      await asAdmin(connection, `drop database if exists ${name} with (force)`)
      if (leaks.length > 0) throw new Error(`secrets are kept where none belongs: ${JSON.stringify(leaks)}`)
    },
  }
}

async function leaksIn(connectionString: string): Promise<Leak[]> {
  const db = connect({ connectionString, max: 1 })
  try {
    return await leaksInRows(db)
  } finally {
    await db.close()
  }
}

async function asAdmin(connection: ConnectOptions, sql: string): Promise<void> {
  const admin = connect({ ...connection, max: 1 })
  try {
    await admin.query(sql)
  } finally {
    await admin.close()
  }
}

function connectionStringOf(options: ConnectOptions): string {
  if (options.connectionString) return options.connectionString
  const { user = '', password = '', host = '', port, database = '' } = options
  const login = password ? `${user}:${encodeURIComponent(password)}` : user
  if (!host.startsWith('/')) return `postgres://${login}@${host}:${port}/${database}`
  return `postgres://${login}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}

/** A database that tells nobody of its changes: what is read of it is read each time. */
export const deaf = (db: Database): Database => ({
  ...db,
  listen: () => ({ isCurrent: () => false, close: () => Promise.resolve() }),
})
