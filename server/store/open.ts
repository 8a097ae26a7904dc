import { connect } from './database.ts'
import type { Database } from './database.ts'
import { startEmbedded } from './embedded/launch.ts'
import { StoreError } from './store-error.ts'

export interface OpenStoreOptions {
  databaseUrl?: string
  dataDir: string
  log(message: string): void
}

const OLDEST_SERVER = 160_000

/** The given database, or a PostgreSQL of our own in `dataDir`. Closing stops what was started here. */
export async function openStore(
  options: OpenStoreOptions,
): Promise<{ db: Database; close(): Promise<void> }> {
  const { databaseUrl, dataDir, log } = options
  const onError = (error: Error) => log(`A database connection was lost: ${error.message}`)
  if (databaseUrl) {
    const db = connect({ connectionString: databaseUrl, onError })
    await closingOnFailure(db, () => checkServer(db))
    return { db, close: () => closeWithin(db) }
  }
  const embedded = await startEmbedded({ dataDir, log })
  const db = connect({ ...embedded.connection, onError })
  const close = async () => {
    await closeWithin(db)
    await embedded.stop()
  }
  await checkServer(db).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return { db, close }
}

async function checkServer(db: Database): Promise<void> {
  const [row] = await db
    .query<{ version: string; number: number }>(
      "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
    )
    .catch((error: unknown) => {
      throw unreachable(error)
    })
  if (!row || row.number < OLDEST_SERVER) {
    throw new StoreError(
      'DATABASE_TOO_OLD',
      `The database is PostgreSQL ${row?.version}; version 16 or newer is needed. Upgrade it, or choose another with DATABASE_URL.`,
    )
  }
}

function unreachable(error: unknown): StoreError {
  const reason = describe(error)
  return new StoreError(
    'DATABASE_UNREACHABLE',
    `The database cannot be reached: ${reason}. Check DATABASE_URL.`,
    {
      cause: error,
    },
  )
}

/** A refused connection to a name with several addresses is an AggregateError, whose own message is empty. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return describe(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

async function closingOnFailure(db: Database, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await db.close()
    throw error
  }
}

/** The pool waits for connections in use; a query that hangs must not keep the process from ending. */
async function closeWithin(db: Database): Promise<void> {
  const { promise: patience, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, 2_000)
  await Promise.race([db.close(), patience])
  clearTimeout(timer)
}
