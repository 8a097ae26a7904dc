export const DAY_MS = 86_400_000
const QUARTER_HOUR = 900_000

/** Where a user is: what time of which day it is there. */
export interface TimeZone {
  /** The wall clock there, as if it were UTC. */
  local(time: number): number
  /** When the day that starts with this UTC midnight starts there. */
  startOfDay(midnight: number): number
}

export const UTC: TimeZone = { local: (time) => time, startOfDay: (midnight) => midnight }

export function timeZoneOf(name: string): TimeZone {
  const format = formatOf(name)
  if (!format) return UTC
  const offsets = new Map<number, number>()
  const offsetAt = (time: number) => {
    // Nowhere does the clock change but at a quarter of an hour.
    const quarter = Math.floor(time / QUARTER_HOUR)
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const offset = offsetIn(format.format(time))
    offsets.set(quarter, offset)
    return offset
  }
  return {
    local: (time) => time + offsetAt(time),
    startOfDay(midnight) {
      const near = midnight - offsetAt(midnight)
      return midnight - offsetAt(near)
    },
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    return undefined
  }
}

/** `11/20/2026, GMT-08:00` is eight hours behind; plain GMT none. */
function offsetIn(formatted: string): number {
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(formatted) ?? []
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
  return sign === '-' ? -size : size
}

/** The first day of the week where this locale is spoken; 0 is Sunday. */
export function weekStartOf(locale: string): number {
  try {
    const { getWeekInfo } = Intl.Locale.prototype as { getWeekInfo?: () => { firstDay: number } }
    return (getWeekInfo?.call(new Intl.Locale(locale.replaceAll('_', '-'))).firstDay ?? 0) % 7
  } catch {
    return 0
  }
}
