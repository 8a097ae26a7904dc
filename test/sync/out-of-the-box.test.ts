import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STANDARD_OBJECTS } from '../../server/objects/index.ts'
import type { SalesforceClient } from '../../server/salesforce/index.ts'
import { DEFINITION, type Definition } from '../../server/sync/definition.ts'
import { OUT_OF_THE_BOX_JOBS } from '../../server/sync/out-of-the-box/jobs.ts'
import type { RunningOrg } from '../support/local-org.ts'
import { clientOf, connect, memoryGrants, startConnectableOrg } from '../support/salesforce.ts'

let org: RunningOrg
let client: SalesforceClient
beforeAll(async () => {
  org = await startConnectableOrg({ accounts: 20 })
  client = clientOf(org, memoryGrants(await connect(org)))
})
afterAll(() => org.close())

const sourcesOf = ({ filter, destinations }: Definition): string[] => [
  ...filter.conditions.map(({ field }) => field),
  ...destinations.flatMap(({ direct, derived }) => [
    ...direct.map(({ source }) => source),
    ...derived.flatMap(({ match }) => match.map(({ source }) => source)),
  ]),
]

const fieldsOf = (object: string): ReadonlySet<string> => {
  const found = STANDARD_OBJECTS.find(({ name }) => name === object)
  if (!found) throw new Error(`there is no object ${object}`)
  return new Set(found.fields.filter(({ readOnly }) => !readOnly).map(({ name }) => name))
}

describe.each(OUT_OF_THE_BOX_JOBS)('$name', (job) => {
  const definition = DEFINITION.parse(job.definition)

  test('reads only what the org has', async () => {
    const { source } = definition
    const fields = [...new Set(sourcesOf(definition))]
    const records = await client.query(`SELECT ${fields.join(', ')} FROM ${source} LIMIT 1`)
    expect(records.length).toBeLessThanOrEqual(1)
  })

  test('fills only fields that may be filled, each of them once, and knows a record by one of them', () => {
    for (const { object, direct, derived } of definition.destinations) {
      const targets = [...direct, ...derived].map(({ target }) => target)
      const writable = fieldsOf(object)
      expect(targets.filter((target) => !writable.has(target))).toEqual([])
      expect(new Set(targets).size).toBe(targets.length)
      expect(direct.some(({ identifier }) => identifier)).toBe(true)
      for (const lookup of derived) {
        const there = fieldsOf(lookup.object)
        expect(lookup.match.filter(({ target }) => !there.has(target))).toEqual([])
      }
    }
  })
})
