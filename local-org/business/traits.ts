// What is true about an account before any record is written: everything else is derived from it.
import { accountPart } from './cast.ts'
import { companyName, type CompanyName } from './names/company-name.ts'
import { REGION_DECK, REGIONS, type Region } from './names/regions.ts'
import { DAY, addYears } from './dates.ts'
import type { Gap, Mapping, NameStyle, Size, Trajectory } from './kinds.ts'
import { deal, deck, randomFor, type Random } from './random.ts'
import type { World } from './world.ts'

export interface Traits extends Standing {
  readonly name: CompanyName
  /** Index of the parent account, or null. */
  readonly parent: number | null
}

/** How an account stands, whatever it is called: all that counts and dates depend on. */
export interface Standing {
  readonly world: World
  readonly index: number
  readonly region: Region
  readonly trajectory: Trajectory
  readonly mapping: Mapping
  readonly gap: Gap
  readonly size: Size
  readonly employees: number
  /** When it became a customer, a whole number of years before the renewal (a prospect: when we first met). */
  readonly since: number
  /** Days from today to the current renewal; negative when it has passed. */
  readonly renewalIn: number
}

const TRAJECTORIES = deck<Trajectory>({ healthy: 30, sliding: 12, recovering: 8, new: 7, lost: 7 })
const MAPPINGS = deck<Mapping>({ one: 54, several: 2, prospect: 5, partner: 1, missed: 2 })
const GAPS = deck<Gap>({ none: 53, 'no-score': 4, 'no-renewal': 3, 'no-arr': 2, 'no-csm': 1, bare: 1 })
const SIZES = deck<Size>({ small: 30, mid: 22, large: 9, giant: 3 })
const STYLES = deck<NameStyle>({ plain: 25, ampersand: 2, apostrophe: 2, quotes: 1, comma: 1, long: 1 })

const EMPLOYEES: Readonly<Record<Size, readonly [number, number]>> = {
  small: [4, 120],
  mid: [121, 1_500],
  large: [1_501, 18_000],
  giant: [18_001, 240_000],
}
/** Renewals by trajectory, in days from today: behind, near and far. */
const RENEWALS: Readonly<Record<Trajectory, readonly (readonly [number, number])[]>> = {
  healthy: [
    [5, 60],
    [61, 180],
    [181, 360],
    [361, 720],
  ],
  sliding: [
    [-45, -1],
    [3, 45],
    [46, 180],
  ],
  recovering: [
    [-20, -1],
    [20, 120],
    [121, 360],
  ],
  new: [[275, 362]],
  lost: [[-420, -31]],
}

export function accountTraits(world: World, index: number): Traits {
  const standing = accountStanding(world, index)
  const { culture } = standing.region
  const style = accountPart(index)?.style ?? deal(world.seed, 'style', index, STYLES)
  return {
    ...standing,
    name: companyName({ seed: world.seed, index, culture, style }),
    parent: parentOf(world, index),
  }
}

export function accountStanding(world: World, index: number): Standing {
  const part = accountPart(index)
  const random = randomFor(world.seed, 'traits', index)
  const dealt = <T>(purpose: string, cards: readonly T[]) => deal(world.seed, purpose, index, cards)
  const region: Region = REGIONS[part?.region ?? dealt('region', REGION_DECK)]
  const trajectory = part?.trajectory ?? dealt('trajectory', TRAJECTORIES)
  const size = part?.size ?? dealt('size', SIZES)
  const [fewest, most] = EMPLOYEES[size]
  const [soonest, latest] = random.pick(RENEWALS[trajectory])
  const renewalIn = part?.renewalIn ?? random.int(soonest, latest)
  return {
    world,
    index,
    region,
    trajectory,
    size,
    mapping: part?.mapping ?? dealt('mapping', MAPPINGS),
    gap: part?.gap ?? dealt('gap', GAPS),
    // Skewed to the small end, as companies are.
    employees: Math.round(fewest * (most / fewest) ** random.next()),
    since: addYears(world.today + renewalIn * DAY, -yearsOfContract(trajectory, renewalIn, random)),
    renewalIn,
  }
}

/** At least so many that the contract began more than a month ago; a new customer is in its first year. */
function yearsOfContract(trajectory: Trajectory, renewalIn: number, random: Random): number {
  return trajectory === 'new' ? 1 : Math.max(1, Math.ceil((renewalIn + 35) / 365)) + random.int(0, 6)
}

// Every fourth account may be a parent and never has one, so no chain of parents can close into a circle.
function parentOf(world: World, index: number): number | null {
  if (index % 4 === 0 || accountPart(index)) return null
  const random = randomFor(world.seed, 'parent', index)
  return random.chance(0.15) ? 4 * random.int(0, Math.floor(index / 4)) : null
}

/** Remembers what it made last: an account's children ask for the same, one after the other. */
export function rememberingLast<S extends Standing, T>(make: (standing: S) => T): (standing: S) => T {
  let last: { standing: S; made: T } | undefined
  return (standing) => {
    if (last?.standing !== standing) last = { standing, made: make(standing) }
    return last.made
  }
}

/** Prospects and partners have bought nothing. */
export function isCustomer({ mapping }: Pick<Traits, 'mapping'>): boolean {
  return mapping !== 'prospect' && mapping !== 'partner'
}

/** True when a company in the backend carries this account. */
export function isMapped(traits: Standing): boolean {
  return traits.mapping === 'one' || traits.mapping === 'several'
}
