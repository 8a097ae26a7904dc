// Who works here, by index alone: five heads, then customer success, sales and support in turn, in teams of eight.
import { USER_CAST } from './cast.ts'
import { deal, deck, type Random } from './random.ts'
import type { World } from './world.ts'

export type Team = 'success' | 'sales' | 'support'
/** What a user may do in Team View; null is no licence at all. */
export type Licence = 'Full' | 'Viewer' | 'Viewer Analytics'

const TEAMS: readonly Team[] = ['success', 'sales', 'support']
export const HEADS = [
  { title: 'Chief Customer Officer', team: undefined },
  { title: 'VP, Customer Success', team: 'success' },
  { title: 'VP, Sales', team: 'sales' },
  { title: 'VP, Support', team: 'support' },
  { title: 'Salesforce Administrator', team: undefined },
] as const
const TEAM_SIZE = 8
const LEAVERS = deck({ stays: 26, left: 6 })
const LICENCES: Readonly<Record<Team, readonly string[]>> = {
  success: deck({ Full: 7, 'Viewer Analytics': 1 }),
  sales: deck({ Viewer: 6, none: 2 }),
  support: deck({ Viewer: 5, none: 3 }),
}

const headOf = (index: number) => HEADS[index]
const teamOf = (index: number): Team | undefined =>
  index < HEADS.length ? headOf(index)?.team : TEAMS[(index - HEADS.length) % TEAMS.length]
const numberInTeam = (index: number) => Math.floor((index - HEADS.length) / TEAMS.length)
const memberIndex = (team: Team, number: number) => HEADS.length + number * TEAMS.length + TEAMS.indexOf(team)

export interface Post {
  readonly team: Team | undefined
  readonly isHead: boolean
  readonly isLead: boolean
  readonly isActive: boolean
  readonly manager: number | null
}

export function postOf(world: World, index: number): Post {
  const isHead = index < HEADS.length
  const isLead = !isHead && numberInTeam(index) % TEAM_SIZE === 0
  return {
    team: teamOf(index),
    isHead,
    isLead,
    isActive: isHead || isLead || isCast(index) || deal(world.seed, 'leaver', index, LEAVERS) === 'stays',
    manager: managerOf(index),
  }
}

const CAST: ReadonlySet<number> = new Set(Object.values(USER_CAST))
const isCast = (index: number) => CAST.has(index)

function managerOf(index: number): number | null {
  if (index === 0) return null
  if (index < HEADS.length) return 0
  const team = TEAMS[(index - HEADS.length) % TEAMS.length] as Team
  const number = numberInTeam(index)
  return number % TEAM_SIZE === 0 ? 1 + TEAMS.indexOf(team) : memberIndex(team, number - (number % TEAM_SIZE))
}

/** Someone of this team. Whoever asks for an active one gets the lead when the chosen member has left. */
export function pickMember(world: World, team: Team, random: Random, active = false): number {
  const offset = HEADS.length + TEAMS.indexOf(team)
  const members = Math.floor((world.users - 1 - offset) / TEAMS.length) + 1
  const chosen = memberIndex(team, random.int(0, members - 1))
  return active && !postOf(world, chosen).isActive ? (managerOf(chosen) ?? chosen) : chosen
}

export function licenceOf(world: World, index: number): Licence | null {
  const post = postOf(world, index)
  if (!post.isActive || index === USER_CAST.agent) return null
  if (index === USER_CAST.seller) return 'Viewer'
  if (post.isHead || !post.team || index === USER_CAST.csm) return 'Full'
  const licence = deal(world.seed, `licence-${post.team}`, numberInTeam(index), LICENCES[post.team])
  return licence === 'none' ? null : (licence as Licence)
}
