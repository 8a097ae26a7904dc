/** Stretches of time that Salesforce counts from the present, in the time zone of the user who asks. */
export const NAMED_DATES = [
  ...(['YESTERDAY', 'TODAY', 'TOMORROW'] as const),
  ...(['LAST_WEEK', 'THIS_WEEK', 'NEXT_WEEK'] as const),
  ...(['LAST_MONTH', 'THIS_MONTH', 'NEXT_MONTH', 'LAST_90_DAYS', 'NEXT_90_DAYS'] as const),
  ...(['LAST_QUARTER', 'THIS_QUARTER', 'NEXT_QUARTER'] as const),
  ...(['LAST_YEAR', 'THIS_YEAR', 'NEXT_YEAR'] as const),
  ...(['LAST_FISCAL_QUARTER', 'THIS_FISCAL_QUARTER', 'NEXT_FISCAL_QUARTER'] as const),
  ...(['LAST_FISCAL_YEAR', 'THIS_FISCAL_YEAR', 'NEXT_FISCAL_YEAR'] as const),
] as const
export type NamedDate = (typeof NAMED_DATES)[number]

/** How many of each there may be: a hundred years of them. */
const MOST = {
  ...{ DAYS: 36_525, WEEKS: 5_200, MONTHS: 1_200, QUARTERS: 400, YEARS: 100 },
  ...{ FISCAL_QUARTERS: 400, FISCAL_YEARS: 100 },
} as const
type Unit = keyof typeof MOST
export type CountedDate = `LAST_N_${Unit}` | `NEXT_N_${Unit}` | `N_${Unit}_AGO`

const counted = (Object.keys(MOST) as Unit[]).flatMap((unit): [CountedDate, number][] => [
  [`LAST_N_${unit}`, MOST[unit]],
  [`NEXT_N_${unit}`, MOST[unit]],
  [`N_${unit}_AGO`, MOST[unit]],
])
/** Those that need a number, and the largest it may be. */
export const COUNTED_DATES: ReadonlyMap<CountedDate, number> = new Map(counted)

export type DateLiteral = { literal: NamedDate } | { literal: CountedDate; n: number }

export const isDateLiteral = (value: unknown): value is DateLiteral =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'literal')

/** As SOQL has it; undefined for what is none. */
export function dateLiteral(date: DateLiteral): string | undefined {
  const { literal, n } = { n: undefined, ...date }
  const named = NAMED_DATES.find((name) => name === literal)
  if (named !== undefined) return n === undefined ? named : undefined
  const most = COUNTED_DATES.get(literal as CountedDate) ?? 0
  return n !== undefined && Number.isSafeInteger(n) && n >= 1 && n <= most ? `${literal}:${n}` : undefined
}
