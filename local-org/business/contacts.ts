import { makeId } from '../salesforce-id.ts'
import { accountId, accountOwner } from './accounts.ts'
import { PEOPLE } from './names/people.ts'
import { stamp } from './dates.ts'
import { randomFor } from './random.ts'
import { KEY_PREFIXES, type Contact } from './records.ts'
import type { Size } from './kinds.ts'
import { rememberingLast, type Standing, type Traits } from './traits.ts'
import { fillDigits, personName } from './users.ts'
import { daysAgo } from './world.ts'

/** How many ids each account keeps for its contacts, used or not: the id alone says whose contact it is. */
export const CONTACT_SLOTS = 16

const COUNTS: Readonly<Record<Size, readonly [number, number]>> = {
  small: [0, 3],
  mid: [2, 7],
  large: [4, 12],
  giant: [8, 16],
}
const TITLES = [
  ['Chief Operating Officer', 'Operations'],
  ['VP, Operations', 'Operations'],
  ['Head of IT', 'IT'],
  ['IT Manager', 'IT'],
  ['Procurement Manager', 'Procurement'],
  ['Systems Analyst', 'IT'],
  ['Team Lead, Service Desk', 'IT'],
  ['Finance Controller', 'Finance'],
] as const
const LATER_TITLES = TITLES.slice(2)

export function contactId(account: number, slot: number): string {
  return makeId(KEY_PREFIXES.Contact, account * CONTACT_SLOTS + slot)
}

export function contactCount({ world, index, size }: Standing): number {
  const [fewest, most] = COUNTS[size]
  return randomFor(world.seed, 'contacts', index).int(fewest, most)
}

/** What is drawn first, up to when it was last touched. */
function opening({ world, index }: Standing, slot: number) {
  const random = randomFor(world.seed, 'contact', index * CONTACT_SLOTS + slot)
  const post = TITLES[slot] ?? random.pick(LATER_TITLES)
  return { random, post, modified: daysAgo(world, 1 + 400 * random.next() ** 2, random.int(0, 86_399)) }
}

export function contactModified(standing: Standing, slot: number): number {
  return opening(standing, slot).modified
}

// Consecutive ordinals give different names, so no two contacts of an account share a mailbox.
const firstName = rememberingLast(({ world, index }: Standing) =>
  randomFor(world.seed, 'contact-names', index).int(0, 5_000),
)

/** What others know of a contact. */
export function contactCard(traits: Traits, slot: number) {
  const { world, region } = traits
  const drawn = opening(traits, slot)
  const { random } = drawn
  const name = personName(PEOPLE[region.culture], firstName(traits) + slot)
  const created = daysAgo(world, random.int(1, 1_500), random.int(0, 86_399))
  const phone = fillDigits(region.phone, () => random.int(0, 9))
  const email = random.chance(0.94) ? `${name.mailbox}@${traits.name.domain}` : null
  return { ...drawn, name, created, phone, email }
}

/** The first is the boss; everyone else reports to someone before them, so there is never a circle. */
export function contact(traits: Traits, slot: number): Contact {
  const { index, region } = traits
  const { random, post, modified, name, created, phone, email } = contactCard(traits, slot)
  const [title, department] = post
  const owner = accountOwner(traits)
  const last = stamp(modified)
  return {
    Id: contactId(index, slot),
    IsDeleted: false,
    AccountId: accountId(index),
    FirstName: name.first,
    LastName: name.last,
    Name: name.full,
    Title: title,
    Department: department,
    Email: email,
    Phone: random.chance(0.8) ? phone : null,
    ReportsToId:
      slot === 0 || random.chance(0.2) ? null : contactId(index, random.int(0, Math.min(slot - 1, 3))),
    MailingCity: region.cities[0]?.[0] ?? '',
    MailingCountry: region.country,
    HasOptedOutOfEmail: random.chance(0.05),
    OwnerId: owner,
    CurrencyIsoCode: region.currency,
    CreatedDate: stamp(Math.min(created, modified)),
    CreatedById: owner,
    LastModifiedDate: last,
    LastModifiedById: owner,
    SystemModstamp: last,
  }
}
