import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFaults } from '../../../local-org/faults/index.ts'
import type { FaultSpec } from '../../../local-org/faults/types.ts'

const at = (path: string, method = 'GET') => ({ path, method })

describe('armed faults', () => {
  it('strikes once when nothing else is said', () => {
    const faults = createFaults()
    faults.arm({ kind: 'unauthorized' })
    expect([1, 2].map(() => faults.take('unauthorized') !== undefined)).toEqual([true, false])
  })

  it('hands out what the fault was armed with', () => {
    const faults = createFaults()
    faults.arm({ kind: 'latency', ms: 250 })
    expect(faults.take('latency')?.ms).toBe(250)
  })

  it('leaves a fault of another kind alone', () => {
    const faults = createFaults()
    faults.arm({ kind: 'limit' })
    expect(faults.take('unavailable')).toBeUndefined()
    expect(faults.list()[0]).toMatchObject({ struck: 0, left: 1 })
  })

  it('strikes for ever when times is null, until it is disarmed', () => {
    const faults = createFaults()
    const id = faults.arm({ kind: 'unauthorized', times: null })
    for (let i = 0; i < 1_000; i++) expect(faults.take('unauthorized')).toBeDefined()
    expect(faults.list()).toEqual([
      { id, spec: { kind: 'unauthorized', times: null }, struck: 1_000, left: null },
    ])
    faults.disarm(id)
    expect(faults.take('unauthorized')).toBeUndefined()
  })

  it('disarms one by its id and all without one', () => {
    const faults = createFaults()
    const first = faults.arm({ kind: 'limit' })
    const second = faults.arm({ kind: 'unavailable' })
    faults.arm({ kind: 'html' })
    faults.disarm(second)
    expect(faults.list().map(({ spec }) => spec.kind)).toEqual(['limit', 'html'])
    faults.disarm('no-such-fault')
    faults.disarm(first)
    expect(faults.take('limit')).toBeUndefined()
    faults.disarm()
    expect(faults.list()).toEqual([])
  })

  it('strikes in the order of arming across kinds', () => {
    const faults = createFaults()
    faults.arm({ kind: 'unavailable' })
    faults.arm({ kind: 'unauthorized' })
    const next = () => faults.takeFirst(['unauthorized', 'unavailable'])?.kind
    expect([next(), next(), next()]).toEqual(['unavailable', 'unauthorized', undefined])
  })

  it.each<[string, string, boolean]>([
    ['/query', '/services/data/v65.0/query', true],
    ['/query', '/services/data/v65.0/query/01g5e000001-2000', true],
    ['/query', '/query', true],
    ['/query', '/services/data/v65.0/queryAll', false],
    ['/query', '/services/data/v65.0/jobs/query', false],
    ['/QUERY/', '/services/data/v65.0/query', true],
    ['/jobs/query/*/results', '/services/data/v65.0/jobs/query/750xx/results', true],
    ['/jobs/query/*/results', '/services/data/v65.0/jobs/query/results', false],
    ['/jobs/*/results', '/services/data/v65.0/jobs/query/750xx/results', false],
    ['/jobs/**/results', '/services/data/v65.0/jobs/query/750xx/results', true],
    ['/services/data/v65.0/limits', '/services/data/v65.0/limits', true],
    ['/services/data/v65.0/limits', '/services/data/v64.0/limits', false],
    ['/services/oauth2/token', '/services/oauth2/token', true],
    ['/data/AccountChangeEvent', '/data/AccountChangeEvent', true],
    ['/sobjects/A.c', '/services/data/v65.0/sobjects/Abc', false],
  ])('with the path %s for %s: strikes %s', (pattern, path, strikes) => {
    const faults = createFaults()
    faults.arm({ kind: 'unavailable', path: pattern })
    expect(faults.take('unavailable', at(path)) !== undefined).toBe(strikes)
  })

  it('never strikes what has no path when it is armed for one', () => {
    const faults = createFaults()
    faults.arm({ kind: 'lost-refresh-token', path: '/services' })
    expect(faults.take('lost-refresh-token')).toBeUndefined()
  })

  it('strikes only the method it is armed for', () => {
    const faults = createFaults()
    faults.arm({ kind: 'limit', method: 'POST' })
    expect(faults.take('limit', at('/jobs/query', 'GET'))).toBeUndefined()
    expect(faults.take('limit', at('/jobs/query', 'POST'))).toBeDefined()
  })
})

const KINDS = ['unauthorized', 'unavailable', 'limit', 'html'] as const
const PATHS = ['/query', '/sobjects', '/jobs/query'] as const
const METHODS = ['GET', 'POST'] as const

const spec: fc.Arbitrary<FaultSpec> = fc.record(
  {
    kind: fc.constantFrom(...KINDS),
    path: fc.constantFrom(...PATHS),
    method: fc.constantFrom(...METHODS),
    times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(null)),
    after: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ['kind'] },
)
const request = fc.record({ path: fc.constantFrom(...PATHS), method: fc.constantFrom(...METHODS) })
const step = fc.oneof(
  { weight: 2, arbitrary: spec.map((armed) => ({ arm: armed })) },
  { weight: 8, arbitrary: request.map((made) => ({ request: made })) },
  { weight: 1, arbitrary: fc.nat(9).map((nth) => ({ disarm: nth })) },
)
type Step = { arm: FaultSpec } | { request: { path: string; method: string } } | { disarm: number }

/**
 * The same, said fault by fault instead of request by request: each takes its share of the requests made while it was
 * armed that concern it and that no earlier one took.
 */
function expectedStrikes(steps: readonly Step[]): (number | undefined)[] {
  const takenBy = new Map<number, number>()
  const arms = steps.flatMap((each, index) => ('arm' in each ? [{ ...each.arm, from: index }] : []))
  const goneAt = arms.map(({ from }, nth) => {
    const gone = steps.findIndex((each, index) => index > from && 'disarm' in each && each.disarm === nth)
    return gone < 0 ? steps.length : gone
  })
  arms.forEach(({ from, path, method, after = 0, times = 1 }, nth) => {
    const concerned = steps.flatMap((each, index) => {
      if (!('request' in each) || index < from || index > (goneAt[nth] as number) || takenBy.has(index))
        return []
      if (path !== undefined && each.request.path !== path) return []
      return method === undefined || each.request.method === method ? [index] : []
    })
    for (const index of concerned.slice(after, times === null ? undefined : after + times))
      takenBy.set(index, nth)
  })
  return steps.flatMap((each, index) => ('request' in each ? [takenBy.get(index)] : []))
}

describe('any script of faults', () => {
  it('strikes exactly as often as said, in the order of arming', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const faults = createFaults()
        const ids: string[] = []
        const struckBy: (number | undefined)[] = []
        for (const each of steps) {
          if ('arm' in each) ids.push(faults.arm(each.arm))
          else if ('disarm' in each) {
            const id = ids[each.disarm]
            if (id !== undefined) faults.disarm(id)
          } else {
            const before = new Map(faults.list().map(({ id, struck }) => [id, struck]))
            const struck = faults.takeFirst(KINDS, each.request)
            const by = faults.list().find(({ id, struck: now }) => now !== before.get(id))
            expect(by?.spec).toBe(struck)
            struckBy.push(by && ids.indexOf(by.id))
          }
        }
        expect(struckBy).toEqual(expectedStrikes(steps))
        for (const { spec: armed, struck, left } of faults.list()) {
          expect(left).toBe(armed.times === null ? null : (armed.times ?? 1) - struck)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
