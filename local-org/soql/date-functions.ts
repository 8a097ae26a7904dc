import type { Value } from '../records/types.ts'
import type { FieldType } from '../schema/types.ts'
import { dayText, timeOf } from './texts.ts'
import { DAY_MS, type TimeZone } from './time-zone.ts'

type Part = (date: Date) => number

const month: Part = (date) => date.getUTCMonth() + 1
const quarter: Part = (date) => Math.floor(date.getUTCMonth() / 3) + 1
const year: Part = (date) => date.getUTCFullYear()
const dayOfYear: Part = (date) =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / DAY_MS) + 1

/** A fiscal year is a calendar year here. Weeks of months and years start with their first day. */
const PARTS: Readonly<Record<string, Part>> = {
  CALENDAR_MONTH: month,
  CALENDAR_QUARTER: quarter,
  CALENDAR_YEAR: year,
  FISCAL_MONTH: month,
  FISCAL_QUARTER: quarter,
  FISCAL_YEAR: year,
  DAY_IN_MONTH: (date) => date.getUTCDate(),
  DAY_IN_WEEK: (date) => date.getUTCDay() + 1,
  DAY_IN_YEAR: dayOfYear,
  HOUR_IN_DAY: (date) => date.getUTCHours(),
  WEEK_IN_MONTH: (date) => Math.floor((date.getUTCDate() - 1) / 7) + 1,
  WEEK_IN_YEAR: (date) => Math.floor((dayOfYear(date) - 1) / 7) + 1,
}
/** These have nothing to say about a day. */
const OF_TIMES_ONLY = ['DAY_ONLY', 'HOUR_IN_DAY']

export interface DateFunction {
  readonly type: FieldType
  readonly takes: readonly FieldType[]
  apply(value: Value, zone: TimeZone): Value
}

/** CALENDAR_YEAR and the like, by their name in capitals. */
export function dateFunction(name: string): DateFunction | undefined {
  const part = PARTS[name]
  if (!part && name !== 'DAY_ONLY') return undefined
  return {
    type: part ? 'int' : 'date',
    takes: OF_TIMES_ONLY.includes(name) ? ['datetime'] : ['date', 'datetime'],
    apply(value, zone) {
      if (typeof value !== 'string') return null
      const time = value.includes('T') ? zone.local(timeOf(value)) : timeOf(value)
      return part ? part(new Date(time)) : dayText(time)
    },
  }
}
