import { at } from './random.ts'

export const DAY = 86_400_000

/** Midnight UTC of a `YYYY-MM-DD` day, in milliseconds. */
export function dayStart(day: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN
  if (Number.isNaN(ms)) throw new RangeError(`"${day}" is not a day like 2026-11-20`)
  return ms
}

/** So many days at hand, each in the slot of its number: writing a date out takes ten times as long as looking it up. */
const SLOTS = 8192
const days = new Int32Array(SLOTS)
const texts: string[] = Array<string>(SLOTS).fill('')

export function isoDay(ms: number): string {
  const day = Math.floor(ms / DAY)
  const slot = day & (SLOTS - 1)
  if (days[slot] === day && texts[slot]) return texts[slot]
  const text = new Date(ms).toISOString().slice(0, 10)
  days[slot] = day
  texts[slot] = text
  return text
}

const twoDigits = (number: number) => String(number).padStart(2, '0')
const MINUTES = Array.from(
  { length: 1440 },
  (_, at) => `T${twoDigits(Math.floor(at / 60))}:${twoDigits(at % 60)}:`,
)
const SECONDS = Array.from({ length: 60 }, (_, at) => `${twoDigits(at)}.000+0000`)

/** A time, of whole seconds, as Salesforce's REST API writes it. */
export function stamp(ms: number): string {
  const second = Math.floor(ms / 1000) % 86_400
  const secondOfDay = second < 0 ? second + 86_400 : second
  return isoDay(ms) + at(MINUTES, Math.floor(secondOfDay / 60)) + at(SECONDS, secondOfDay % 60)
}

/** The same day of the year, some years away; 29 February becomes 1 March where there is none. */
export function addYears(ms: number, years: number): number {
  const date = new Date(ms)
  return Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate())
}
