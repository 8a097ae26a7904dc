import { makeId } from '../salesforce-id.ts'
import { accountId, accountOwner } from './accounts.ts'
import { castIndex, USER_CAST } from './cast.ts'
import { healthOf } from './health.ts'
import { randomFor } from './random.ts'
import { KEY_PREFIXES, type AccountTeamMember } from './records.ts'
import { pickMember } from './staff.ts'
import { rememberingLast, type Standing } from './traits.ts'
import { userId } from './users.ts'
import { daysAgo, stamps } from './world.ts'

export const TEAM_SLOTS = 8
const LARGER = { large: true, giant: true, mid: false, small: false } as const

interface Seat {
  role: string
  access: 'Read' | 'Edit'
  user: string
}

/** Who looks after an account, in roles; nobody sits on one account twice. */
const seats = rememberingLast((traits: Standing): readonly Seat[] => {
  const { world, index } = traits
  const random = randomFor(world.seed, 'team', index)
  const someone = (team: 'sales' | 'support') => userId(pickMember(world, team, random, true))
  const csm = healthOf(traits).csmId
  const wanted: Seat[] = [
    ...(csm ? [{ role: 'Customer Success Manager', access: 'Edit', user: csm } as const] : []),
    { role: 'Account Manager', access: 'Edit', user: accountOwner(traits) },
    {
      role: 'Support Engineer',
      access: 'Read',
      user: index === castIndex('headline') ? userId(USER_CAST.agent) : someone('support'),
    },
    { role: 'Sales Engineer', access: 'Read', user: someone('sales') },
    ...(LARGER[traits.size] ? [{ role: 'Executive Sponsor', access: 'Read', user: userId(1) } as const] : []),
  ]
  const distinct = wanted.filter((seat, i) => wanted.findIndex(({ user }) => user === seat.user) === i)
  return LARGER[traits.size] ? distinct : distinct.slice(0, random.int(1, 3))
})

export function teamSize(standing: Standing): number {
  return seats(standing).length
}

export function teamMember(standing: Standing, slot: number): AccountTeamMember {
  const { index, region } = standing
  const { role, access, user } = seats(standing)[slot] as Seat
  const owner = accountOwner(standing)
  const since = memberSince(standing, slot)
  return {
    Id: makeId(KEY_PREFIXES.AccountTeamMember, index * TEAM_SLOTS + slot),
    IsDeleted: false,
    AccountId: accountId(index),
    UserId: user,
    TeamMemberRole: role,
    AccountAccessLevel: access,
    CurrencyIsoCode: region.currency,
    ...stamps({ created: since, createdBy: owner, modified: since, modifiedBy: owner }),
  }
}

export function memberSince({ world, index }: Standing, slot: number): number {
  const random = randomFor(world.seed, 'seat', index * TEAM_SLOTS + slot)
  return daysAgo(world, random.int(1, 900), random.int(0, 86_399))
}
