import pg from 'pg'
import { columnTypes } from './column-types.ts'

export interface ConnectOptions {
  connectionString?: string
  host?: string
  port?: number
  user?: string
  password?: string
  database?: string
  max?: number
  applicationName?: string
  /** How long one statement may take; 30 seconds unless told. 0: as long as it needs. */
  statementTimeoutMs?: number
  /** Hears of connections lost while idle; queries that fail reject by themselves. */
  onError?(error: Error): void
}

export function createPool(options: ConnectOptions & { statementTimeoutMs: number }): pg.Pool {
  const { onError = () => {} } = options
  const pool = new pg.Pool({
    ...targetOf(options),
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'team-view',
    statement_timeout: options.statementTimeoutMs,
    connectionTimeoutMillis: 5_000,
    // A connection sheds the statements it has collected now and then.
    maxLifetimeSeconds: 3_600,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    types: columnTypes(),
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it; its types do not say so
    onConnect: setTimeZone,
  })
  // Without listeners, a connection that drops while nobody waits for an answer would end the process.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Where to connect, for the pool and for connections apart from it. */
export const targetOf = (options: ConnectOptions): pg.ClientConfig =>
  options.connectionString ? { connectionString: options.connectionString } : namedTarget(options)

/** Spelt out so that PG* variables meant for another server cannot reach into this one. */
function namedTarget({ host, port, user, password, database }: ConnectOptions): pg.ClientConfig {
  return { host, port, user, password, database, ssl: false }
}

async function setTimeZone(client: pg.ClientBase): Promise<void> {
  await client.query("set time zone 'UTC'")
}
