import type { Value } from '../records/types.ts'
import type { ColumnMetadata } from './column-metadata.ts'

/** A query that was read and found right. Each run looks at the records anew. */
export interface Query {
  /** What it is about, by its real name. */
  readonly object: string
  readonly kind: 'records' | 'count' | 'aggregate'
  /** As they were selected, in their real spelling: `Id`, `Account.Name`, `expr0`. Subqueries are none. */
  readonly columns: readonly string[]
  /** The same, as `columns=true` tells of them; parents and subqueries with theirs inside. */
  columnMetadata(): readonly ColumnMetadata[]
  /** All objects whose records were read: the answer stays as long as none of them changes. */
  readonly touches: readonly string[]
  /** Whether the same records give the same answer at any time. */
  readonly timeless: boolean
  /** For REST: finds out which records there are, in their order. */
  select(): Promise<Selection>
  /** For tables: the values of one row after the other, in stretches of which each has to be read before the next. */
  values(): AsyncIterable<Iterable<readonly Value[]>>
}

export type Answer = Pick<Query, 'kind' | 'columns' | 'columnMetadata' | 'select' | 'values'>

export interface Selection {
  readonly total: number
  /** Records as REST gives them. Those that are gone since are left out. */
  page(from: number, size: number): unknown[]
}
