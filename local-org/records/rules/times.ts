const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/
const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z?$/
const FIRST_YEAR = 1700
const LAST_YEAR = 4000

/** A day as records hold it, of a day or a moment; undefined for what is neither. */
export function dayIn(text: string): string | undefined {
  const moment = MOMENT.test(text) ? momentIn(text) : undefined
  const day = moment === undefined ? text : moment.slice(0, 10)
  return isDay(day) ? day : undefined
}

/** A moment as records hold it, in whole seconds of UTC. */
export function momentIn(text: string): string | undefined {
  if (isDay(text)) return `${text}T00:00:00.000+0000`
  const [, day = '', clock = '', zone = 'Z'] = MOMENT.exec(text) ?? []
  if (!isDay(day)) return undefined
  const time = Date.parse(`${day}T${clock}${zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`}`)
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19)}.000+0000`
}

export function clockIn(text: string): string | undefined {
  if (!CLOCK.test(text)) return undefined
  const [whole = '', fraction = ''] = text.replace('Z', '').split('.')
  return `${whole}.${fraction.padEnd(3, '0')}Z`
}

function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = DAY.exec(text) ?? []
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return false
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  // A day that the month does not have is one of another month.
  return date.getUTCMonth() === Number(month) - 1
}
