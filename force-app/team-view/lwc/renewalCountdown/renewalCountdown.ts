const DAY = 86_400_000
const SOON_DAYS = 30

export interface Countdown {
  days: number
  isOverdue: boolean
  isSoon: boolean
  /** "in 132 days", "tomorrow"; once overdue the bare length, "12 days". */
  text: string
}

export interface Viewer {
  now: Date
  timeZone: string
  locale: string
}

/** Whole calendar days as the viewer counts them: it is already tomorrow in Tokyo. */
export function renewalCountdown(dueOn: string, { now, timeZone, locale }: Viewer): Countdown {
  const days = Math.round((Date.parse(dueOn) - startOfToday(now, timeZone)) / DAY)
  const isOverdue = days < 0
  return {
    days,
    isOverdue,
    isSoon: !isOverdue && days <= SOON_DAYS,
    text: isOverdue ? length(-days, locale) : ahead(days, locale),
  }
}

/** Today's calendar day in a time zone, as midnight UTC, where every day is as long as the next. */
function startOfToday(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
    .formatToParts(now)
    .map(({ type, value }) => [type, Number(value)])
  const { year, month, day } = Object.fromEntries(parts) as Record<string, number>
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day)
}

const ahead = (days: number, locale: string): string =>
  new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')

const length = (days: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)
