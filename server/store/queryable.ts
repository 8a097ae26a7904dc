import type { Statement } from './statement.ts'

export interface Queryable {
  /** A `statement(…)` is prepared once per connection; a plain string is sent as it is (DDL, generated SQL). */
  query<Row>(sql: Statement | string, params?: readonly unknown[]): Promise<Row[]>
}

export interface Transaction extends Queryable {}
