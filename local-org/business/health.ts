// How each customer is doing. A sync does not bring this: it is what the backend would know about the account.
import { DAY, isoDay } from './dates.ts'
import { randomFor, type Random } from './random.ts'
import { fromDollars } from './reference-data.ts'
import { pickMember } from './staff.ts'
import type { Gap, Mapping, Size, Trajectory } from './kinds.ts'
import { isCustomer, rememberingLast, type Standing } from './traits.ts'
import { USER_CAST, castIndex } from './cast.ts'
import { userId } from './users.ts'

export interface Health {
  readonly trajectory: Trajectory
  readonly mapping: Mapping
  /** 0 to 100, or null while nobody has scored it. */
  readonly score: number | null
  readonly previousScore: number | null
  readonly renewalDate: string | null
  readonly originalContractDate: string | null
  readonly currency: string
  readonly arr: number | null
  readonly mrr: number | null
  /** The contract's size in the corporate currency, known to sales even where the backend has no ARR. */
  readonly dollars: number
  readonly csmId: string | null
}

/** Where the score is now, and how far from it it was before. */
const SCORES: Readonly<
  Record<Trajectory, { now: readonly [number, number]; before: readonly [number, number] }>
> = {
  healthy: { now: [78, 97], before: [-6, 3] },
  sliding: { now: [28, 64], before: [9, 26] },
  recovering: { now: [52, 79], before: [-27, -9] },
  new: { now: [58, 88], before: [0, 0] },
  lost: { now: [6, 34], before: [4, 30] },
}
const DOLLARS: Readonly<Record<Size, readonly [number, number]>> = {
  small: [3_000, 28_000],
  mid: [18_000, 160_000],
  large: [90_000, 900_000],
  giant: [350_000, 4_200_000],
}

export const healthOf = rememberingLast((traits: Standing): Health => {
  const { world, index, region, trajectory } = traits
  const random = randomFor(world.seed, 'health', index)
  const [least, most] = DOLLARS[traits.size]
  const dollars = Math.round(least * (most / least) ** random.next())
  const arr = fromDollars(dollars, region.currency)
  const { score, previousScore } = scores(trajectory, random)
  const knows = (gap: Gap) => isCustomer(traits) && traits.gap !== gap && traits.gap !== 'bare'
  return {
    trajectory,
    mapping: traits.mapping,
    score: knows('no-score') ? score : null,
    previousScore: knows('no-score') ? previousScore : null,
    renewalDate: knows('no-renewal') ? isoDay(world.today + traits.renewalIn * DAY) : null,
    originalContractDate: isCustomer(traits) ? isoDay(traits.since) : null,
    currency: region.currency,
    arr: knows('no-arr') ? arr : null,
    mrr: knows('no-arr') ? Math.round((arr / 12) * 100) / 100 : null,
    dollars,
    csmId: knows('no-csm') ? csmOf(traits) : null,
  }
})

function scores(trajectory: Trajectory, random: Random): { score: number; previousScore: number | null } {
  const { now, before } = SCORES[trajectory]
  const score = random.int(...now)
  const previous = Math.min(100, Math.max(0, score + random.int(...before)))
  return { score, previousScore: trajectory === 'new' ? null : previous }
}

/** Always someone who still works here: a customer is handed over when its manager leaves. */
function csmOf({ world, index }: Standing): string {
  if (index === castIndex('headline')) return userId(USER_CAST.csm)
  return userId(pickMember(world, 'success', randomFor(world.seed, 'csm', index), true))
}

export type Trend = 'Up' | 'Down' | 'Same'

export function trendOf({ score, previousScore }: Pick<Health, 'score' | 'previousScore'>): Trend | null {
  if (score === null || previousScore === null) return null
  if (score === previousScore) return 'Same'
  return score > previousScore ? 'Up' : 'Down'
}
