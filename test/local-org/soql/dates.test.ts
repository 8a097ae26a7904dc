import { describe, expect, it } from 'vitest'
import { soqlOrg, TODAY } from './org.ts'

const dayBefore = (days: number) =>
  new Date(Date.parse(`${TODAY}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)

// Two years back and forth, a record each day. Today is a Friday.
const things = Array.from({ length: 1601 }, (_, index) => ({
  Name: dayBefore(800 - index),
  Day__c: dayBefore(800 - index),
}))
const org = soqlOrg({ accounts: 1, things })

describe('a date literal', () => {
  it.each([
    ['TODAY', '2026-11-20', '2026-11-20'],
    ['YESTERDAY', '2026-11-19', '2026-11-19'],
    ['TOMORROW', '2026-11-21', '2026-11-21'],
    ['THIS_WEEK', '2026-11-15', '2026-11-21'],
    ['LAST_WEEK', '2026-11-08', '2026-11-14'],
    ['NEXT_WEEK', '2026-11-22', '2026-11-28'],
    ['THIS_MONTH', '2026-11-01', '2026-11-30'],
    ['LAST_MONTH', '2026-10-01', '2026-10-31'],
    ['NEXT_MONTH', '2026-12-01', '2026-12-31'],
    ['LAST_90_DAYS', '2026-08-22', '2026-11-20'],
    ['NEXT_90_DAYS', '2026-11-21', '2027-02-18'],
    ['LAST_N_DAYS:0', '2026-11-20', '2026-11-20'],
    ['LAST_N_DAYS:1', '2026-11-19', '2026-11-20'],
    ['last_n_days:20', '2026-10-31', '2026-11-20'],
    ['NEXT_N_DAYS:3', '2026-11-21', '2026-11-23'],
    ['N_DAYS_AGO:25', '2026-10-26', '2026-10-26'],
    ['NEXT_N_WEEKS:2', '2026-11-22', '2026-12-05'],
    ['LAST_N_WEEKS:2', '2026-11-01', '2026-11-14'],
    ['N_WEEKS_AGO:2', '2026-11-01', '2026-11-07'],
    ['NEXT_N_MONTHS:2', '2026-12-01', '2027-01-31'],
    ['LAST_N_MONTHS:12', '2025-11-01', '2026-10-31'],
    ['N_MONTHS_AGO:9', '2026-02-01', '2026-02-28'],
    ['THIS_QUARTER', '2026-10-01', '2026-12-31'],
    ['LAST_QUARTER', '2026-07-01', '2026-09-30'],
    ['NEXT_QUARTER', '2027-01-01', '2027-03-31'],
    ['NEXT_N_QUARTERS:2', '2027-01-01', '2027-06-30'],
    ['LAST_N_QUARTERS:2', '2026-04-01', '2026-09-30'],
    ['N_QUARTERS_AGO:3', '2026-01-01', '2026-03-31'],
    ['THIS_YEAR', '2026-01-01', '2026-12-31'],
    ['LAST_YEAR', '2025-01-01', '2025-12-31'],
    ['NEXT_YEAR', '2027-01-01', '2027-12-31'],
    ['NEXT_N_YEARS:1', '2027-01-01', '2027-12-31'],
    ['LAST_N_YEARS:1', '2025-01-01', '2025-12-31'],
    ['N_YEARS_AGO:1', '2025-01-01', '2025-12-31'],
    ['THIS_FISCAL_QUARTER', '2026-10-01', '2026-12-31'],
    ['LAST_FISCAL_QUARTER', '2026-07-01', '2026-09-30'],
    ['NEXT_FISCAL_QUARTER', '2027-01-01', '2027-03-31'],
    ['NEXT_N_FISCAL_QUARTERS:2', '2027-01-01', '2027-06-30'],
    ['LAST_N_FISCAL_QUARTERS:2', '2026-04-01', '2026-09-30'],
    ['N_FISCAL_QUARTERS_AGO:3', '2026-01-01', '2026-03-31'],
    ['THIS_FISCAL_YEAR', '2026-01-01', '2026-12-31'],
    ['LAST_FISCAL_YEAR', '2025-01-01', '2025-12-31'],
    ['NEXT_FISCAL_YEAR', '2027-01-01', '2027-12-31'],
    ['NEXT_N_FISCAL_YEARS:1', '2027-01-01', '2027-12-31'],
    ['LAST_N_FISCAL_YEARS:1', '2025-01-01', '2025-12-31'],
    ['N_FISCAL_YEARS_AGO:1', '2025-01-01', '2025-12-31'],
  ])('%s goes from %s to %s', async (literal, first, last) => {
    const found = await org.names(`WHERE Day__c = ${literal}`)
    expect([found[0], found.at(-1), found.length]).toEqual([first, last, daysFrom(first, last)])
    const unequal = await org.names(`WHERE Day__c != ${literal}`)
    expect(unequal.length).toBe(things.length - found.length)
    expect((await org.names(`WHERE Day__c < ${literal}`)).at(-1)).toBe(dayAfter(first, -1))
    expect((await org.names(`WHERE Day__c <= ${literal}`)).at(-1)).toBe(last)
    expect((await org.names(`WHERE Day__c >= ${literal}`))[0]).toBe(first)
  })

  it('is passed when it is over', async () => {
    expect((await org.names('WHERE Day__c > THIS_WEEK'))[0]).toBe('2026-11-22')
    expect((await org.names('WHERE Day__c > YESTERDAY'))[0]).toBe('2026-11-20')
  })

  it('that reaches up to now is passed once it began, as clients rely on', async () => {
    expect((await org.names('WHERE Day__c > LAST_N_DAYS:7'))[0]).toBe('2026-11-14')
  })

  it('can be one of a list', async () => {
    expect(await org.names('WHERE Day__c IN (YESTERDAY, 2026-11-25, N_DAYS_AGO:3)')).toEqual([
      '2026-11-17',
      '2026-11-19',
      '2026-11-25',
    ])
    expect(await org.names('WHERE Day__c NOT IN (LAST_N_DAYS:5000, NEXT_N_YEARS:9999999999)')).toEqual(
      await org.names('WHERE Day__c > TODAY AND Day__c <= THIS_YEAR'),
    )
  })

  it('of an unknown name is refused', () => {
    expect(org.refusal('SELECT Id FROM Thing__c WHERE Day__c = LAST_CENTURY').errorCode).toBe(
      'MALFORMED_QUERY',
    )
    expect(org.refusal('SELECT Id FROM Thing__c WHERE Day__c = LAST_N_DAYS:-1').errorCode).toBe(
      'MALFORMED_QUERY',
    )
  })
})

describe("a user's day", () => {
  const times = [
    '2026-11-19T07:59:59.999+0000',
    '2026-11-19T08:00:00.000+0000',
    '2026-11-19T23:59:59.999+0000',
    '2026-11-20T07:59:59.999+0000',
    '2026-11-20T08:00:00.000+0000',
    '2026-11-20T09:30:00.000+0000',
    '2026-11-20T23:00:00.000+0000',
  ].map((time) => ({ Name: time, At__c: time }))

  it('starts at midnight where the user is', async () => {
    const inLosAngeles = soqlOrg({ accounts: 5, things: times, timeZone: 'America/Los_Angeles' })
    expect(await inLosAngeles.names('WHERE At__c = YESTERDAY')).toEqual(
      times.slice(1, 4).map(({ Name }) => Name),
    )
    expect(await inLosAngeles.names('WHERE At__c = TODAY')).toEqual(times.slice(4).map(({ Name }) => Name))
    const inUtc = soqlOrg({ accounts: 5, things: times, timeZone: 'GMT' })
    expect(await inUtc.names('WHERE At__c = YESTERDAY')).toEqual(times.slice(0, 3).map(({ Name }) => Name))
    const inTokyo = soqlOrg({ accounts: 5, things: times, timeZone: 'Asia/Tokyo' })
    expect(await inTokyo.names('WHERE At__c = TODAY')).toEqual(times.slice(2, 6).map(({ Name }) => Name))
  })

  it.each([
    ['America/New_York', '2026-11-01T20:00:00Z', '2026-11-01T04:00:00.000+0000', 25],
    ['Pacific/Auckland', '2026-09-27T08:00:00Z', '2026-09-26T12:00:00.000+0000', 23],
    ['Asia/Kolkata', '2026-09-27T08:00:00Z', '2026-09-26T19:00:00.000+0000', 24],
  ])('is as long as the clocks of %s make it', async (timeZone, at, first, length) => {
    const now = Date.parse(at)
    const hours = Array.from({ length: 72 }, (_, hour) => {
      const time = new Date(now + (hour - 36) * 3_600_000).toISOString().replace('Z', '+0000')
      return { Name: time, At__c: time }
    })
    const there = soqlOrg({ accounts: 5, things: hours, timeZone, now })
    const found = await there.names('WHERE At__c = TODAY')
    expect([found[0], found.length]).toEqual([first, length])
  })

  it('ends now, for the last days', async () => {
    const utc = soqlOrg({ accounts: 5, things: times, timeZone: 'UTC' })
    expect((await utc.names('WHERE At__c = LAST_N_DAYS:1')).at(-1)).toBe('2026-11-20T09:30:00.000+0000')
  })

  it("starts the week as the user's locale has it", async () => {
    const german = soqlOrg({ accounts: 5, things, locale: 'de_DE' })
    expect((await german.names('WHERE Day__c = THIS_WEEK'))[0]).toBe('2026-11-16')
  })
})

describe('a date function', () => {
  const at = '2024-12-31T23:30:00.000+0000'
  const one = soqlOrg({
    accounts: 5,
    things: [{ At__c: at, Day__c: '2024-12-29' }, {}],
    timeZone: 'Asia/Tokyo',
  })

  it.each([
    ['CALENDAR_YEAR(At__c) = 2024', 1],
    ['CALENDAR_QUARTER(At__c) = 4', 1],
    ['CALENDAR_MONTH(At__c) = 12', 1],
    ['FISCAL_YEAR(At__c) = 2024', 1],
    ['FISCAL_QUARTER(At__c) = 4', 1],
    ['FISCAL_MONTH(At__c) = 12', 1],
    ['DAY_IN_MONTH(At__c) = 31', 1],
    ['DAY_IN_WEEK(At__c) = 3', 1],
    ['DAY_IN_YEAR(At__c) = 366', 1],
    ['WEEK_IN_MONTH(At__c) = 5', 1],
    ['WEEK_IN_YEAR(At__c) = 53', 1],
    ['HOUR_IN_DAY(At__c) = 23', 1],
    ['DAY_ONLY(At__c) = 2024-12-31', 1],
    ['DAY_ONLY(At__c) < TODAY', 1],
    ['CALENDAR_YEAR(convertTimezone(At__c)) = 2025', 1],
    ['HOUR_IN_DAY(convertTimezone(At__c)) = 8', 1],
    ['DAY_ONLY(convertTimezone(At__c)) = 2025-01-01', 1],
    ['DAY_IN_WEEK(Day__c) = 1', 1],
    ['WEEK_IN_YEAR(Day__c) = 52', 1],
    ['CALENDAR_YEAR(At__c) = null', 1],
    ['CALENDAR_YEAR(At__c) IN (2023, 2025)', 0],
  ])('%s', async (where, count) => {
    expect(await one.names(`WHERE ${where}`)).toHaveLength(count)
  })

  it.each([
    'HOUR_IN_DAY(Day__c) = 1',
    'DAY_ONLY(Day__c) = 2024-12-29',
    'CALENDAR_YEAR(Name) = 2024',
    'CALENDAR_YEAR(convertTimezone(Day__c)) = 2024',
  ])('%s is refused', (where) => {
    expect(one.refusal(`SELECT Id FROM Thing__c WHERE ${where}`).errorCode).toBe('MALFORMED_QUERY')
  })
})

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

function daysFrom(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1
}
