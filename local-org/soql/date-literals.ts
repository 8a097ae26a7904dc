import { unsupported } from './problems.ts'
import { DAY_MS, type TimeZone } from './time-zone.ts'

/** The present, as the user who asks sees it. */
export interface Moment {
  readonly now: number
  readonly zone: TimeZone
  /** 0 is Sunday. */
  readonly weekStart: number
}

/** From one day up to and with another, as UTC midnights. */
export interface Days {
  readonly first: number
  readonly last: number
  /** Today counts only until now. */
  readonly untilNow: boolean
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR'

/** A unit, and from the how many-th to the how many-th of them, counted from the present one. */
interface Stretch {
  unit: Unit
  from: number
  to: number
}

const SINGLE: Readonly<Record<string, number>> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 }
const SHIFT: Readonly<Record<string, number>> = { LAST: -1, THIS: 0, NEXT: 1 }
const ONE = /^(THIS|LAST|NEXT)_(?:FISCAL_)?(WEEK|MONTH|QUARTER|YEAR)$/
const SEVERAL = /^(LAST|NEXT)_(N|90)_(?:FISCAL_(?=Q|Y))?(DAY|WEEK|MONTH|QUARTER|YEAR)S$/
const AGO = /^N_(?:FISCAL_(?=Q|Y))?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO$/

/** Further than from the first day Salesforce knows to the last, in days and in anything longer. */
const MOST = { DAY: 1_000_000, LONGER: 120_000 } as const

export function daysOf(name: string, n: number | undefined, moment: Moment): Days {
  const stretch = stretchOf(name, Math.min(n ?? 0, name.includes('DAY') ? MOST.DAY : MOST.LONGER))
  if (!stretch) throw unsupported(`The date literal ${name}`)
  const today = Math.floor(moment.zone.local(moment.now) / DAY_MS) * DAY_MS
  const start = (shift: number) => startOf(stretch.unit, today, shift, moment.weekStart)
  return {
    first: start(stretch.from),
    last: start(stretch.to + 1) - DAY_MS,
    untilNow: stretch.unit === 'DAY' && stretch.from < 0 && stretch.to === 0,
  }
}

/** A fiscal year is a calendar year here. */
function stretchOf(name: string, n: number): Stretch | undefined {
  const day = SINGLE[name]
  if (day !== undefined) return { unit: 'DAY', from: day, to: day }
  const [, which = '', unit] = ONE.exec(name) ?? []
  const shift = SHIFT[which] ?? 0
  if (unit) return { unit: unit as Unit, from: shift, to: shift }
  const [, direction, count, units] = SEVERAL.exec(name) ?? []
  const many = count === '90' ? 90 : n
  if (units && direction === 'NEXT') return { unit: units as Unit, from: 1, to: many }
  if (units) return { unit: units as Unit, from: -many, to: units === 'DAY' ? 0 : -1 }
  const ago = AGO.exec(name)?.[1]
  return ago === undefined ? undefined : { unit: ago as Unit, from: -n, to: -n }
}

function startOf(unit: Unit, today: number, shift: number, weekStart: number): number {
  const date = new Date(today)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  switch (unit) {
    case 'DAY':
      return today + shift * DAY_MS
    case 'WEEK':
      return today + (shift * 7 - ((date.getUTCDay() - weekStart + 7) % 7)) * DAY_MS
    case 'MONTH':
      return Date.UTC(year, month + shift)
    case 'QUARTER':
      return Date.UTC(year, (Math.floor(month / 3) + shift) * 3)
    case 'YEAR':
      return Date.UTC(year + shift, 0)
  }
}
