import { normalizeId, ordinalOf } from '../salesforce-id.ts'
import { accountStanding, accountTraits, type Standing, type Traits } from './traits.ts'
import type { World } from './world.ts'

/** One object's records: all of them as a stream, or one by id. Nothing is kept in memory. */
export interface Table<R> {
  readonly object: string
  readonly keyPrefix: string
  all(): IterableIterator<R>
  byId(id: string): R | undefined
  /** Tells when each record was last touched, as all() would give them, without making it. */
  stamps?(tell: TellStamp): void
}

/** The number in a record's id, and a time in milliseconds. */
export type TellStamp = (ordinal: number, modified: number) => void

/** Records that belong to accounts. */
export interface ChildTable<R> extends Table<R> {
  of(accountId: string): R[]
  /** Those without an account. */
  loose(): IterableIterator<R>
}

interface Numbered<R> {
  object: string
  keyPrefix: string
  /** The number in the first one's id; 0 when left out. */
  first?: number
  count: number
  make(index: number): R
  modified?(index: number): number
}

/** A table whose records are numbered without gaps. */
export function numberedTable<R>(spec: Numbered<R>): Table<R> {
  const { object, keyPrefix, first = 0, count, make, modified } = spec
  return {
    object,
    keyPrefix,
    *all() {
      for (let index = 0; index < count; index++) yield make(index)
    },
    byId(id) {
      const index = (ordinalOf(id, keyPrefix) ?? -1) - first
      return index >= 0 && index < count ? make(index) : undefined
    },
    ...(modified && {
      stamps(tell) {
        for (let index = 0; index < count; index++) tell(first + index, modified(index))
      },
    }),
  }
}

interface PerAccount<R> {
  object: string
  keyPrefix: string
  /** How many ids each account keeps for its children. */
  slots: number
  used(standing: Standing): readonly number[]
  make(traits: Traits, slot: number): R
  modified(standing: Standing, slot: number): number
  /** Records without an account, numbered after the last account's slots. */
  loose?: { count: number; make(number: number): R; modified(number: number): number }
}

/** A table of accounts' children: the ordinal in an id says the account and the slot, so a look-up needs no index. */
export function perAccountTable<R>(world: World, spec: PerAccount<R>): ChildTable<R> {
  const { object, keyPrefix, slots, used, make, modified, loose } = spec
  function* strays() {
    for (let number = 0; loose && number < loose.count; number++) yield loose.make(number)
  }
  const children = (traits: Traits) => used(traits).map((slot) => make(traits, slot))
  return {
    object,
    keyPrefix,
    *all() {
      for (let index = 0; index < world.accounts; index++) {
        const traits = accountTraits(world, index)
        for (const slot of used(traits)) yield make(traits, slot)
      }
      yield* strays()
    },
    byId(id) {
      const ordinal = ordinalOf(id, keyPrefix)
      if (ordinal === undefined) return undefined
      const index = Math.floor(ordinal / slots)
      const number = ordinal - world.accounts * slots
      if (number >= 0) return loose && number < loose.count ? loose.make(number) : undefined
      const traits = accountTraits(world, index)
      return used(traits).includes(ordinal % slots) ? make(traits, ordinal % slots) : undefined
    },
    stamps(tell) {
      for (let index = 0; index < world.accounts; index++) {
        const standing = accountStanding(world, index)
        for (const slot of used(standing)) tell(index * slots + slot, modified(standing, slot))
      }
      for (let number = 0; loose && number < loose.count; number++) {
        tell(world.accounts * slots + number, loose.modified(number))
      }
    },
    loose: strays,
    of(accountId) {
      const index = ordinalOf(accountId, '001')
      return index !== undefined && index < world.accounts ? children(accountTraits(world, index)) : []
    },
  }
}

/** A short list that is simply kept. */
export function listTable<R extends { Id: string }>(
  object: string,
  keyPrefix: string,
  records: readonly R[],
): Table<R> {
  return {
    object,
    keyPrefix,
    all: () => records.values(),
    byId: (id) => records.find((record) => record.Id === normalizeId(id)),
  }
}
