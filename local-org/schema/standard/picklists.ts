// Value sets that more than one object uses, and those too long to stand among fields.
import { REGIONS } from '../../business/names/regions.ts'

export const INDUSTRIES = [
  'Agriculture',
  'Apparel',
  'Banking',
  'Biotechnology',
  'Chemicals',
  'Communications',
  'Construction',
  'Consulting',
  'Education',
  'Electronics',
  'Energy',
  'Engineering',
  'Entertainment',
  'Environmental',
  'Finance',
  'Food & Beverage',
  'Government',
  'Healthcare',
  'Hospitality',
  'Insurance',
  'Machinery',
  'Manufacturing',
  'Media',
  'Not For Profit',
  'Recreation',
  'Retail',
  'Shipping',
  'Technology',
  'Telecommunications',
  'Transportation',
  'Utilities',
  'Other',
] as const

export const LEAD_SOURCES = [
  'Web',
  'Partner',
  'Event',
  'Referral',
  'Phone Inquiry',
  'Purchased List',
  'Other',
]

const regions = Object.values(REGIONS)
const sorted = (values: readonly string[]) => [...new Set(values)].toSorted()

export const TIME_ZONES = sorted([
  ...regions.map(({ timeZone }) => timeZone),
  'America/Denver',
  'America/Los_Angeles',
  'America/New_York',
  'Australia/Sydney',
  'GMT',
])
export const LOCALES = sorted([...regions.map(({ locale }) => locale), 'de_AT', 'de_CH', 'en_AU', 'fr_CA'])
export const LANGUAGES = sorted([...regions.map(({ language }) => language), 'it', 'nl_NL'])
export const ENCODINGS = [
  'UTF-8',
  'ISO-8859-1',
  'Shift_JIS',
  'ISO-2022-JP',
  'EUC-JP',
  'ks_c_5601-1987',
  'Big5',
  'GB2312',
]
export const USER_TYPES = [
  'Standard',
  'PowerPartner',
  'PowerCustomerSuccess',
  'CustomerSuccess',
  'Guest',
  'CspLitePortal',
  'CsnOnly',
  'SelfService',
]
export const FORECAST_CATEGORIES = [
  { value: 'Omitted', label: 'Omitted' },
  { value: 'Pipeline', label: 'Pipeline' },
  { value: 'BestCase', label: 'Best Case' },
  { value: 'MostLikely', label: 'Most Likely' },
  { value: 'Forecast', label: 'Commit' },
  { value: 'Closed', label: 'Closed' },
]
export const FORECAST_CATEGORY_NAMES = FORECAST_CATEGORIES.map(({ label }) => label)
