import { makeId } from '../salesforce-id.ts'
import { castIndex, USER_CAST } from './cast.ts'
import { DAY, isoDay, stamp } from './dates.ts'
import { at, randomFor } from './random.ts'
import { KEY_PREFIXES, type Account } from './records.ts'
import { fromDollars } from './reference-data.ts'
import { pickMember } from './staff.ts'
import type { Mapping } from './kinds.ts'
import { rememberingLast, type Standing, type Traits } from './traits.ts'
import { fillDigits, userId } from './users.ts'
import { daysAgo, type World } from './world.ts'

const TYPES: Readonly<Record<Mapping, readonly string[]>> = {
  one: ['Customer - Direct', 'Customer - Direct', 'Customer - Channel'],
  several: ['Customer - Direct'],
  missed: ['Customer - Channel'],
  prospect: ['Prospect'],
  partner: ['Technology Partner'],
}
const OWNERSHIP = ['Private', 'Private', 'Public', 'Subsidiary', 'Other'] as const

const DAY_SECONDS = DAY / 1000

export function accountId(index: number): string {
  return makeId(KEY_PREFIXES.Account, index)
}

/** Who sells to it; may have left since, as owners do. */
export const accountOwner = rememberingLast(({ world, index }: Standing): string => {
  if (index === castIndex('headline')) return userId(USER_CAST.seller)
  return userId(pickMember(world, 'sales', randomFor(world.seed, 'owner', index)))
})

/** What is drawn first, up to when it was last touched. */
function opening(world: World, index: number) {
  const random = randomFor(world.seed, 'account', index)
  const city = random.int(0, 9)
  return { random, city, modified: daysAgo(world, 1 + 90 * random.next() ** 2, random.int(0, 86_399)) }
}

export function accountModified(world: World, index: number): number {
  return opening(world, index).modified
}

export function account(traits: Traits): Account {
  const { world, index, region, employees, name } = traits
  const { random, city: cityNumber, modified } = opening(world, index)
  const digit = () => random.int(0, 9)
  const [city, state, postalCode] = at(region.cities, cityNumber)
  const owner = accountOwner(traits)
  const created = Math.min(traits.since - random.int(20 * DAY_SECONDS, 220 * DAY_SECONDS) * 1000, modified)
  const last = stamp(modified)
  return {
    Id: accountId(index),
    IsDeleted: false,
    MasterRecordId: null,
    Name: name.text,
    Type: random.pick(TYPES[traits.mapping]),
    ParentId: traits.parent === null ? null : accountId(traits.parent),
    AccountNumber: `M-${String(100_000 + index)}`,
    BillingStreet: fillDigits(region.street, digit),
    BillingCity: city,
    BillingState: state || null,
    BillingPostalCode: fillDigits(postalCode, digit),
    BillingCountry: region.country,
    Phone: fillDigits(region.phone, digit),
    Website: random.chance(0.92) ? `https://www.${name.domain}` : null,
    Industry: random.chance(0.95) ? name.industry : null,
    AnnualRevenue: random.chance(0.88)
      ? fromDollars(employees * random.int(60_000, 320_000), region.currency)
      : null,
    NumberOfEmployees: random.chance(0.94) ? employees : null,
    Ownership: random.chance(0.8) ? random.pick(OWNERSHIP) : null,
    Description: random.chance(0.4)
      ? `${name.text}, ${city}.\nKnown since ${isoDay(created).slice(0, 4)}.`
      : null,
    LastActivityDate: random.chance(0.9) ? isoDay(modified) : null,
    OwnerId: owner,
    CurrencyIsoCode: region.currency,
    CreatedDate: stamp(created),
    CreatedById: owner,
    LastModifiedDate: last,
    LastModifiedById: owner,
    SystemModstamp: last,
  }
}
