import { daysOf, type Moment } from './date-literals.ts'
import type { Family } from './literal-kinds.ts'
import type { Literal } from './statement.ts'
import { dayText, timeText } from './texts.ts'
import { DAY_MS } from './time-zone.ts'

/** From one day or time up to and with another, written as fields hold them. */
export interface Span {
  readonly start: string
  readonly end: string
  /** What comes after it comes after this already: after the start, for a stretch that reaches up to now. */
  readonly after?: string
}

/** What a literal stands for at this moment, beside fields that hold days or times. */
export function spanOf(literal: Literal, family: Family, moment: Moment): Span | undefined {
  if (literal.kind === 'date') return { start: literal.day, end: literal.day }
  if (literal.kind === 'time') return { start: literal.value, end: literal.value }
  if (literal.kind === 'datetime') {
    const at = timeText(literal.time)
    return { start: at, end: at }
  }
  if (literal.kind !== 'days') return undefined
  const days = daysOf(literal.name, literal.n, moment)
  if (family === 'date') return recent(days.untilNow, { start: dayText(days.first), end: dayText(days.last) })
  const start = timeText(moment.zone.startOfDay(days.first))
  const end = days.untilNow ? moment.now : moment.zone.startOfDay(days.last + DAY_MS) - 1
  return recent(days.untilNow, { start, end: timeText(end) })
}

/** `> LAST_N_DAYS:7` finds what is within the last days, as it does in Salesforce. */
function recent(untilNow: boolean, span: Span): Span {
  return untilNow ? { ...span, after: span.start } : span
}
