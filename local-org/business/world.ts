import { dayStart, DAY, stamp } from './dates.ts'
import type { Stamps } from './records.ts'

/** What everything in the business is computed from. Two worlds that are equal hold equal records. */
export interface World {
  readonly seed: number
  /** How many accounts and users there are. */
  readonly accounts: number
  readonly users: number
  /** Midnight UTC of the business's today, in milliseconds. Every record was last touched before it. */
  readonly today: number
}

export interface BusinessOptions {
  seed: number
  accounts: number
  /** `YYYY-MM-DD`. All dates are relative to it, so a demo never ages. */
  today: string
}

/** The widest slot (cases) times this many accounts must still fit the ids' ordinals. */
const MOST_ACCOUNTS = 20_000_000

export function createWorld({ seed, accounts, today }: BusinessOptions): World {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, not ${seed}`)
  if (!Number.isInteger(accounts) || accounts < 1 || accounts > MOST_ACCOUNTS) {
    throw new RangeError(`accounts must be a whole number from 1 to ${MOST_ACCOUNTS}, not ${accounts}`)
  }
  const users = Math.min(3000, 24 + Math.floor(accounts / 12))
  return { seed, accounts, users, today: dayStart(today) }
}

/** Some time of day, so many days before today; never in the future. */
export function daysAgo(world: World, days: number, secondOfDay: number): number {
  return world.today - Math.max(1, Math.round(days)) * DAY + (secondOfDay % 86_400) * 1000
}

export interface History {
  created: number
  createdBy: string
  modified: number
  modifiedBy: string
}

export function stamps({ created, createdBy, modified, modifiedBy }: History): Stamps {
  const last = stamp(Math.max(created, modified))
  return {
    CreatedDate: stamp(created),
    CreatedById: createdBy,
    LastModifiedDate: last,
    LastModifiedById: modifiedBy,
    SystemModstamp: last,
  }
}
