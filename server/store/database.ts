import pg from 'pg'
import { columnTypes } from './column-types.ts'
import type { Statement } from './statement.ts'

export interface Queryable {
  /** A `statement(…)` is prepared once per connection; a plain string is sent as it is (DDL, generated SQL). */
  query<Row>(sql: Statement | string, params?: readonly unknown[]): Promise<Row[]>
}

export interface Transaction extends Queryable {}

export interface Database extends Queryable {
  /** Commits when `work` resolves, rolls back when it rejects. Retries nothing. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** One connection for as long as `work` runs: COPY, LISTEN, session advisory locks. */
  connection<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>
  ping(): Promise<void>
  close(): Promise<void>
}

export interface ConnectOptions {
  connectionString?: string
  host?: string
  port?: number
  user?: string
  password?: string
  database?: string
  max?: number
  applicationName?: string
  statementTimeoutMs?: number
  /** Hears of connections lost while idle; queries that fail reject by themselves. */
  onError?(error: Error): void
}

export function connect(options: ConnectOptions): Database {
  const pool = createPool(options)

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    try {
      const result = await work(client)
      client.release()
      return result
    } catch (error) {
      // What a failed `work` left behind (a half-done COPY, a lock, an open transaction) must not reach the next user.
      client.release(true)
      throw error
    }
  }

  return {
    query: (sql, params) => queryOn(pool, sql, params),
    connection: withClient,
    transaction: (work) => transact(pool, work),
    async ping() {
      await pool.query('select 1')
    },
    async close() {
      if (!pool.ending) await pool.end()
    },
  }
}

function createPool(options: ConnectOptions): pg.Pool {
  const { connectionString, host, port, user, password, database, onError = () => {} } = options
  const target = connectionString
    ? { connectionString }
    : // Spelt out so that PG* variables meant for another server cannot reach into this one.
      { host, port, user, password, database, ssl: false }
  const pool = new pg.Pool({
    ...target,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'team-view',
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    connectionTimeoutMillis: 5_000,
    // A connection sheds the statements it has collected now and then.
    maxLifetimeSeconds: 3_600,
    keepAlive: true,
    types: columnTypes,
    onConnect: async (client: pg.ClientBase) => {
      await client.query("set time zone 'UTC'")
    },
  } as pg.PoolConfig)
  // Without listeners, a connection that drops while nobody uses it would end the process.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

async function queryOn<Row>(
  target: pg.Pool | pg.PoolClient,
  sql: Statement | string,
  params?: readonly unknown[],
): Promise<Row[]> {
  const values = params as unknown[] | undefined
  const result =
    typeof sql === 'string' ? await target.query(sql, values) : await target.query({ ...sql, values })
  return result.rows as Row[]
}

async function transact<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work({ query: (sql, params) => queryOn(client, sql, params) })
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    )
    throw error
  }
}
