/** "10:42" when that was today, with the day when it was not. */
export function asOfText(
  asOf: Date,
  { now, timeZone, locale }: { now: Date; timeZone: string; locale: string },
): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return (day.format(asOf) === day.format(now) ? time : moment).format(asOf)
}
