import type pg from 'pg'
import { call, isLost, isStalePlan } from './call.ts'
import type { Answer } from './call.ts'
import type { Transaction } from './queryable.ts'
import type { Statement } from './statement.ts'

export interface Limits {
  /** For the statements of this transaction. */
  statementTimeoutMs: number
  /** What the connection has anyway. */
  usualTimeoutMs: number
}

export async function transact<T>(
  pool: pg.Pool,
  limits: Limits,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const connection = { unusable: false }

  async function ask(sql: Statement | string, params?: readonly unknown[]): Promise<Answer> {
    try {
      return await call(client, { sql, params, statementTimeoutMs: limits.statementTimeoutMs })
    } catch (error) {
      connection.unusable ||= isLost(error) || isStalePlan(error)
      throw error
    }
  }

  try {
    await ask(begin(limits))
    const result = await work({
      query: async <Row>(sql: Statement | string, params?: readonly unknown[]) =>
        (await ask(sql, params)).rows as Row[],
    })
    await commit(ask)
    return result
  } catch (error) {
    if (!connection.unusable) await ask('rollback').catch(() => (connection.unusable = true))
    throw error
  } finally {
    client.release(connection.unusable)
  }
}

/** PostgreSQL answers COMMIT after a failed statement with ROLLBACK and no error: `work` swallowed the first one. */
async function commit(ask: (sql: string) => Promise<Answer>): Promise<void> {
  const { command } = await ask('commit')
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back: a statement in it had failed')
}

function begin({ statementTimeoutMs, usualTimeoutMs }: Limits): string {
  if (statementTimeoutMs === usualTimeoutMs) return 'begin'
  return `begin; set local statement_timeout = ${Math.trunc(statementTimeoutMs)}`
}
