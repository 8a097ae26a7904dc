import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, isoDay, stamp } from '../../../local-org/business/dates.ts'

const seconds = fc.integer({ min: Date.UTC(1, 0) / 1000, max: Date.UTC(9999, 11, 31) / 1000 })

test('days and times are written as ISO 8601 has them, whichever were written before', () => {
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 1 }), fc.integer({ min: 1, max: 3 }), (times, far) => {
      // Days so far apart would meet in a table of a power of two.
      const all = times.flatMap((second) => [second * 1000, second * 1000 - 8192 * far * DAY])
      for (const ms of all.filter((time) => time > Date.UTC(1, 0))) {
        const iso = new Date(ms).toISOString()
        expect([isoDay(ms), stamp(ms)]).toEqual([iso.slice(0, 10), iso.replace('Z', '+0000')])
      }
    }),
  )
})

test('the first of all days is a day like any other', () => {
  expect([isoDay(0), stamp(-1000)]).toEqual(['1970-01-01', '1969-12-31T23:59:59.000+0000'])
})
