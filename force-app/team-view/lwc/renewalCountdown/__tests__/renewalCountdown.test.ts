import { renewalCountdown } from 'c/renewalCountdown'

const at = (now: string, timeZone = 'UTC', language = 'en-US') => ({ now: new Date(now), timeZone, language })

describe('renewalCountdown', () => {
  it('counts calendar days, whatever the hour', () => {
    expect(renewalCountdown('2027-03-31', at('2026-11-20T00:01:00Z')).days).toBe(131)
    expect(renewalCountdown('2027-03-31', at('2026-11-20T23:59:00Z')).days).toBe(131)
  })

  it('counts from the day it is where the viewer is', () => {
    const evening = '2026-11-20T20:00:00Z'
    expect(renewalCountdown('2026-11-21', at(evening, 'Asia/Tokyo')).text).toBe('today')
    expect(renewalCountdown('2026-11-21', at(evening, 'America/Los_Angeles')).text).toBe('tomorrow')
  })

  it('is not thrown off by a change of the clocks', () => {
    expect(renewalCountdown('2027-04-01', at('2027-03-27T12:00:00Z', 'Europe/Berlin')).days).toBe(5)
  })

  it('tells soon from later and from overdue', () => {
    const now = at('2026-11-20T12:00:00Z')
    expect(renewalCountdown('2026-12-20', now)).toEqual({
      days: 30,
      isOverdue: false,
      isSoon: true,
      text: 'in 30 days',
    })
    expect(renewalCountdown('2026-12-21', now)).toMatchObject({ isSoon: false, text: 'in 31 days' })
    expect(renewalCountdown('2026-11-08', now)).toEqual({
      days: -12,
      isOverdue: true,
      isSoon: false,
      text: '12 days',
    })
    expect(renewalCountdown('2026-11-19', now).text).toBe('1 day')
  })

  it("speaks the viewer's language", () => {
    const german = at('2026-11-20T12:00:00Z', 'Europe/Berlin', 'de-DE')
    expect(renewalCountdown('2027-03-31', german).text).toBe('in 131 Tagen')
    expect(renewalCountdown('2026-11-08', german).text).toBe('12 Tage')
  })
})
