// How texts, days and times are compared.

/** Two texts that differ in their case only are the same. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  // A sigma is written in another way at the end of a word.
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower
}
export const exactly = (text: string): string => text

/** The place of a text among others: that of its capitals. */
export const rank = (text: string): string => text.toUpperCase()

const FIRST = Date.UTC(1700, 0)
const LAST = Date.UTC(4000, 11, 31)

/** `2026-11-20`, as days are kept. */
export function dayText(midnight: number): string {
  return timeText(midnight).slice(0, 10)
}

/** `2026-11-20T09:30:00.000+0000`, as times are kept. None is before or after those that Salesforce knows. */
export function timeText(time: number): string {
  return new Date(Math.min(LAST, Math.max(FIRST, time))).toISOString().replace('Z', '+0000')
}

export function timeOf(text: string): number {
  return Date.parse(text.endsWith('+0000') ? `${text.slice(0, -5)}Z` : text)
}
