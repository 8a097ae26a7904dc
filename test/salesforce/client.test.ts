import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseLimitInfo } from '../../server/salesforce/api-limits.ts'
import type { Page, SalesforceClient, SalesforceErrorCode } from '../../server/salesforce/index.ts'
import type { RunningOrg } from '../support/local-org.ts'
import {
  clientOf,
  connect,
  memoryGrants,
  quickHttp,
  standIn,
  startConnectableOrg,
  STEADY,
  type MemoryGrants,
} from '../support/salesforce.ts'

let org: RunningOrg
let grants: MemoryGrants
let client: SalesforceClient
beforeAll(async () => {
  org = await startConnectableOrg()
  grants = memoryGrants(await connect(org, STEADY))
})
beforeAll(() => {
  client = clientOf(org, grants, { app: STEADY })
})
afterEach(() => org.faults.disarm())
afterAll(() => org.close())

const CREATED = z.object({ id: z.string(), success: z.literal(true) })
const idsOf = (object: string) => [...org.store.records(object)].map(({ Id }) => Id).sort()

describe('a query', () => {
  test('brings every record of every page, in order and once', async () => {
    const records = await client.query('SELECT Id FROM Contact ORDER BY Id', { pageSize: 200 })
    expect(records.length).toBeGreaterThan(200)
    expect(records.map(({ Id }) => Id)).toEqual(idsOf('Contact'))
  })

  test('brings deleted records too when it is asked to', async () => {
    const { id } = await client.post('/sobjects/Account', { Name: 'Short-lived' }, CREATED)
    await client.delete(`/sobjects/Account/${id}`)
    const soql = `SELECT Id, IsDeleted FROM Account WHERE Id = '${id}'`
    expect(await client.query(soql)).toEqual([])
    expect(await client.query(soql, { deleted: true })).toMatchObject([{ Id: id, IsDeleted: true }])
  })

  test('that only counts has a total and no records', async () => {
    const pages: Page[] = []
    for await (const page of client.pages('SELECT COUNT() FROM Account')) pages.push(page)
    expect(pages).toEqual([{ records: [], total: idsOf('Account').length }])
  })

  test.each([1, -1, 1_000])('whose records are not as many as announced (%i) fails loudly', async (by) => {
    for (const pageSize of [200, 2_000]) {
      org.faults.arm({ kind: 'wrong-total', by })
      const query = client.query('SELECT Id FROM Contact', { pageSize })
      await expect(query).rejects.toMatchObject({ code: 'TRUNCATED', retryable: false })
    }
  })

  test('whose place was forgotten says so', async () => {
    org.faults.arm({ kind: 'expired-locator' })
    const query = client.query('SELECT Id FROM Contact', { pageSize: 200 })
    await expect(query).rejects.toMatchObject({ code: 'LOCATOR_EXPIRED', errorCode: 'INVALID_QUERY_LOCATOR' })
  })

  test('for more than is wanted at once ends before it is read', async () => {
    await expect(client.query('SELECT Id FROM Contact', { most: 10 })).rejects.toMatchObject({
      code: 'TOO_LARGE',
    })
  })

  test('that Salesforce does not understand is refused with its words', async () => {
    const query = client.query('SELECT Naem FROM Account')
    const refusal = { code: 'REFUSED', status: 400, errorCode: 'INVALID_FIELD' }
    await expect(query).rejects.toMatchObject({
      ...refusal,
      said: expect.stringContaining("'Naem'") as string,
    })
  })
})

