import { makeId } from '../salesforce-id.ts'
import { accountId } from './accounts.ts'
import { accountPart } from './cast.ts'
import { CASE_TOPICS } from './case-topics.ts'
import { contactCard, contactCount, contactId } from './contacts.ts'
import { stamp } from './dates.ts'
import { randomFor, type Random } from './random.ts'
import { KEY_PREFIXES, type Case } from './records.ts'
import { pickMember } from './staff.ts'
import type { Size, Trajectory } from './kinds.ts'
import { isCustomer, type Standing, type Traits } from './traits.ts'
import { userId } from './users.ts'
import { daysAgo, type World } from './world.ts'

export const CASE_SLOTS = 32
const MOST_BY_SIZE: Readonly<Record<Size, number>> = { small: 4, mid: 9, large: 16, giant: 24 }
const FEWEST: Readonly<Record<Trajectory, number>> = {
  healthy: 1,
  sliding: 3,
  recovering: 3,
  new: 0,
  lost: 1,
}
const OPEN_STATUSES = ['New', 'Working', 'Working', 'Waiting on Customer', 'Escalated'] as const
const ORIGINS = ['Email', 'Phone', 'Web', 'Chat'] as const

export function caseCount(traits: Standing): number {
  if (!isCustomer(traits)) return 0
  const { world, index, size, trajectory } = traits
  const fewest = accountPart(index) ? 4 : FEWEST[trajectory]
  return randomFor(world.seed, 'cases', index).int(fewest, MOST_BY_SIZE[size])
}

/** Case numbers of cases without an account begin where no account's cases reach. */
const LOOSE_NUMBERS = 90_000_000

/** Cases nobody has given an account yet: mail from an address that no contact has. */
export function looseCaseCount(world: World): number {
  return Math.max(2, Math.floor(world.accounts / 50))
}

interface Place {
  world: World
  ordinal: number
  number: number
  currency: string
  /** Unhappy customers have more open and more urgent cases. */
  isTroubled: boolean
  isNew: boolean
  isOpen: boolean
}

export function caseOf(traits: Traits, slot: number): Case {
  const { world, index } = traits
  const place = placeOf(traits, slot)
  const people = contactCount(traits)
  const who = people ? randomFor(world.seed, 'case-contact', place.ordinal).int(0, people - 1) : undefined
  return {
    ...caseBody(place),
    AccountId: accountId(index),
    ContactId: who === undefined ? null : contactId(index, who),
    SuppliedEmail: who === undefined ? null : contactCard(traits, who).email,
  }
}

export function caseModified(standing: Standing, slot: number): number {
  return opening(placeOf(standing, slot)).last
}

function placeOf({ world, index, region, trajectory }: Standing, slot: number): Place {
  const ordinal = index * CASE_SLOTS + slot
  return {
    world,
    ordinal,
    number: 1_000 + ordinal,
    currency: region.currency,
    isTroubled: trajectory === 'sliding' || trajectory === 'lost',
    isNew: trajectory === 'new',
    // Those who play a part always have one case to show that is still open.
    isOpen: slot === 0 && accountPart(index) !== undefined,
  }
}

export function looseCase(world: World, number: number): Case {
  const body = caseBody(loosePlace(world, number))
  return { ...body, SuppliedEmail: `someone${number}@unknown-sender.example` }
}

export function looseCaseModified(world: World, number: number): number {
  return opening(loosePlace(world, number)).last
}

function loosePlace(world: World, number: number): Place {
  return {
    world,
    ordinal: world.accounts * CASE_SLOTS + number,
    number: LOOSE_NUMBERS + number,
    currency: 'USD',
    isTroubled: false,
    isNew: false,
    isOpen: false,
  }
}

/** What is drawn first, up to when it was last touched. */
function opening({ world, ordinal, isTroubled, isNew, isOpen }: Place) {
  const random = randomFor(world.seed, 'case', ordinal)
  // A power of chance spreads ages from this morning's to years: many fresh ones, a long tail.
  const age = 1 + (isNew || isOpen ? 60 : 1_100) * random.next() ** 2.5
  const isClosed = !isOpen && (!random.chance(isTroubled ? 0.55 : 0.25) || age > 700)
  const created = daysAgo(world, age, random.int(0, 86_399))
  const closed = Math.max(
    created,
    Math.min(created + random.int(1, 20 * 24) * 3_600_000, world.today - 60_000),
  )
  const modified = isClosed ? closed : daysAgo(world, age * random.next(), random.int(0, 86_399))
  return { random, isClosed, created, closed, last: Math.max(created, modified) }
}

function caseBody(place: Place): Case {
  const { world, ordinal, isTroubled } = place
  const { random, isClosed, created, closed, last: lastTouched } = opening(place)
  const topic = random.pick(CASE_TOPICS)
  const status = isClosed ? 'Closed' : random.pick(OPEN_STATUSES)
  const owner = userId(pickMember(world, 'support', random))
  const last = stamp(lastTouched)
  return {
    Id: makeId(KEY_PREFIXES.Case, ordinal),
    IsDeleted: false,
    CaseNumber: String(place.number).padStart(8, '0'),
    AccountId: null,
    ContactId: null,
    ParentId: null,
    SuppliedEmail: null,
    Type: topic.type,
    Status: status,
    Reason: topic.reason,
    Origin: random.pick(ORIGINS),
    Subject: topic.subject,
    Priority: priority(random, isTroubled),
    Description: topic.description,
    IsClosed: isClosed,
    IsEscalated: status === 'Escalated',
    ClosedDate: isClosed ? stamp(closed) : null,
    OwnerId: owner,
    CurrencyIsoCode: place.currency,
    CreatedDate: stamp(created),
    CreatedById: owner,
    LastModifiedDate: last,
    LastModifiedById: owner,
    SystemModstamp: last,
  }
}

function priority(random: Random, isTroubled: boolean): string {
  const luck = random.next() - (isTroubled ? 0.12 : 0)
  if (luck < 0.05) return 'Critical'
  if (luck < 0.25) return 'High'
  return luck < 0.7 ? 'Medium' : 'Low'
}
