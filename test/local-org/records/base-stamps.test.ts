import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { readBaseStamps } from '../../../local-org/records/base-stamps.ts'
import { KEY_PREFIXES } from '../../../local-org/business/records.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'

const QUICK = ['Account', 'Contact', 'Case', 'Opportunity', 'AccountTeamMember'] as const
const BEFORE_ALL = Date.UTC(1900, 0)

test('the quick way to the stamps finds what the records hold, whatever the business', () => {
  const options = fc.record({
    seed: fc.maxSafeInteger(),
    accounts: fc.integer({ min: 1, max: 160 }),
    today: fc.constantFrom('2026-11-20', '2024-02-29', '2027-01-01'),
  })
  fc.assert(
    fc.property(options, (given) => {
      const tables = baseTables(createBusiness(given))
      for (const object of QUICK) {
        const table = tables.get(object)!
        expect(table.stamps, object).toBeDefined()
        const quick = readBaseStamps(table, KEY_PREFIXES[object])
        const whole = readBaseStamps({ all: table.all, byId: table.byId }, KEY_PREFIXES[object])
        expect([quick.live, quick.deleted], object).toEqual([whole.live, whole.deleted])
        // Moment by moment, so that two stamps that changed places would be seen.
        const stamped = [...table.all()].map(({ SystemModstamp }) => Date.parse(SystemModstamp as string))
        for (const time of [BEFORE_ALL, ...stamped.slice(0, 40), ...stamped.slice(-10)]) {
          expect([...quick.since(time)], object).toEqual([...whole.since(time)])
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('each stamp is told with the number of its record, in the order of the ids', () => {
  const tables = baseTables(createBusiness({ seed: 1, accounts: 2_000, today: '2026-11-20' }))
  for (const object of QUICK) {
    const table = tables.get(object)!
    const told: unknown[] = []
    table.stamps?.((ordinal, time, isDeleted) => {
      told.push([makeId(KEY_PREFIXES[object], ordinal), new Date(time).toISOString(), isDeleted])
    })
    const held = [...table.all()].map((record) => [
      record.Id,
      (record['SystemModstamp'] as string).replace('+0000', 'Z'),
      record['IsDeleted'],
    ])
    expect(told, object).toEqual(held)
  }
})
