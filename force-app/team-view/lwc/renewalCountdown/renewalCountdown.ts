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
  /** The language of the labels around it, which need not be that of the viewer's numbers. */
  language: string
}

/** Whole calendar days as the viewer counts them: it is already tomorrow in Tokyo. */
export function renewalCountdown(dueOn: string, { now, timeZone, language }: Viewer): Countdown {
  const days = Math.round((Date.parse(dueOn) - startOfToday(now, timeZone)) / DAY)
  const isOverdue = days < 0
  return {
    days,
    isOverdue,
    isSoon: !isOverdue && days <= SOON_DAYS,
    text: isOverdue ? length(-days, language) : ahead(days, language),
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

function ahead(days: number, language: string): string {
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day')
}

function length(days: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)
}
