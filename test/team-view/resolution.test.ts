import { randomUUID } from 'node:crypto'
import supertest from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Connection } from '../../server/connections/index.ts'
import { APP, startOrg, type ConnectedOrg } from '../connections/orgs.ts'
import { mapField } from '../support/connection.ts'
import { signIn, type Person } from '../support/console.ts'
import { logInAtOrg } from '../support/org-browser.ts'
import { AUDIENCE, startTestServer, trust, USERS, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const MAPPING = { accountField: 'External_Id__c', companyField: 'BillingAddress' }

let server: TestServer
let org: ConnectedOrg
let other: ConnectedOrg
let admin: Person
let accounts: string[]
beforeAll(async () => {
  server = await startTestServer({ worker: true })
  const [first, second] = await Promise.all([
    startOrg({ url: AUDIENCE }, { seed: 1 }),
    startOrg({ url: AUDIENCE }, { seed: 2 }),
  ])
  ;[org, other] = [first, second]
  for (const { orgId } of [org, other])
    await trust(server.db, { tenant: server.tenant, orgId, keys: server.keys })
  admin = await signIn(server, { role: 'admin' })
  accounts = [...org.store.records('Account')].map(({ Id }) => Id)
})
afterAll(async () => {
  await Promise.all([org.close(), other.close()])
  await server.close()
})

let id: string
beforeEach(async () => {
  id = await connect('First', org)
})
afterEach(async () => {
  org.faults.disarm()
  await server.db.query('truncate control.connection cascade')
  await server.db.query(`truncate ${server.tenant.schemaName}.company cascade`)
})

/** Made and authorized, as the console does it. */
async function connect(name: string, to: ConnectedOrg): Promise<string> {
  const { connections } = server.app.services
  const actor = { tenantId: server.tenant.id, adminId: admin.userId, sessionId: randomUUID() }
  const made = await connections.create(actor, {
    ...{ name, orgType: 'production', domain: to.url, ...APP },
  })
  const connectionId: Connection['id'] = made.connection.id
  const { url } = await connections.authorize(actor, { connectionId, confirmOtherOrg: false })
  const { searchParams } = await logInAtOrg(url, to.admin)
  const state = searchParams.get('state') ?? ''
  const code = searchParams.get('code') ?? ''
  expect(await connections.complete(actor, { state, code })).toEqual({ connectionId, result: 'AUTHORIZED' })
  return connectionId
}

const call = async (method: 'get' | 'post' | 'put', path: string, body?: object) => {
  const request = supertest(server.urls.express)[method](`/console/v1/connections/${id}/${path}`)
  return (await request.set(admin.headers).send(body)).body as {
    preview: { id: string; state: string }
    resolution: { version: number }
  }
}

const view = async (
  recordId: string,
  { from = org.orgId, user = USERS.viewer.id, ...read }: Partial<Record<string, string>> = {},
) => {
  const query = new URLSearchParams({ object: 'Account', recordId, ...(read as Record<string, string>) })
  const token = server.sign({ iss: from, sub: user })
  const { body } = await server.get(`/widget/v1/team-view?${query}`, { token })
  return body as {
    status: string
    company?: { name: string }
    reason?: { code: string; action: string }
  }
}
const shows = (expected: object, ...of: Parameters<typeof view>) =>
  expect.poll(() => view(...of), { timeout: 10_000, interval: 10 }).toMatchObject(expected)
const requestsLeft = () => org.limits.apiRequests().remaining
/** As if saved after a preview; the way there is tested elsewhere. */
const map = (mapping = MAPPING) => mapField(server, id, { orgId: org.orgId, ...mapping })
const insert = (rows: readonly Record<string, unknown>[]) => server.insert('Company', rows)

test('a choice that is previewed by the worker and saved is used by record pages at once, and so is the one that is restored', async () => {
  const [account = ''] = accounts
  await insert([
    { Name: 'By id', SfdcAccountId: account },
    { Name: 'By key', BillingAddress: 'mer-00000001' },
  ])
  await shows({ company: { name: 'By id' } }, account)
  const { preview } = await call('post', 'company-resolution/previews', MAPPING)
  await until(async () => {
    const { state } = (await call('get', `company-resolution/previews/${preview.id}`)).preview
    return state === 'finished'
  })
  const saved = await call('put', 'company-resolution', { ...MAPPING, version: 1 })
  expect(saved.resolution.version).toBe(2)
  await shows({ company: { name: 'By key' } }, account)
  await call('post', 'company-resolution/restore', { restore: 1, version: 2 })
  await shows({ company: { name: 'By id' } }, account)
})

describe('while another field than the id is mapped', () => {
  beforeEach(async () => {
    await insert([{ Name: 'Keyed', BillingAddress: 'MER-00000002' }])
    await map()
    await shows({ status: 'no-value' }, accounts[0]!, { accountField: 'External_Id__c' })
  })

  test('what Apex read is taken, without a request to Salesforce', async () => {
    const before = requestsLeft()
    const read = { accountField: 'External_Id__c', value: 'MER-00000002' }
    expect(await view(accounts[0]!, read)).toMatchObject({ status: 'ready', company: { name: 'Keyed' } })
    expect(await view(accounts[0]!, { ...read, value: 'MER-9' })).toMatchObject({ status: 'not-mapped' })
    expect(requestsLeft()).toBe(before)
  })

  test.each<Record<string, string>>([
    {},
    { accountField: 'Site', value: 'MER-00000002' },
    { value: 'MER-00000002' },
  ])('a view that brings %j has the value read through the connection', async (read) => {
    expect(await view(accounts[1]!, read)).toMatchObject({ status: 'ready', company: { name: 'Keyed' } })
    server.clock.advance(60_000)
    expect(await view(accounts[2]!, read)).toMatchObject({ status: 'not-mapped' })
  })

  test('many views of an account without it cost one request a minute', async () => {
    server.clock.advance(60_000)
    const before = requestsLeft()
    const views = await Promise.all(Array.from({ length: 20 }, () => view(accounts[1]!)))
    expect(new Set(views.map(({ status }) => status))).toEqual(new Set(['ready']))
    await view(accounts[1]!)
    expect(before - requestsLeft()).toBe(1)
  })

  test('somebody who may not look makes nobody ask Salesforce', async () => {
    server.clock.advance(60_000)
    const before = requestsLeft()
    for (const user of [USERS.unlicensed.id, USERS.inactive.id, USERS.external.id])
      expect(await view(accounts[1]!, { user })).toMatchObject({ status: 'no-licence' })
    expect(requestsLeft()).toBe(before)
  })

  test('a value that cannot be read is said to be so, and is no unmapped account', async () => {
    server.clock.advance(60_000)
    await server.db.query('delete from control.connection_grant')
    expect(await view(accounts[1]!)).toMatchObject({
      ...{ status: 'unreadable-value', reason: { code: 'ACCOUNT_FIELD_UNREADABLE' } },
    })
  })

  test('a field that is hidden from the connection, or gone, sends an administrator to Company Resolution', async () => {
    server.clock.advance(60_000)
    org.schema.hideField('Account', MAPPING.accountField)
    try {
      const { status, reason } = await view(accounts[1]!)
      expect([status, reason?.code]).toEqual(['unreadable-value', 'ACCOUNT_FIELD_UNREADABLE'])
      expect(reason?.action).toContain('Company Resolution')
    } finally {
      org.schema.hideField('Account', MAPPING.accountField, false)
    }
  })

  test('a deleted connection leaves the default', async () => {
    await insert([{ Name: 'By id', SfdcAccountId: accounts[1] }])
    await server.db.query(`delete from control.connection_grant`)
    await server.db.query(`update control.connection set state = 'deleted', place = null where id = $1`, [id])
    await shows({ company: { name: 'By id' } }, accounts[1]!)
  })
})

test('each org is answered by what is mapped for it, and an org without a connection by the default', async () => {
  const [account = ''] = accounts
  await insert([
    { Name: 'By id', SfdcAccountId: account },
    { Name: 'Keyed', BillingAddress: 'K-1' },
  ])
  await map()
  const read = { accountField: 'External_Id__c', value: 'K-1' }
  await shows({ company: { name: 'Keyed' } }, account, read)
  expect(await view(account, { ...read, from: other.orgId })).toMatchObject({ company: { name: 'By id' } })
  const second = await connect('Second', other)
  await mapField(server, second, { orgId: other.orgId, accountField: 'Site', companyField: 'Name' })
  await shows({ company: { name: 'Keyed' } }, account, {
    accountField: 'Site',
    value: 'KEYED',
    from: other.orgId,
  })
  expect(await view(account, read)).toMatchObject({ company: { name: 'Keyed' } })
})

test('while the database cannot be heard, what is in force is read for each view', async () => {
  const [account = ''] = accounts
  await insert([
    { Name: 'By id', SfdcAccountId: account },
    { Name: 'Keyed', BillingAddress: 'K-1' },
  ])
  const read = { accountField: 'External_Id__c', value: 'K-1' }
  await shows({ company: { name: 'By id' } }, account, read)
  await server.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'team-view listener' and datname = current_database()`,
  )
  await map()
  await shows({ company: { name: 'Keyed' } }, account, read)
})
