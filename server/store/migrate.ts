import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Database } from './database.ts'
import { StoreError } from './store-error.ts'

interface Migration {
  name: string
  sql: string
  checksum: string
}

/** Any number of servers may start together: the lock lets one migrate while the others wait, then find it done. */
const MIGRATION_LOCK = 7_261_540_193

export async function migrate(
  db: Database,
  options: { dir?: string; log?(message: string): void } = {},
): Promise<{ applied: string[] }> {
  const { dir = join(import.meta.dirname, 'migrations'), log = () => {} } = options
  const migrations = await readMigrations(dir)
  return db.connection(async (client) => {
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    try {
      const pending = whatIsPending(migrations, await readApplied(client))
      for (const migration of pending) await apply(client, migration, log)
      return { applied: pending.map((migration) => migration.name) }
    } finally {
      await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
      await client.query('reset statement_timeout')
    }
  })
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      // A checkout may write line ends its own way; that is no change.
      const sql = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function readApplied(client: pg.PoolClient): Promise<Map<string, string>> {
  const { rows } = await client.query<{ present: boolean }>(
    "select to_regclass('control.migration') is not null as present",
  )
  if (!rows[0]?.present) return new Map()
  const applied = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from control.migration',
  )
  return new Map(applied.rows.map(({ name, checksum }) => [name, checksum]))
}

function whatIsPending(migrations: Migration[], applied: Map<string, string>): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]))
  for (const [name, checksum] of [...applied].sort()) {
    if (!known.has(name)) {
      throw new StoreError(
        'DATABASE_IS_NEWER',
        `The database has migration ${name}, which this version does not know. Start the newer version, or restore a backup made before it.`,
      )
    }
    if (known.get(name) !== checksum) {
      throw new StoreError(
        'MIGRATION_CHANGED',
        `Migration ${name} was edited after it was applied to this database. Put the file back and add a new migration instead.`,
      )
    }
  }
  return migrations.filter((migration) => !applied.has(migration.name))
}

async function apply(
  client: pg.PoolClient,
  migration: Migration,
  log: (message: string) => void,
): Promise<void> {
  const { name, sql, checksum } = migration
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into control.migration (name, checksum) values ($1, $2)', [name, checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreError('MIGRATION_FAILED', `Migration ${name} failed and changed nothing: ${reason}`, {
      cause: error,
    })
  }
  log(`Applied migration ${name}`)
}
