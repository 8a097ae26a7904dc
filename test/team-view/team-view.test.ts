import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { picklistItemGsid, provisionTenant, type Tenant } from '../../server/objects/index.ts'
import { LICENCES_WITH_TEAM_VIEW } from '../../server/tenants/index.ts'
import { createTeamView, teamViewStore, REASONS } from '../../server/team-view/index.ts'
import type { ReadBySalesforce } from '../../server/team-view/team-view.ts'
import {
  ACCOUNTS,
  AUDIENCE,
  LANES,
  OTHER_ORG_ID,
  ORG_ID,
  USERS,
  inserter,
  salesforceId,
  startTestServer,
  trust,
  type Lane,
  type TestServer,
  type UserName,
} from '../support/server.ts'
import { forge, goodClaims, newKeyPair, rs256, type KeyPair } from '../support/tokens.ts'
import { until } from '../support/until.ts'

const CASE = salesforceId('Case', 1)
const OPPORTUNITY = salesforceId('Opportunity', 1)
const MERIDIAN = {
  status: 'ready',
  company: { id: expect.stringMatching(/^1P02\w{32}$/) as string, name: 'Meridian Foods' },
  health: { score: 64, label: 'Needs attention', level: 'fair', trend: 'down' },
  renewal: { dueOn: '2027-02-28' },
  arr: { amount: 91_250.75, currencyCode: 'GBP' },
  csm: null,
  asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) as string,
}

let server: TestServer
let otherTenant: Tenant
let otherKeys: KeyPair
beforeAll(async () => {
  server = await startTestServer()
  otherKeys = newKeyPair()
  otherTenant = await provisionTenant(server.db, { name: 'Another customer' })
  await trust(server.db, { tenant: otherTenant, orgId: OTHER_ORG_ID, keys: otherKeys })
})
afterAll(() => server.close())

const view = async (
  query: Record<string, string>,
  { as = 'viewer', lane = 'fast' }: { as?: UserName; lane?: Lane } = {},
) => {
  const reply = await server.get(`/widget/v1/team-view?${new URLSearchParams(query)}`, {
    lane,
    token: server.tokenOf(as),
  })
  expect(reply.status).toBe(200)
  return { body: reply.body as Record<string, unknown>, text: reply.text }
}
const ofAccount = (recordId: string, options?: { as?: UserName; lane?: Lane }) =>
  view({ object: 'Account', recordId }, options)

let lastAccount = 100
/** A company of the test's own, on an account of its own. */
async function company(fields: Record<string, unknown>): Promise<string> {
  const account = salesforceId('Account', lastAccount++)
  await server.insert('Company', [{ Name: 'Company of a test', SfdcAccountId: account, ...fields }])
  return account
}

describe.each(LANES)('on the %s lane', (lane) => {
  test.each([
    ['an account', { object: 'Account', recordId: ACCOUNTS.mapped }],
    ['a case', { object: 'Case', recordId: CASE, accountId: ACCOUNTS.mapped }],
    ['an opportunity', { object: 'Opportunity', recordId: OPPORTUNITY, accountId: ACCOUNTS.mapped }],
    [
      'an account that names itself',
      { object: 'Account', recordId: ACCOUNTS.mapped, accountId: ACCOUNTS.mapped },
    ],
  ])('%s shows its customer', async (_what, query) => {
    const { object: objectApiName, recordId } = query
    expect((await view(query, { lane })).body).toEqual({
      ...MERIDIAN,
      record: { objectApiName, recordId, accountId: ACCOUNTS.mapped },
    })
  })

  test('ids in their 15-character form show the same customer', async () => {
    const long = await view({ object: 'Case', recordId: CASE, accountId: ACCOUNTS.mapped }, { lane })
    const short = await view(
      { object: 'Case', recordId: CASE.slice(0, 15), accountId: ACCOUNTS.mapped.slice(0, 15) },
      { lane },
    )
    expect(short.body).toEqual(long.body)
  })

  test.each(['full', 'viewer', 'viewerAnalytics'] as const)('a %s user may look', async (as) => {
    expect((await ofAccount(ACCOUNTS.mapped, { as, lane })).body['status']).toBe('ready')
  })

  test.each(['collaborator', 'external', 'inactive', 'unlicensed'] as const)(
    'a user who is %s learns nothing, not even whether there is a customer',
    async (as) => {
      const answers = await Promise.all(
        [ACCOUNTS.mapped, ACCOUNTS.shared, ACCOUNTS.unmapped].map((recordId) =>
          ofAccount(recordId, { as, lane }),
        ),
      )
      for (const { body, text } of answers) {
        expect(body).toEqual({ status: 'no-licence', record: body['record'], reason: REASONS['no-licence'] })
        expect(text).not.toMatch(/Meridian|Atlas|1P0|GBP|2027|64/)
      }
      expect((await view({ object: 'Case', recordId: CASE }, { as, lane })).body['status']).toBe('no-licence')
    },
  )

  test('a user we have never heard of has no licence', async () => {
    const token = server.sign({ sub: salesforceId('User', 99) })
    const reply = await server.get(`/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`, {
      lane,
      token,
    })
    expect([reply.status, (reply.body as { status: string }).status]).toEqual([200, 'no-licence'])
    expect(reply.text).not.toContain('Meridian')
  })

  test('an account nobody synced is not mapped', async () => {
    expect((await ofAccount(ACCOUNTS.unmapped, { lane })).body).toEqual({
      status: 'not-mapped',
      record: { objectApiName: 'Account', recordId: ACCOUNTS.unmapped, accountId: ACCOUNTS.unmapped },
      reason: REASONS['not-mapped'],
    })
  })

  test('a record without an account says so', async () => {
    expect((await view({ object: 'Opportunity', recordId: OPPORTUNITY }, { lane })).body).toEqual({
      status: 'no-account',
      record: { objectApiName: 'Opportunity', recordId: OPPORTUNITY, accountId: null },
      reason: REASONS['no-account'],
    })
  })

  test('two companies on one account are named, and none is chosen', async () => {
    const { body } = await ofAccount(ACCOUNTS.shared, { lane })
    expect(body).toMatchObject({ status: 'several-companies', reason: REASONS['several-companies'] })
    expect((body['candidates'] as { name: string }[]).map(({ name }) => name).sort()).toEqual([
      'Atlas Robotics',
      'Atlas Robotics (EMEA)',
    ])
    expect(Object.keys((body['candidates'] as object[])[0] ?? {})).toEqual(['id', 'name'])
  })
})

