// The first accounts and users play fixed parts, whatever the seed: a demo can always show one of each.
import type { RegionKey } from './names/regions.ts'
import type { Gap, Mapping, NameStyle, Size, Trajectory } from './kinds.ts'

export interface AccountPart {
  region: RegionKey
  trajectory: Trajectory
  mapping: Mapping
  gap: Gap
  size: Size
  style: NameStyle
  /** Days from today to the renewal; negative when it has passed. */
  renewalIn?: number
}

const ordinary = { mapping: 'one', gap: 'none', size: 'mid', style: 'plain' } as const

export const ACCOUNT_CAST = {
  headline: { ...ordinary, region: 'gb', trajectory: 'healthy', size: 'large', renewalIn: 74 },
  sliding: { ...ordinary, region: 'us', trajectory: 'sliding', renewalIn: 38 },
  overdue: { ...ordinary, region: 'de', trajectory: 'sliding', renewalIn: -23 },
  unmapped: { ...ordinary, region: 'fr', trajectory: 'new', mapping: 'prospect' },
  several: { ...ordinary, region: 'us', trajectory: 'healthy', mapping: 'several', renewalIn: 210 },
  unscored: { ...ordinary, region: 'jp', trajectory: 'new', gap: 'no-score', renewalIn: 331 },
  longRightToLeft: { ...ordinary, region: 'ae', trajectory: 'recovering', style: 'long', renewalIn: 121 },
  lost: { ...ordinary, region: 'es', trajectory: 'lost', renewalIn: -96 },
} as const satisfies Record<string, AccountPart>

export type AccountRole = keyof typeof ACCOUNT_CAST
const ACCOUNT_ROLES = Object.keys(ACCOUNT_CAST) as AccountRole[]

export function accountPart(index: number): AccountPart | undefined {
  const role = ACCOUNT_ROLES[index]
  return role && ACCOUNT_CAST[role]
}

export function castIndex(role: AccountRole): number {
  return ACCOUNT_ROLES.indexOf(role)
}

/** Users by index: who looks at the preview's pages, one for each kind of licence; and one who may not use the API. */
export const USER_CAST = { csm: 8, seller: 9, agent: 10, contractor: 13 } as const
export const USER_CAST_REGIONS: Readonly<Partial<Record<number, RegionKey>>> = {
  [USER_CAST.csm]: 'gb',
  [USER_CAST.seller]: 'de',
  [USER_CAST.agent]: 'us',
}
