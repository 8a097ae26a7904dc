// The org's events seen by Salesforce's own client for Node, unmodified, while jsforce, unmodified, changes the records.
import { Connection } from 'jsforce'
import PubSubApiClient from 'salesforce-pubsub-api-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startLocalOrg, type RunningOrg } from '../support/local-org.ts'
import { until } from '../support/until.ts'

const ACCOUNTS = '/data/AccountChangeEvent'

interface ChangeEvent {
  readonly replayId: number
  readonly payload: Record<string, unknown> & {
    readonly ChangeEventHeader: Record<'changeType' | 'recordIds' | 'changedFields' | 'commitUser', unknown>
  }
}

let org: RunningOrg
let conn: Connection
beforeAll(async () => {
  org = await startLocalOrg()
  conn = new Connection({ instanceUrl: org.url, accessToken: org.token, version: '65.0' })
})
afterAll(() => org.close())

const open: PubSubApiClient[] = []
afterEach(() => {
  for (const client of open.splice(0)) client.close()
})

const silent = { debug() {}, info() {}, warn() {}, error() {} } as unknown as Console

/** Subscribed from the event after this one; with none, from the next. */
async function listen(after?: number) {
  const user = org.identity.credentials().find(({ userId }) => userId === org.administrator)!
  const subscriptions = () => org.events.log.filter(({ method }) => method === 'Subscribe').length
  const before = subscriptions()
  const client = new PubSubApiClient(
    {
      authType: 'username-password',
      ...{ loginUrl: org.url, username: user.username, password: user.password },
      pubSubEndpoint: org.pubsub,
      rejectUnauthorizedSsl: false,
    },
    silent,
  )
  open.push(client)
  await client.connect()
  const events: ChangeEvent[] = []
  const problems: unknown[] = []
  const hear = (_: unknown, kind: string, data?: unknown) => {
    if (kind === 'event') events.push(data as ChangeEvent)
    if (kind === 'error') problems.push(data)
  }
  if (after === undefined) client.subscribe(ACCOUNTS, hear)
  else client.subscribeFromReplayId(ACCOUNTS, hear, null, after)
  await until(() => subscriptions() > before)
  return {
    async next(count: number) {
      await until(() => events.length >= count || problems.length > 0)
      if (problems.length > 0) throw problems[0] as Error
      return events.map(({ payload: { ChangeEventHeader: header, ...fields }, replayId }) => {
        return { header, fields, replayId }
      })
    },
  }
}

const control = (path: string, body: unknown) =>
  fetch(`${org.url}/control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('each change is heard, an update with the fields that changed', async () => {
  const heard = await listen()
  const { id: made } = await conn.sobject('Account').create({ Name: 'Nyborg Data', Industry: 'Technology' })
  const { records } = await conn.query<{ Id: string }>(
    "SELECT Id FROM Account WHERE Industry != 'Energy' ORDER BY Id LIMIT 1",
  )
  const Id = records[0]!.Id
  await conn.sobject('Account').update({ Id, Industry: 'Energy', BillingCity: 'Nyborg' })
  await conn.sobject('Account').destroy(made!)
  expect((await control('/undelete', { ids: [made] })).status).toBe(200)
  const [created, updated, deleted, undeleted] = await heard.next(4)
  const told = { recordIds: [made], commitUser: org.administrator }
  expect(created).toMatchObject({
    header: { ...told, changeType: 'CREATE' },
    fields: { Name: 'Nyborg Data', Industry: 'Technology' },
  })
  expect(updated).toMatchObject({
    header: { changeType: 'UPDATE', recordIds: [Id], commitUser: org.administrator },
    fields: { Industry: 'Energy', BillingAddress: { City: 'Nyborg' }, Name: null },
  })
  expect(updated!.header.changedFields).toEqual(
    expect.arrayContaining(['Industry', 'BillingAddress.City', 'LastModifiedDate']),
  )
  expect(updated!.header.changedFields).not.toContain('Name')
  expect(deleted!.header).toMatchObject({ ...told, changeType: 'DELETE' })
  expect(undeleted!.header).toMatchObject({ ...told, changeType: 'UNDELETE' })
})

test('records that change alike in one call share one event', async () => {
  const { records } = await conn.query<{ Id: string }>('SELECT Id FROM Account ORDER BY Id LIMIT 3 OFFSET 10')
  const ids = records.map(({ Id }) => Id)
  const heard = await listen()
  await conn.sobject('Account').update(ids.map((Id) => ({ Id, Sic: '7372' })))
  const [only] = await heard.next(1)
  expect(only).toMatchObject({
    header: { changeType: 'UPDATE', recordIds: ids },
    fields: { Sic: '7372' },
  })
})

test('who comes back goes on after the event it remembers', async () => {
  const create = (Name: string) => conn.sobject('Account').create({ Name })
  const first = await listen()
  await create('Heard')
  const [heard] = await first.next(1)
  for (const client of open.splice(0)) client.close()
  await create('Missed')
  const second = await listen(heard!.replayId)
  await create('Live')
  expect((await second.next(2)).map(({ fields }) => fields['Name'])).toEqual(['Missed', 'Live'])
})

test('a gap tells the ids only, and a forgotten event cannot be gone on from', async () => {
  const { records } = await conn.query<{ Id: string }>('SELECT Id FROM Account LIMIT 2')
  const ids = records.map(({ Id }) => Id)
  const heard = await listen()
  await control('/events/gap', { object: 'Account', ids, type: 'GAP_DELETE' })
  await control('/events/overflow', { object: 'Account' })
  const [gap, overflow] = await heard.next(2)
  expect(gap!.header).toMatchObject({ changeType: 'GAP_DELETE', recordIds: ids })
  expect(overflow!.header).toMatchObject({ changeType: 'GAP_OVERFLOW' })
  await control('/events/expire', { before: overflow!.replayId + 1 })
  const late = await listen(gap!.replayId)
  await expect(late.next(1)).rejects.toMatchObject({ code: 3, message: expect.stringMatching(/replay/i) })
})