test('page views that come at the same moment each get their own answer', async () => {
  const accounts = [ACCOUNTS.mapped, ACCOUNTS.shared, ACCOUNTS.unmapped]
  const users = ['viewer', 'unlicensed', 'full', 'external'] as const
  const asked = Array.from({ length: 60 }, (_, i) => ({
    recordId: accounts[i % accounts.length] ?? '',
    as: users[i % users.length] ?? 'full',
  }))
  const answers = await Promise.all(asked.map(({ recordId, as }) => ofAccount(recordId, { as })))
  const alone = new Map<string, string>()
  for (const { recordId, as } of asked) {
    const key = `${recordId} ${as}`
    if (!alone.has(key)) alone.set(key, (await ofAccount(recordId, { as })).text)
  }
  expect(new Set(alone.values()).size).toBeGreaterThan(4)
  expect(answers.map(({ text }) => text)).toEqual(
    asked.map(({ recordId, as }) => alone.get(`${recordId} ${as}`)),
  )
})

test('a company of which nothing is known shows its name', async () => {
  const { body } = await ofAccount(await company({ Name: 'Kestrel Freight' }))
  expect(body).toMatchObject({
    company: { name: 'Kestrel Freight' },
    health: null,
    renewal: null,
    arr: null,
    csm: null,
  })
})

test.each<[string, Record<string, unknown>, object]>([
  [
    'a score of zero is a score',
    { CurrentScore: 0 },
    { health: { score: 0, label: 'At risk', level: 'poor', trend: null } },
  ],
  [
    'an ARR of zero is an amount',
    { Arr: 0, CurrencyIsoCode: 'EUR' },
    { arr: { amount: 0, currencyCode: 'EUR' } },
  ],
  ['an amount without its currency is no amount', { Arr: 10 }, { arr: null }],
  ['a currency without an amount is no amount', { CurrencyIsoCode: 'EUR' }, { arr: null }],
  [
    'a trend without a score is no health',
    { Trend: picklistItemGsid('SCORE_TREND', 'Up') },
    { health: null },
  ],
  [
    'a renewal date is a day, in no time zone',
    { RenewalDate: '2028-02-29' },
    { renewal: { dueOn: '2028-02-29' } },
  ],
  [
    'names may be in any script',
    { Name: '株式会社 “Ä&B” <i>🙂' },
    { company: { name: '株式会社 “Ä&B” <i>🙂' } },
  ],
])('%s', async (_what, fields, shown) => {
  expect((await ofAccount(await company(fields))).body).toMatchObject(shown)
})

test('the manager is named, with an address when there is one', async () => {
  const [amara, ben] = await server.insert('User', [
    { Name: 'Amara Diallo', Email: 'amara@example.com' },
    { Name: 'Ben Ito' },
  ])
  expect((await ofAccount(await company({ Csm: amara }))).body['csm']).toEqual({
    name: 'Amara Diallo',
    email: 'amara@example.com',
  })
  expect((await ofAccount(await company({ Csm: ben }))).body['csm']).toEqual({ name: 'Ben Ito', email: null })
})

test('the ten oldest of many candidates are named, oldest first, in whatever order they were written', async () => {
  const account = await company({ Name: 'Copy 12', CreatedDate: '2026-01-12T00:00:00Z' })
  const days = Array.from({ length: 11 }, (_, i) => 11 - i)
  await server.insert(
    'Company',
    days.map((day) => ({
      Name: `Copy ${day}`,
      SfdcAccountId: account,
      CreatedDate: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
    })),
  )
  const { body } = await ofAccount(account)
  const names = (body['candidates'] as { name: string }[]).map(({ name }) => name)
  expect(names).toEqual(Array.from({ length: 10 }, (_, i) => `Copy ${i + 1}`))
})

