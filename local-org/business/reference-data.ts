import { makeId } from '../salesforce-id.ts'
import {
  KEY_PREFIXES,
  type CurrencyType,
  type OpportunityStage,
  type Permissions,
  type Profile,
  type Stamps,
} from './records.ts'
import { DAY } from './dates.ts'
import { stamps, type World } from './world.ts'

/** ISO code, how many buy one corporate dollar, decimal places. */
export const CURRENCIES = [
  ['USD', 1, 2],
  ['EUR', 0.92, 2],
  ['GBP', 0.79, 2],
  ['CAD', 1.37, 2],
  ['BRL', 5.45, 2],
  ['PLN', 3.96, 2],
  ['SEK', 10.4, 2],
  ['UAH', 41.5, 2],
  ['JPY', 152, 0],
  ['CNY', 7.21, 2],
  ['KRW', 1375, 0],
  ['AED', 3.6725, 2],
  ['ILS', 3.7, 2],
  ['INR', 84.2, 2],
] as const

export type CurrencyCode = (typeof CURRENCIES)[number][0]
const RATES: ReadonlyMap<string, number> = new Map(CURRENCIES.map(([code, rate]) => [code, rate]))

/** An amount in dollars, in another currency, rounded as prices are. */
export function fromDollars(dollars: number, currency: string): number {
  const amount = dollars * (RATES.get(currency) ?? 1)
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(amount, 1))) - 2)
  return Math.round(amount / step) * step
}

/** Label, probability, forecast category, in the order deals move; the last is kept for old deals only. */
export const STAGES = [
  ['Prospecting', 10, 'Pipeline', true],
  ['Qualification', 20, 'Pipeline', true],
  ['Needs Analysis', 35, 'Pipeline', true],
  ['Proposal', 60, 'BestCase', true],
  ['Negotiation', 80, 'Forecast', true],
  ['Closed Won', 100, 'Closed', true],
  ['Closed Lost', 0, 'Omitted', true],
  ['Verbal Agreement', 90, 'Forecast', false],
] as const

export type StageName = (typeof STAGES)[number][0]
const FORECAST_LABELS = {
  Pipeline: 'Pipeline',
  BestCase: 'Best Case',
  Forecast: 'Commit',
  Closed: 'Closed',
  Omitted: 'Omitted',
} as const

export const PROFILES = [
  'System Administrator',
  'Customer Success',
  'Sales',
  'Support',
  'Support Contractor',
] as const
export type ProfileName = (typeof PROFILES)[number]

export function profileId(name: ProfileName): string {
  return makeId(KEY_PREFIXES.Profile, PROFILES.indexOf(name))
}

/** The org was set up ten years ago by its first user. */
export function foundingStamps(world: World): Stamps {
  const founder = makeId(KEY_PREFIXES.User, 0)
  const founded = world.today - 3_650 * DAY
  return stamps({ created: founded, createdBy: founder, modified: founded, modifiedBy: founder })
}

export function currencyTypes(world: World): readonly CurrencyType[] {
  return CURRENCIES.map(([code, rate, places], index) => ({
    Id: makeId(KEY_PREFIXES.CurrencyType, index),
    IsoCode: code,
    ConversionRate: rate,
    DecimalPlaces: places,
    IsActive: true,
    IsCorporate: code === 'USD',
    ...foundingStamps(world),
  }))
}

export function opportunityStages(world: World): readonly OpportunityStage[] {
  return STAGES.map(([name, probability, category, active], index) => ({
    Id: makeId(KEY_PREFIXES.OpportunityStage, index),
    MasterLabel: name,
    ApiName: name,
    Description: `${name}: ${probability}% likely`,
    IsActive: active,
    SortOrder: index + 1,
    IsClosed: category === 'Closed' || category === 'Omitted',
    IsWon: category === 'Closed',
    DefaultProbability: probability,
    ForecastCategory: category,
    ForecastCategoryName: FORECAST_LABELS[category],
    ...foundingStamps(world),
  }))
}

interface StageFacts {
  readonly StageName: StageName
  readonly Probability: number
  readonly IsClosed: boolean
  readonly IsWon: boolean
  readonly ForecastCategory: string
  readonly ForecastCategoryName: string
}
const FACTS: ReadonlyMap<StageName, StageFacts> = new Map(
  STAGES.map(([name, probability, category]) => [
    name,
    {
      StageName: name,
      Probability: probability,
      IsClosed: category === 'Closed' || category === 'Omitted',
      IsWon: category === 'Closed',
      ForecastCategory: category,
      ForecastCategoryName: FORECAST_LABELS[category],
    },
  ]),
)

/** What an opportunity in this stage carries. */
export function stageFacts(name: StageName): StageFacts {
  return FACTS.get(name) as StageFacts
}

export function profiles(world: World): readonly Profile[] {
  return PROFILES.map((name) => ({
    Id: profileId(name),
    Name: name,
    UserType: 'Standard',
    ...profilePermissions(name),
    ...foundingStamps(world),
  }))
}

/** Contractors work in the browser only: their profile has no API access. */
export function profilePermissions(name: ProfileName): Permissions {
  return {
    PermissionsApiEnabled: name !== 'Support Contractor',
    PermissionsModifyAllData: name === 'System Administrator',
    PermissionsViewAllData: name === 'System Administrator',
  }
}
