import type pg from 'pg'
import { call, isLost, isStalePlan } from './call.ts'
import type { Transaction } from './database.ts'
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
  let unusable = false

  async function ask<Row>(sql: Statement | string, params?: readonly unknown[]) {
    try {
      return await call<Row>(client, { sql, params, statementTimeoutMs: limits.statementTimeoutMs })
    } catch (error) {
      unusable ||= isLost(error) || isStalePlan(error)
      throw error
    }
  }

  try {
    await ask(begin(limits))
    const result = await work({ query: async (sql, params) => (await ask<never>(sql, params)).rows })
    const ended = await ask('commit')
    // PostgreSQL answers COMMIT after a failed statement with ROLLBACK, and no error: someone swallowed the first one.
    if (ended.command !== 'COMMIT')
      throw new Error('The transaction was rolled back: a statement in it had failed')
    return result
  } catch (error) {
    if (!unusable) await ask('rollback').catch(() => (unusable = true))
    throw error
  } finally {
    client.release(unusable)
  }
}

function begin({ statementTimeoutMs, usualTimeoutMs }: Limits): string {
  if (statementTimeoutMs === usualTimeoutMs) return 'begin'
  return `begin; set local statement_timeout = ${Math.trunc(statementTimeoutMs)}`
}
