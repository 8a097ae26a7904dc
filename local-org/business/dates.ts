export const DAY = 86_400_000

/** Midnight UTC of a `YYYY-MM-DD` day, in milliseconds. */
export function dayStart(day: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN
  if (Number.isNaN(ms)) throw new RangeError(`"${day}" is not a day like 2026-11-20`)
  return ms
}

export function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** A time as Salesforce's REST API writes it. */
export function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}+0000`
}

/** The same day of the year, some years away; 29 February becomes 1 March where there is none. */
export function addYears(ms: number, years: number): number {
  const date = new Date(ms)
  return Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate())
}
