import { beforeEach, expect, test } from 'vitest'
import { createAccountValues, type AccountValues } from '../../../server/connections/index.ts'
import { withAuthorizedConnection, type Authorized } from '../orgs.ts'

let made: Authorized
let values: AccountValues
let ids: string[]
withAuthorizedConnection((authorized) => {
  made = authorized
})
beforeEach(() => {
  ids = [...made.org.store.records('Account')].map(({ Id }) => Id)
  values = start(4_000)
})

/** As a server starts with it: nothing is remembered. */
function start(patienceMs: number): AccountValues {
  const { clock, parts, connections } = made.console
  return createAccountValues({ clock, log: parts.log, clientFor: connections.clientFor, patienceMs })
}
const read = (accountId: string, accountField = 'Site') =>
  values({ tenantId: made.console.tenant.id, connectionId: made.id, accountField, accountId })
const write = (id: string, Site: string | null) =>
  made.org.store.write({ userId: made.org.administrator, origin: '' }, [
    { op: 'update', object: 'Account', id, values: { Site } },
  ])
/** How many requests to the data API the work takes. */
async function requests(work: () => Promise<unknown>): Promise<number> {
  const before = made.org.limits.apiRequests().remaining
  await work()
  return before - made.org.limits.apiRequests().remaining
}

test('a value is read through the connection, and remembered for a minute', async () => {
  write(ids[0]!, ' Rotterdam ')
  expect(await read(ids[0]!)).toEqual({ value: 'Rotterdam' })
  write(ids[0]!, null)
  made.console.clock.advance(59_999)
  expect(await requests(async () => expect(await read(ids[0]!)).toEqual({ value: 'Rotterdam' }))).toBe(0)
  made.console.clock.advance(1)
  expect(await requests(async () => expect(await read(ids[0]!)).toEqual({ value: null }))).toBe(1)
})

test('those who ask at the same moment share a request, each with the answer to their own', async () => {
  ids.slice(0, 5).forEach((id, i) => write(id, `Site ${i}`))
  const asked = [...ids.slice(0, 5), ...ids.slice(0, 5)]
  const sent = await requests(async () => {
    expect(await Promise.all(asked.map((id) => read(id)))).toEqual(
      asked.map((_id, i) => ({ value: `Site ${i % 5}` })),
    )
  })
  expect(sent).toBe(1)
})

test('an account that the connection does not find, and a field that is not there, cannot be read', async () => {
  expect(await read('0015e0000099999AAA')).toBeUndefined()
  expect(await read(ids[0]!, 'Gone__c')).toBeUndefined()
  expect(await read(ids[0]!, 'Id')).toEqual({ value: ids[0] })
})

test('a field that became a tick cannot be read: it is not an empty one', async () => {
  expect(await read(ids[0]!, 'IsDeleted')).toBeUndefined()
})

test('once it failed, Salesforce is left alone for ten seconds', async () => {
  write(ids[1]!, 'Basel')
  made.org.faults.arm({ kind: 'unavailable', path: '/query', times: null })
  expect(await read(ids[1]!)).toBeUndefined()
  made.org.faults.disarm()
  made.console.clock.advance(9_999)
  expect(await requests(async () => expect(await read(ids[1]!)).toBeUndefined())).toBe(0)
  made.console.clock.advance(1)
  expect(await read(ids[1]!)).toEqual({ value: 'Basel' })
})

test('nobody waits for a slow answer, and it is there for the next', async () => {
  write(ids[2]!, 'Lyon')
  values = start(50)
  made.org.faults.arm({ kind: 'latency', path: '/query', ms: 400, times: 1 })
  expect(await read(ids[2]!)).toBeUndefined()
  await expect.poll(() => read(ids[2]!), { timeout: 10_000 }).toEqual({ value: 'Lyon' })
})

test('a revoked connection reads nothing', async () => {
  await made.console.act(made.id, 'revoke')
  expect(await requests(async () => expect(await read(ids[3]!)).toBeUndefined())).toBe(0)
})
