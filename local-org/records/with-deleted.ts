import type { SObject } from './types.ts'

interface Source {
  readonly object: string
  all(): IterableIterator<unknown>
  byId(id: string): unknown
  of?(accountId: string): unknown[]
}

export interface WholeTable {
  readonly object: string
  all(): IterableIterator<SObject>
  byId(id: string): SObject | undefined
  of(accountId: string): SObject[]
}

/** A generated table with those of its records that lie in the recycle bin; their ids come after all others. */
export function withDeleted(table: Source, deleted?: Source): WholeTable {
  const sources = deleted ? [table, deleted] : [table]
  return {
    object: table.object,
    *all() {
      for (const source of sources) yield* source.all() as IterableIterator<SObject>
    },
    byId: (id) => (table.byId(id) ?? deleted?.byId(id)) as SObject | undefined,
    of: (accountId) => sources.flatMap((source) => (source.of?.(accountId) ?? []) as SObject[]),
  }
}
