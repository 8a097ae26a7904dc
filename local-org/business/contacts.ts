import { makeId } from '../salesforce-id.ts'
import { accountId, accountOwner } from './accounts.ts'
import { PEOPLE } from './names/people.ts'
import { randomFor } from './random.ts'
import { KEY_PREFIXES, type Contact } from './records.ts'
import type { Size } from './kinds.ts'
import type { Traits } from './traits.ts'
import { fillDigits, personName } from './users.ts'
import { daysAgo, stamps } from './world.ts'

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

export function contactId(account: number, slot: number): string {
  return makeId(KEY_PREFIXES.Contact, account * CONTACT_SLOTS + slot)
}

export function contactCount({ world, index, size }: Traits): number {
  const [fewest, most] = COUNTS[size]
  return randomFor(world.seed, 'contacts', index).int(fewest, most)
}

/** The first is the boss; everyone else reports to someone before them, so there is never a circle. */
export function contact(traits: Traits, slot: number): Contact {
  const { world, index, region } = traits
  const ordinal = index * CONTACT_SLOTS + slot
  const random = randomFor(world.seed, 'contact', ordinal)
  // Consecutive ordinals give different names, so no two contacts of an account share a mailbox.
  const start = randomFor(world.seed, 'contact-names', index).int(0, 5_000)
  const name = personName(PEOPLE[region.culture], start + slot)
  const [title, department] = TITLES[slot] ?? random.pick(TITLES.slice(2))
  const owner = accountOwner(traits)
  const modified = daysAgo(world, 1 + 400 * random.next() ** 2, random.int(0, 86_399))
  const created = daysAgo(world, random.int(1, 1_500), random.int(0, 86_399))
  const phone = fillDigits(region.phone, () => random.int(0, 9))
  return {
    Id: contactId(index, slot),
    IsDeleted: false,
    AccountId: accountId(index),
    FirstName: name.first,
    LastName: name.last,
    Name: name.full,
    Title: title,
    Department: department,
    Email: random.chance(0.94) ? `${name.mailbox}@${traits.name.domain}` : null,
    Phone: random.chance(0.8) ? phone : null,
    ReportsToId:
      slot === 0 || random.chance(0.2) ? null : contactId(index, random.int(0, Math.min(slot - 1, 3))),
    MailingCity: region.cities[0]?.[0] ?? '',
    MailingCountry: region.country,
    HasOptedOutOfEmail: random.chance(0.05),
    OwnerId: owner,
    CurrencyIsoCode: region.currency,
    ...stamps({ created: Math.min(created, modified), createdBy: owner, modified, modifiedBy: owner }),
  }
}
