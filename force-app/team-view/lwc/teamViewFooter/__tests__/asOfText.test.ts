import { asOfText } from '../asOfText'

const viewer = { now: new Date('2026-11-20T12:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en-GB' }

describe('asOfText', () => {
  it('gives the time alone when that was today', () => {
    expect(asOfText(new Date('2026-11-20T09:42:00Z'), viewer)).toBe('10:42')
  })

  it('gives the day too when it was another, as the viewer counts days', () => {
    expect(asOfText(new Date('2026-11-19T09:42:00Z'), viewer)).toBe('19 Nov 2026, 10:42')
    expect(asOfText(new Date('2026-11-19T23:30:00Z'), viewer)).toBe('00:30')
  })

  it("speaks the viewer's language", () => {
    expect(asOfText(new Date('2026-11-19T09:42:00Z'), { ...viewer, locale: 'de-DE' })).toBe(
      '19.11.2026, 10:42',
    )
  })
})
