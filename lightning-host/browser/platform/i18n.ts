import { currentViewer } from './viewer.ts'

const viewer = currentViewer()
const browser = Intl.DateTimeFormat().resolvedOptions()

export const locale = usable(viewer.locale?.replaceAll('_', '-')) ?? browser.locale
export const timeZone = viewer.timeZone ?? browser.timeZone
export const currency = viewer.currency ?? 'USD'

// The page speaks English; a user's locale decides how dates and numbers are written, not the language.
export const lang = 'en'
export const dir = 'ltr'

const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(-1234567.8)
const part = (type: Intl.NumberFormatPartTypes, otherwise: string) =>
  parts.find((each) => each.type === type)?.value ?? otherwise

export const decimalSeparator = part('decimal', '.')
export const groupingSeparator = part('group', ',')
export const currencySymbol = part('currency', currency)
export const percentSign =
  new Intl.NumberFormat(locale, { style: 'percent' })
    .formatToParts(1)
    .find((each) => each.type === 'percentSign')?.value ?? '%'

/** Salesforce counts from Sunday = 1, Intl from Monday = 1. */
export const firstDayOfWeek = (firstDay(locale) % 7) + 1

function firstDay(tag: string): number {
  const info = new Intl.Locale(tag) as Intl.Locale & { getWeekInfo?(): { firstDay: number } }
  return info.getWeekInfo?.().firstDay ?? 7
}

function usable(tag: string | undefined): string | undefined {
  try {
    return tag && Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
