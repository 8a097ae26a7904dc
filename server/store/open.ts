import { setTimeout as delay } from 'node:timers/promises'
import { connect } from './database.ts'
import type { Database } from './database.ts'
import { startEmbedded } from './embedded/launch.ts'
import type { ConnectOptions } from './pool.ts'
import { StoreError } from './store-error.ts'

export interface OpenStoreOptions {
  databaseUrl?: string
  dataDir: string
  log(message: string): void
}

const OLDEST_SERVER = 160_000

export interface OpenedStore {
  db: Database
  /** Closes the connections, and stops the PostgreSQL that was started for them. */
  close(): Promise<void>
}

/** The given database, or a PostgreSQL of our own in `dataDir`. */
export async function openStore({ databaseUrl, dataDir, log }: OpenStoreOptions): Promise<OpenedStore> {
  const server = databaseUrl ? foreignServer(databaseUrl) : await startEmbedded({ dataDir, log })
  let closing = false
  const onError = (error: Error) => {
    if (!closing) log(`A database connection was lost: ${error.message}`)
  }
  const db = connect({ ...server.connection, onError })
  const close = async () => {
    closing = true
    await closeWithin(db)
    await server.stop()
  }
  try {
    await checkServer(db)
  } catch (error) {
    await close()
    throw error
  }
  return { db, close }
}

function foreignServer(connectionString: string): { connection: ConnectOptions; stop(): Promise<void> } {
  return { connection: { connectionString }, stop: () => Promise.resolve() }
}

async function checkServer(db: Database): Promise<void> {
  const sql =
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number"
  const [server] = await db.query<ServerVersion>(sql).catch((error: unknown) => {
    throw unreachable(error)
  })
  if (server) requireVersion(server)
}

export interface ServerVersion {
  version: string
  number: number
}

export function requireVersion({ version, number }: ServerVersion): void {
  if (number >= OLDEST_SERVER) return
  throw new StoreError(
    'DATABASE_TOO_OLD',
    `The database is PostgreSQL ${version}; version 16 or newer is needed. Upgrade it, or choose another with DATABASE_URL.`,
  )
}

function unreachable(cause: unknown): StoreError {
  const message = `The database cannot be reached: ${describe(cause)}. Check DATABASE_URL.`
  return new StoreError('DATABASE_UNREACHABLE', message, { cause })
}

/** A refused connection to a name with several addresses is an AggregateError, whose own message is empty. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return describe(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

/** The pool waits for connections in use; a query that hangs must not keep the process from ending. */
async function closeWithin(db: Database): Promise<void> {
  const patience = new AbortController()
  const late = delay(2_000, undefined, { signal: patience.signal }).catch(() => undefined)
  await Promise.race([db.close(), late])
  patience.abort()
}