describe('what is written', () => {
  test('is created, changed and deleted', async () => {
    const { id } = await client.post('/sobjects/Account', { Name: 'Made here' }, CREATED)
    await client.patch(`/sobjects/Account/${id}`, { Name: 'Changed here' })
    const named = z.object({ Name: z.string() })
    expect(await client.get(`/sobjects/Account/${id}`, named, { fields: 'Name' })).toEqual({
      Name: 'Changed here',
    })
    await client.delete(`/sobjects/Account/${id}`)
    await expect(client.get(`/sobjects/Account/${id}`, named)).rejects.toMatchObject({
      code: 'REFUSED',
      status: 404,
    })
  })

  test('is not written twice when nobody knows whether it was written', async () => {
    const before = idsOf('Account').length
    org.faults.arm({ kind: 'cut', path: '/sobjects/Account', method: 'POST' })
    await expect(client.post('/sobjects/Account', { Name: 'Once' }, CREATED)).rejects.toMatchObject({
      code: 'TRUNCATED',
    })
    expect(idsOf('Account')).toHaveLength(before + 1)
  })
})

describe('a describe', () => {
  test('names the objects and their fields, with what a mapping needs to know of them', async () => {
    const objects = await client.describeGlobal()
    expect(objects.map(({ name }) => name)).toEqual(expect.arrayContaining(['Account', 'Contact', 'User']))
    const account = await client.describe('Account')
    const field = (name: string) => account.fields.find((each) => each.name === name)
    expect(field('OwnerId')).toMatchObject({
      type: 'reference',
      referenceTo: ['User'],
      relationshipName: 'Owner',
    })
    expect(field('Industry')?.picklistValues.length).toBeGreaterThan(3)
    expect(field('SystemModstamp')).toMatchObject({ type: 'datetime', filterable: true, updateable: false })
    expect(Object.keys(account)).not.toContain('urls')
  })

  test.each(['Nothing__c', '../../oauth2/userinfo', 'Account/../Contact', 'Account?x=1', ''])(
    'of %j, which is not there, is refused and asks nothing else',
    async (name) => {
      const before = client.apiCalls()
      await expect(client.describe(name)).rejects.toMatchObject({ code: 'REFUSED' })
      expect(client.apiCalls() - before).toBeLessThanOrEqual(1)
    },
  )
})