test('a company that carries the account’s id in 15 characters is found as well', async () => {
  const account = salesforceId('Account', lastAccount++)
  await server.insert('Company', [{ Name: 'Short', SfdcAccountId: account.slice(0, 15) }])
  expect((await ofAccount(account)).body['company']).toMatchObject({ name: 'Short' })
})

test('accounts whose ids differ only in their capitals are two customers', async () => {
  const upper = await company({ Name: 'Upper' })
  const other = salesforceId('Account', 0).slice(0, 10) + 'tV' + upper.slice(12, 15)
  expect(other.toLowerCase()).toBe(upper.slice(0, 15).toLowerCase())
  expect((await ofAccount(upper)).body['company']).toMatchObject({ name: 'Upper' })
  expect((await ofAccount(other)).body['status']).toBe('not-mapped')
})

test('a licence taken away or a user made inactive shows once the change was told, with the same token', async () => {
  const user = salesforceId('User', 50)
  await server.insert('User', [
    { Name: 'Leaver', SfdcUserId: user, LicenseType: picklistItemGsid('USER_LICENSE_TYPE', 'Full') },
  ])
  const token = server.sign({ sub: user })
  const status = async () => {
    const reply = await server.get(`/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`, {
      token,
    })
    return (reply.body as { status: string }).status
  }
  const set = (change: string) =>
    server.db.query(`update ${server.tenant.schemaName}."user" set ${change} where sfdcuserid = $1`, [user])
  const shows = (wanted: string) => until(async () => (await status()) === wanted, { what: wanted })
  await shows('ready')
  await set('isactiveuser = false')
  await shows('no-licence')
  await set('isactiveuser = true')
  await shows('ready')
  await set('licensetype = null')
  await shows('no-licence')
})

describe('two customers on one server', () => {
  const asOther = async (userId: string, recordId: string) => {
    const claims = goodClaims({ orgId: OTHER_ORG_ID, userId, audience: AUDIENCE, now: server.clock.now() })
    const token = forge({ header: { alg: 'RS256' }, payload: claims, sign: rs256(otherKeys.privateKey) })
    return server.get(`/widget/v1/team-view?object=Account&recordId=${recordId}`, { token })
  }

  test('a user of one has no licence at the other', async () => {
    const reply = await asOther(USERS.full.id, ACCOUNTS.mapped)
    expect(reply.body).toMatchObject({ status: 'no-licence' })
    expect(reply.text).not.toContain('Meridian')
  })

  test('the same account id is each one’s own company, and nothing of the other’s', async () => {
    const insert = inserter(server.db, otherTenant)
    const user = salesforceId('User', 60)
    await insert('User', [
      { Name: 'Theirs', SfdcUserId: user, LicenseType: picklistItemGsid('USER_LICENSE_TYPE', 'Full') },
    ])
    const before = await asOther(user, ACCOUNTS.mapped)
    expect(before.body).toMatchObject({ status: 'not-mapped' })
    await insert('Company', [{ Name: 'Their company', SfdcAccountId: ACCOUNTS.mapped }])
    expect((await asOther(user, ACCOUNTS.mapped)).body).toMatchObject({
      status: 'ready',
      company: { name: 'Their company' },
    })
    expect((await asOther(user, ACCOUNTS.shared)).body).toMatchObject({ status: 'not-mapped' })
    expect((await ofAccount(ACCOUNTS.mapped)).body).toEqual({
      ...MERIDIAN,
      record: expect.anything() as object,
    })
  })
})

test('once another field is mapped, the company is found by that field’s value', async () => {
  const account = await company({ Name: 'By number', TickerSymbol: 'CD-17' })
  const caller = {
    door: 'widget',
    tenantId: server.tenant.id,
    schema: server.tenant.schemaName,
    orgId: ORG_ID,
    userId: USERS.full.id,
  } as const
  const teamView = createTeamView({
    store: teamViewStore(server.db, LICENCES_WITH_TEAM_VIEW),
    resolutionOf: () => ({
      ...{ accountField: 'AccountNumber', companyField: 'TickerSymbol', comparison: 'ignore-case' },
      connectionId: null,
    }),
    valueOf: () => Promise.resolve(undefined),
  })
  const ask = (read: ReadBySalesforce) =>
    teamView.forRecord(caller, { objectApiName: 'Account', recordId: account, accountId: account }, read)
  const accountField = 'AccountNumber'
  expect(await ask({ accountField, value: 'CD-17' })).toMatchObject({
    ...{ status: 'ready', company: { name: 'By number' } },
  })
  expect(await ask({ accountField: 'accountnumber', value: ' cd-17 ' })).toMatchObject({ status: 'ready' })
  expect(await ask({ accountField, value: 'CD-18' })).toMatchObject({ status: 'not-mapped' })
  expect(await ask({ accountField })).toMatchObject({ status: 'no-value', reason: REASONS['no-value'] })
  for (const read of [{}, { value: 'CD-17' }, { accountField: 'Site', value: 'CD-17' }])
    expect(await ask(read)).toMatchObject({
      ...{ status: 'unreadable-value', reason: REASONS['unreadable-value'] },
    })
})
