import { makeId } from '../salesforce-id.ts'
import { accountId, accountOwner } from './accounts.ts'
import { castIndex, USER_CAST } from './cast.ts'
import { healthOf } from './health.ts'
import { randomFor } from './random.ts'
import { KEY_PREFIXES, type AccountTeamMember } from './records.ts'
import { pickMember } from './staff.ts'
import type { Traits } from './traits.ts'
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
function seats(traits: Traits): readonly Seat[] {
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
}

export function teamMembers(traits: Traits): readonly AccountTeamMember[] {
  const { world, index, region } = traits
  const owner = accountOwner(traits)
  return seats(traits).map(({ role, access, user }, slot) => {
    const ordinal = index * TEAM_SLOTS + slot
    const random = randomFor(world.seed, 'seat', ordinal)
    const since = daysAgo(world, random.int(1, 900), random.int(0, 86_399))
    return {
      Id: makeId(KEY_PREFIXES.AccountTeamMember, ordinal),
      IsDeleted: false,
      AccountId: accountId(index),
      UserId: user,
      TeamMemberRole: role,
      AccountAccessLevel: access,
      CurrencyIsoCode: region.currency,
      ...stamps({ created: since, createdBy: owner, modified: since, modifiedBy: owner }),
    }
  })
}
