import { makeId } from '../salesforce-id.ts'
import { USER_CAST, USER_CAST_REGIONS } from './cast.ts'
import { COMPANY_DOMAIN } from './company.ts'
import { stamp } from './dates.ts'
import { PEOPLE, type PeopleNames } from './names/people.ts'
import { REGION_DECK, REGIONS, type Region } from './names/regions.ts'
import { at, deal, randomFor } from './random.ts'
import { KEY_PREFIXES, type User } from './records.ts'
import { profileId, type ProfileName } from './reference-data.ts'
import { roleOf } from './roles.ts'
import { HEADS, postOf, type Post, type Team } from './staff.ts'
import { daysAgo, stamps, type World } from './world.ts'

const DEPARTMENTS: Readonly<Record<Team, string>> = {
  success: 'Customer Success',
  sales: 'Sales',
  support: 'Support',
}
const TITLES: Readonly<Record<Team, readonly [lead: string, member: string]>> = {
  success: ['Director, Customer Success', 'Customer Success Manager'],
  sales: ['Sales Director', 'Account Executive'],
  support: ['Support Team Lead', 'Support Engineer'],
}

export function userId(index: number): string {
  return makeId(KEY_PREFIXES.User, index)
}

export interface PersonName {
  first: string
  last: string
  full: string
  /** `first.last` in Latin letters: the part before the @. */
  mailbox: string
}

/** The `ordinal`-th of all combinations of a given and a family name in a culture. */
export function personName(names: PeopleNames, ordinal: number): PersonName {
  const given = at(names.given, ordinal)
  // Moving on by one more each round pairs every given name with every family name before a pair comes again.
  const family = at(names.family, ordinal + Math.floor(ordinal / names.given.length))
  return {
    first: given.text,
    last: family.text,
    full: names.familyFirst ? `${family.text} ${given.text}` : `${given.text} ${family.text}`,
    mailbox: `${given.slug}.${family.slug}`,
  }
}

export function profileOf(index: number, { team }: Post): ProfileName {
  if (index === USER_CAST.contractor) return 'Support Contractor'
  if (!team) return index === 0 ? 'Customer Success' : 'System Administrator'
  return DEPARTMENTS[team] as ProfileName
}

function titleOf(index: number, { team, isLead }: Post): string {
  return HEADS[index]?.title ?? (team ? TITLES[team][isLead ? 0 : 1] : 'Administrator')
}

export function user(world: World, index: number): User {
  const random = randomFor(world.seed, 'user', index)
  const post = postOf(world, index)
  const regionKey =
    USER_CAST_REGIONS[index] ?? (post.isHead ? 'us' : deal(world.seed, 'staff', index, REGION_DECK))
  const region: Region = REGIONS[regionKey]
  const name = personName(PEOPLE[region.culture], random.int(0, 10_000))
  const created = daysAgo(world, random.int(90, 2_900), random.int(0, 86_399))
  const modified = daysAgo(world, random.int(1, 80), random.int(0, 86_399))
  return {
    Id: userId(index),
    // Two people may share a name; a number after it keeps user names and addresses apart.
    Username: `${name.mailbox}.${index + 1}@${COMPANY_DOMAIN}`,
    FirstName: name.first,
    LastName: name.last,
    Name: name.full,
    Alias: `u${index + 1}`,
    CommunityNickname: `${name.mailbox}.${index + 1}`,
    Email: `${name.mailbox}.${index + 1}@${COMPANY_DOMAIN}`,
    Title: titleOf(index, post),
    Department: post.team ? DEPARTMENTS[post.team] : 'Operations',
    Phone: fillDigits(region.phone, () => random.int(0, 9)),
    IsActive: post.isActive,
    UserType: 'Standard',
    ProfileId: profileId(profileOf(index, post)),
    UserRoleId: roleOf(index, post),
    ManagerId: post.manager === null ? null : userId(post.manager),
    TimeZoneSidKey: region.timeZone,
    LocaleSidKey: region.locale,
    LanguageLocaleKey: region.language,
    EmailEncodingKey: 'UTF-8',
    CurrencyIsoCode: region.currency,
    DefaultCurrencyIsoCode: region.currency,
    LastLoginDate: post.isActive ? stamp(daysAgo(world, random.int(1, 20), random.int(0, 86_399))) : null,
    ...stamps({ created, createdBy: userId(4), modified, modifiedBy: userId(4) }),
  }
}

/** Only the regions have patterns, so there are few. */
const splitPatterns = new Map<string, string[]>()

/** A phone number or postal code: a digit for every `#`. */
export function fillDigits(pattern: string, digit: () => number): string {
  let pieces = splitPatterns.get(pattern)
  if (!pieces) splitPatterns.set(pattern, (pieces = pattern.split('#')))
  let text = pieces[0] ?? ''
  for (let place = 1; place < pieces.length; place++) text += String(digit()) + (pieces[place] as string)
  return text
}
