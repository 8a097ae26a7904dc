import pg from 'pg'
import type { Statement } from './statement.ts'

export interface Call {
  sql: Statement | string
  params?: readonly unknown[] | undefined
  /** PostgreSQL's own limit for this statement; 0 for none. */
  statementTimeoutMs: number
}

/** PostgreSQL ends a slow statement itself; when even that is not heard, the connection is dead and we stop waiting. */
const SILENCE_MS = 5_000

export async function call<Row>(
  client: pg.PoolClient,
  request: Call,
): Promise<pg.QueryResult & { rows: Row[] }> {
  const { sql, params, statementTimeoutMs } = request
  const { name, text } = typeof sql === 'string' ? { name: undefined, text: sql } : sql
  const query_timeout = statementTimeoutMs === 0 ? undefined : statementTimeoutMs + SILENCE_MS
  return client.query({
    name,
    text,
    values: params as unknown[] | undefined,
    query_timeout,
  } as pg.QueryConfig)
}

/** After an answer of PostgreSQL's a connection is usable; after anything else (lost, silent, out of step) it is not. */
export function isLost(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError)
}

/** A table changed since the statement was prepared. PostgreSQL refuses it before it does anything. */
export function isStalePlan(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  )
}
