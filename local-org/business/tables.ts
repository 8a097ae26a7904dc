import { normalizeId, ordinalOf } from '../salesforce-id.ts'
import { accountTraits, type Traits } from './traits.ts'
import type { World } from './world.ts'

/** One object's records: all of them as a stream, or one by id. Nothing is kept in memory. */
export interface Table<R> {
  readonly object: string
  readonly keyPrefix: string
  all(): IterableIterator<R>
  byId(id: string): R | undefined
}

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
}

/** A table whose records are numbered without gaps. */
export function numberedTable<R>({ object, keyPrefix, first = 0, count, make }: Numbered<R>): Table<R> {
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
  }
}

interface PerAccount<R> {
  object: string
  keyPrefix: string
  /** How many ids each account keeps for its children. */
  slots: number
  used(traits: Traits): readonly number[]
  make(traits: Traits, slot: number): R
  /** Records without an account, numbered after the last account's slots. */
  loose?: { count: number; make(number: number): R }
}

/** A table of accounts' children: the ordinal in an id says the account and the slot, so a look-up needs no index. */
export function perAccountTable<R>(world: World, spec: PerAccount<R>): ChildTable<R> {
  const { object, keyPrefix, slots, used, make, loose } = spec
  function* strays() {
    for (let number = 0; loose && number < loose.count; number++) yield loose.make(number)
  }
  const children = (traits: Traits) => used(traits).map((slot) => make(traits, slot))
  return {
    object,
    keyPrefix,
    *all() {
      for (let index = 0; index < world.accounts; index++) yield* children(accountTraits(world, index))
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
