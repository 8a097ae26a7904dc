import pg from 'pg'
import type { Statement } from './statement.ts'

export interface Call {
  sql: Statement | string
  params?: readonly unknown[] | undefined
  /** PostgreSQL's own limit for this statement; 0 for none. */
  statementTimeoutMs: number
}

export interface Answer {
  command: string
  rows: unknown[]
}

export async function call(client: pg.PoolClient, request: Call): Promise<Answer> {
  const { sql, params, statementTimeoutMs } = request
  const { name, text } = typeof sql === 'string' ? { name: undefined, text: sql } : sql
  // PostgreSQL ends a slow statement itself; when even that is not heard, the connection is dead and we stop waiting.
  const query_timeout =
    statementTimeoutMs === 0 ? undefined : statementTimeoutMs + Math.min(statementTimeoutMs, 5_000)
  const config: pg.QueryConfig & { query_timeout: number | undefined } = {
    name,
    text,
    values: params as unknown[] | undefined,
    query_timeout,
  }
  // Several statements in one text answer a result each, whatever the driver's types say.
  const results = [await client.query(config)].flat() as Answer[]
  return { command: results.at(-1)?.command ?? '', rows: results.flatMap(({ rows }) => rows) }
}

/** Shutting down, cut off, timed out as a session: the answer PostgreSQL gives before it hangs up. */
const LAST_WORDS = /^(08...|57P..|25P03|25P04)$/

/** After PostgreSQL refused a statement a connection is usable; after anything else (lost, silent) it is not. */
export function isLost(error: unknown): boolean {
  return (
    !(error instanceof pg.DatabaseError) || error.severity === 'FATAL' || LAST_WORDS.test(error.code ?? '')
  )
}

/** A table changed since the statement was prepared. PostgreSQL refuses it before it does anything. */
export function isStalePlan(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  )
}
