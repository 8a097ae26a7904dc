import { deck } from '../random.ts'
import { EASTERN_REGIONS } from './eastern-regions.ts'
import { WESTERN_REGIONS } from './western-regions.ts'

export type { Region } from './region.ts'

export const REGIONS = { ...WESTERN_REGIONS, ...EASTERN_REGIONS } as const

export type RegionKey = keyof typeof REGIONS

export const REGION_DECK = deck<RegionKey>({
  us: 16,
  ca: 2,
  gb: 7,
  de: 6,
  fr: 4,
  es: 3,
  br: 3,
  pl: 2,
  se: 2,
  ua: 2,
  bg: 1,
  gr: 2,
  jp: 4,
  cn: 3,
  kr: 2,
  ae: 2,
  il: 1,
  in: 2,
})