describe('the org’s limit', () => {
  test('is known after every answer, and every request that counts is counted', async () => {
    const fresh = clientOf(org, grants, { app: STEADY })
    expect([fresh.limits(), fresh.apiCalls()]).toEqual([undefined, 0])
    const [, used] = /=(\d+)\//.exec(org.limits.info())!
    await fresh.query('SELECT Id FROM Contact', { pageSize: 200 })
    const pages = Math.ceil(idsOf('Contact').length / 200)
    expect(fresh.apiCalls()).toBe(pages)
    expect(fresh.limits()).toEqual({ used: Number(used) + pages, max: 100_000 })
  })

  test('stays known when an answer does not name it', async () => {
    const fresh = clientOf(org, grants, { app: STEADY })
    await fresh.describeGlobal()
    const known = fresh.limits()
    expect(known).toBeDefined()
    org.faults.arm({ kind: 'unavailable', path: '/sobjects', times: null })
    await expect(fresh.describeGlobal()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(fresh.limits()).toEqual(known)
  })

  test('counts the tries that failed', async () => {
    const fresh = clientOf(org, grants, { app: STEADY })
    org.faults.arm({ kind: 'unavailable', path: '/sobjects', times: 2 })
    await fresh.describeGlobal()
    expect(fresh.apiCalls()).toBe(3)
  })

  test('when it is used up stops at once, for whoever decides when to come back', async () => {
    org.limits.setRemaining(0)
    const fresh = clientOf(org, grants, { app: STEADY })
    const refusal = { code: 'LIMIT_EXCEEDED', errorCode: 'REQUEST_LIMIT_EXCEEDED', retryable: false }
    await expect(fresh.describeGlobal()).rejects.toMatchObject(refusal)
    expect([fresh.apiCalls(), fresh.limits()]).toEqual([1, { used: 100_000, max: 100_000 }])
    org.limits.setRemaining(90_000)
  })

  test.each([
    ['api-usage=18/15000', { used: 18, max: 15_000 }],
    ['api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)', { used: 25, max: 5_000 }],
    ['per-app-api-usage=17/250(appName=x); api-usage=25/5000', { used: 25, max: 5_000 }],
    ['per-app-api-usage=17/250', undefined],
    ['api-usage=many/5000', undefined],
    [`api-usage=${'9'.repeat(400)}/1`, undefined],
    [`api-usage=1/${'9'.repeat(400)}`, undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is read as %j', (header, limits) => {
    expect(parseLimitInfo(header)).toEqual(limits)
  })
})

test('a user without API access is told apart from everything else', async () => {
  org.identity.setApiAccess(org.administrator, false)
  await expect(client.describeGlobal()).rejects.toMatchObject({ code: 'API_DISABLED', retryable: false })
  expect(grants.losses).toEqual([])
  org.identity.setApiAccess(org.administrator, true)
})

describe('an answer that is not of the right shape', () => {
  const record = { attributes: { type: 'Account' }, Id: '0015e00000TvAAA' }
  const page = { totalSize: 4_000, done: false, records: [record] }
  const describeOf = (more: object) => ({ name: 'Account', label: 'Account', fields: [], ...more })
  test.each<[string, unknown, SalesforceErrorCode]>([
    ['records that are none', { totalSize: 1, done: true, records: ['x'] }, 'NOT_JSON'],
    ['a total that is none', { totalSize: '1', done: true, records: [] }, 'NOT_JSON'],
    ['a total below nothing', { totalSize: -1, done: true, records: [] }, 'NOT_JSON'],
    [
      'a next page on another host',
      { ...page, nextRecordsUrl: 'https://evil.com/services/data/v65.0/query/01g-2' },
      'NOT_JSON',
    ],
    [
      'a next page that is not one',
      { ...page, nextRecordsUrl: '/services/data/v65.0/query/../limits' },
      'NOT_JSON',
    ],
    ['a next page without two slashes’ worth', { ...page, nextRecordsUrl: '//evil.com/query/1' }, 'NOT_JSON'],
    ['an end before the end', page, 'TRUNCATED'],
    [
      'pages for ever',
      { ...page, nextRecordsUrl: '/services/data/v65.0/query/01g-1', records: [] },
      'TRUNCATED',
    ],
    [
      'a prototype among the records',
      JSON.parse('{"totalSize":1,"done":true,"records":[{"__proto__":{"x":1}}]}'),
      'NOT_JSON',
    ],
  ])('%s is refused', async (_, answer, code) => {
    const call = await asking(answer, (other) => other.query('SELECT Id FROM Account'))
    await expect(call()).rejects.toMatchObject({ code })
  })

  test.each<[string, unknown]>([
    ['a name with a space', describeOf({ name: 'Account a' })],
    ['a field named with a quote', describeOf({ fields: [{ name: "Na'me", label: 'x', type: 'string' }] })],
    [
      'a field named with a comma',
      describeOf({ fields: [{ name: 'Id, Name', label: 'x', type: 'string' }] }),
    ],
    [
      'fields for ever',
      describeOf({ fields: Array.from({ length: 3_000 }, () => ({ name: 'A', label: 'A', type: 'id' })) }),
    ],
    ['no fields', describeOf({ fields: undefined })],
  ])('a describe with %s is refused', async (_, answer) => {
    const call = await asking(answer, (other) => other.describe('Account'))
    await expect(call()).rejects.toMatchObject({ code: 'NOT_JSON' })
  })

  /** A call to an org that answers this to everything but the question who it is. */
  async function asking(answer: unknown, call: (other: SalesforceClient) => Promise<unknown>) {
    const identity = { organization_id: org.orgId, user_id: org.administrator, preferred_username: 'a@b.c' }
    const server = await standIn((req, res) =>
      res.end(JSON.stringify(req.url?.endsWith('/userinfo') ? identity : answer)),
    )
    const other = clientOf(
      { url: server.url, orgId: org.orgId },
      memoryGrants({ ...grants.grant, instanceUrl: server.url }),
      { http: quickHttp() },
    )
    return () => call(other).finally(() => server.close())
  }
})
