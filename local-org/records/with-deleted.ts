import { ordinalOf } from '../salesforce-id.ts'
import { timeOf } from './time.ts'
import type { SObject } from './types.ts'

interface Source {
  readonly object: string
  readonly keyPrefix: string
  all(): IterableIterator<unknown>
  byId(id: string): unknown
  of?(accountId: string): unknown[]
  stamps?(tell: (ordinal: number, modified: number) => void): void
}

export interface WholeTable {
  readonly object: string
  all(): IterableIterator<SObject>
  byId(id: string): SObject | undefined
  of(accountId: string): SObject[]
  stamps?(tell: (ordinal: number, time: number, isDeleted: boolean) => void): void
}

/** A generated table with those of its records that lie in the recycle bin; their ids come after all others. */
export function withDeleted(table: Source, deleted?: Source): WholeTable {
  const sources = deleted ? [table, deleted] : [table]
  const { object, keyPrefix, stamps } = table
  return {
    object,
    *all() {
      for (const source of sources) yield* source.all() as IterableIterator<SObject>
    },
    byId: (id) => (table.byId(id) ?? deleted?.byId(id)) as SObject | undefined,
    of: (accountId) => sources.flatMap((source) => (source.of?.(accountId) ?? []) as SObject[]),
    ...(stamps && {
      stamps(tell) {
        stamps((ordinal, modified) => tell(ordinal, modified, false))
        for (const { Id, SystemModstamp } of (deleted?.all() ?? []) as IterableIterator<SObject>) {
          tell(ordinalOf(Id, keyPrefix) as number, timeOf(SystemModstamp), true)
        }
      },
    }),
  }
}
