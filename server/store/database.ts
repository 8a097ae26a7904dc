import type pg from 'pg'
import { call, isLost, isStalePlan } from './call.ts'
import { createPool } from './pool.ts'
import { listen } from './listen.ts'
import type { Ear, Listening } from './listen.ts'
import { targetOf } from './pool.ts'
import type { ConnectOptions } from './pool.ts'
import type { Queryable, Transaction } from './queryable.ts'
import type { Statement } from './statement.ts'
import { transact } from './transact.ts'

export interface TransactionOptions {
  /** How long one of its statements may take, where the usual limit is too short. 0: as long as it needs. */
  statementTimeoutMs?: number
}

export interface Database extends Queryable {
  /** Commits when `work` resolves, rolls back when it rejects. Retries nothing. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** One connection for as long as `work` runs: COPY, LISTEN, session advisory locks. It is closed if `work` rejects. */
  connection<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>
  /** Hears what is said on a channel, on a connection of its own, until it is closed; `close` closes it too. */
  listen(channel: string, ear: Ear): Listening
  ping(): Promise<void>
  close(): Promise<void>
}

export function connect(options: ConnectOptions): Database {
  const usualTimeoutMs = options.statementTimeoutMs ?? 30_000
  const pool = createPool({ ...options, statementTimeoutMs: usualTimeoutMs })
  const listening = new Set<Listening>()

  async function once<Row>(sql: Statement | string, params?: readonly unknown[]): Promise<Row[]> {
    const client = await pool.connect()
    let unusable = false
    try {
      const { rows } = await call(client, { sql, params, statementTimeoutMs: usualTimeoutMs })
      return rows as Row[]
    } catch (error) {
      unusable = isLost(error) || isStalePlan(error)
      throw error
    } finally {
      client.release(unusable)
    }
  }

  async function query<Row>(sql: Statement | string, params?: readonly unknown[]): Promise<Row[]> {
    try {
      return await once<Row>(sql, params)
    } catch (error) {
      // Nothing was done. Without its name, whichever connection it gets plans it anew.
      if (isStalePlan(error) && typeof sql !== 'string') return once<Row>(sql.text, params)
      throw error
    }
  }

  return {
    query,
    transaction: (work, { statementTimeoutMs = usualTimeoutMs } = {}) =>
      transact(pool, { statementTimeoutMs, usualTimeoutMs }, work),
    connection: (work) => onOneConnection(pool, work),
    listen(channel, ear) {
      const one = listen(targetOf(options), channel, ear)
      listening.add(one)
      return one
    },
    async ping() {
      await query('select 1')
    },
    async close() {
      await Promise.all([...listening].map((one) => one.close()))
      if (!pool.ending) await pool.end()
    },
  }
}

async function onOneConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const result = await work(client)
    client.release()
    return result
  } catch (error) {
    // What failed work leaves behind (a half-done COPY, a lock, an open transaction) must not reach the next user.
    client.release(true)
    throw error
  }
}
