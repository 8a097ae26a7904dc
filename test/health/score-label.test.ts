import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEFAULT_SCHEME, rangeOf } from '../../server/health/index.ts'

test.each([
  [0, 'At risk', 'poor'],
  [49.9999, 'At risk', 'poor'],
  [50, 'At risk', 'poor'],
  [50.0001, 'Needs attention', 'fair'],
  [75, 'Needs attention', 'fair'],
  [75.0001, 'Healthy', 'good'],
  [100, 'Healthy', 'good'],
])('a score of %d is %s', (score, label, level) => {
  expect(rangeOf(score)).toMatchObject({ label, level })
})

test('a score outside the scheme belongs to the nearest range', () => {
  expect(rangeOf(-1).level).toBe('poor')
  expect(rangeOf(101).level).toBe('good')
})

test('a higher score is never in a lower range', () => {
  const score = fc.double({ min: 0, max: 100, noNaN: true })
  fc.assert(
    fc.property(score, score, (a, b) => {
      const place = (value: number) => DEFAULT_SCHEME.indexOf(rangeOf(value))
      expect(place(Math.min(a, b))).toBeLessThanOrEqual(place(Math.max(a, b)))
    }),
  )
})

test('another scheme has its own words', () => {
  const grades = [
    { upTo: 60, label: 'D', level: 'poor' },
    { upTo: 100, label: 'A', level: 'good' },
  ] as const
  expect([rangeOf(60, grades).label, rangeOf(61, grades).label]).toEqual(['D', 'A'])
  expect(() => rangeOf(1, [])).toThrow('at least one range')
})
