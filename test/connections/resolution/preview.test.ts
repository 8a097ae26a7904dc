import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  failPreview,
  startPreview,
  tellProgress,
} from '../../../server/connections/resolution/preview-store.ts'
import { NOTHING_YET } from '../../../server/connections/resolution/tally.ts'
import { startConsole, type TestConsole } from '../console.ts'
import { APP, startOrg, type ConnectedOrg } from '../orgs.ts'
import { accountsOf, BY_EXTERNAL_ID, BY_ID, companiesInto, resolutionOf } from './resolution-of.ts'

/** More than two pages. */
const ACCOUNTS = 4_300

let console: TestConsole
let org: ConnectedOrg
let id: string
let resolution: ReturnType<typeof resolutionOf>
let accounts: readonly Record<string, unknown>[]
beforeAll(async () => {
  console = await startConsole({ salesforceApp: APP })
  org = await startOrg(console, { accounts: ACCOUNTS })
  accounts = accountsOf(org)
})
afterAll(async () => {
  await org.close()
  await console.close()
})
beforeEach(async () => {
  id = (await console.create({ name: 'Org', domain: org.url })).id
  expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  resolution = resolutionOf({ console, id })
})
afterEach(async () => {
  org.faults.disarm()
  await console.forget()
  await console.db.query(`truncate ${console.tenant.schemaName}.company cascade`)
})

const verdictsOf = ({ oneCompany, noCompany, noValue, severalCompanies }: Verdicts) =>
  [oneCompany, noCompany, noValue, severalCompanies].map(({ count }) => count)
interface Verdicts {
  oneCompany: { count: number }
  noCompany: { count: number }
  noValue: { count: number }
  severalCompanies: { count: number }
}

test('every account is looked at, and told as one company, none, nothing to look for, or several, with examples', async () => {
  const client = await console.connections.clientFor(console.tenant.id, id)
  const told = await client.query('SELECT Id, Name, External_Id__c FROM Account')
  const value = (account: Record<string, unknown>) => String(account['External_Id__c'])
  const [first, second, third] = told
  await companiesInto(console)([
    ...told.slice(0, 2_500).map((account) => ({ Name: 'One', TickerSymbol: value(account).toLowerCase() })),
    { Name: 'Again', TickerSymbol: ` ${value(first!)} ` },
    { Name: 'Again', TickerSymbol: value(second!) },
    { Name: 'Of nobody', TickerSymbol: 'nobody' },
  ])
  org.store.write({ userId: org.administrator, origin: '' }, [
    { op: 'update', object: 'Account', id: String(third!['Id']), values: { External_Id__c: null } },
  ])
  const asked = await resolution.ask(BY_EXTERNAL_ID)
  expect(asked).toMatchObject({
    state: 'waiting',
    comparison: 'ignore-case',
    accounts: { lookedAt: 0, total: null },
  })
  await resolution.run(asked.id)
  const preview = await resolution.watch(asked.id)
  const live = told.length
  expect(preview).toMatchObject({ state: 'finished', accounts: { lookedAt: live, total: live } })
  expect(verdictsOf(preview)).toEqual([2_497, live - 2_500, 1, 2])
  expect(preview.apiCalls).toBe(Math.ceil(live / 2_000))
  expect(preview.severalCompanies.examples.map(({ accountId }) => accountId).sort()).toEqual(
    [first!['Id'], second!['Id']].sort(),
  )
  expect(preview.severalCompanies.examples[0]?.companies.map(({ name }) => name).sort()).toEqual([
    'Again',
    'One',
  ])
  expect(preview.noValue.examples).toEqual([
    { accountId: third!['Id'], accountName: third!['Name'], value: null, companies: [] },
  ])
  expect(preview.noCompany.examples).toHaveLength(10)
  expect(preview.oneCompany.examples).toHaveLength(10)
  org.store.write({ userId: org.administrator, origin: '' }, [
    { op: 'update', object: 'Account', id: String(third!['Id']), values: { External_Id__c: value(third!) } },
  ])
})

test('the same counts come of the accounts and companies one by one', async () => {
  const rows = accounts.flatMap((account, i) =>
    Array.from({ length: [1, 0, 2, 1, 1][i % 5]! }, () => ({
      Name: 'Any',
      SfdcAccountId: i % 3 === 0 ? String(account['Id']).slice(0, 15) : account['Id'],
    })),
  )
  await companiesInto(console)(rows)
  const carried = Map.groupBy(rows, ({ SfdcAccountId }) => String(SfdcAccountId).slice(0, 15))
  const counts = [0, 0, 0]
  for (const account of accounts) counts[carried.get(String(account['Id']).slice(0, 15))?.length ?? 0]!++
  const [none, one, several] = counts
  expect(verdictsOf(await resolution.preview(BY_ID))).toEqual([one, none, 0, several])
})

test('a worker that died in the middle is followed by one that begins again, and no account counts twice', async () => {
  await companiesInto(console)([{ Name: 'One', SfdcAccountId: accounts[0]!['Id'] }])
  const { id: previewId } = await resolution.ask(BY_ID)
  const dying = new AbortController()
  const first = resolution.run(previewId, { signal: dying.signal })
  org.faults.arm({ kind: 'latency', path: '/query/*', ms: 50, times: null })
  await expect
    .poll(async () => (await resolution.watch(previewId)).accounts.lookedAt, { interval: 5, timeout: 10_000 })
    .toBeGreaterThan(0)
  dying.abort(new Error('the worker stops'))
  await expect(first).rejects.toThrow('the worker stops')
  expect(await resolution.watch(previewId)).toMatchObject({ state: 'running', endedAt: null })
  await resolution.run(previewId)
  const done = await resolution.watch(previewId)
  expect(done.state).toBe('finished')
  expect(verdictsOf(done)).toEqual([1, accounts.length - 1, 0, 0])
  await resolution.run(previewId)
  expect(await resolution.watch(previewId)).toEqual(done)
})

test('of two workers that are at it, the one that began later has the say', async () => {
  const { id: previewId } = await resolution.ask(BY_ID)
  const { db, tenant } = console
  const begin = async () => (await startPreview(tenant.id, db, previewId))!
  const [earlier, later] = [await begin(), await begin()]
  const progress = { accounts: 1, tally: { ...NOTHING_YET, oneCompany: 1 }, apiCalls: 1, endedAt: new Date() }
  expect(await tellProgress(tenant.id, db, { ...earlier, ...progress })).toBe(false)
  await failPreview(tenant.id, db, { ...earlier, failure: 'INTERNAL', at: new Date() })
  expect((await resolution.watch(previewId)).state).toBe('running')
  expect(await tellProgress(tenant.id, db, { ...later, ...progress })).toBe(true)
  expect((await resolution.watch(previewId)).state).toBe('finished')
})

describe('it fails with the reason, and finishes nothing,', () => {
  test.each([
    ['unavailable', 'SALESFORCE_UNAVAILABLE'],
    ['html', 'SALESFORCE_UNREADABLE'],
    ['limit', 'SALESFORCE_LIMIT'],
  ] as const)('when Salesforce fails (%s) on its second page', async (kind, code) => {
    const { id: previewId } = await resolution.ask(BY_ID)
    org.faults.arm({ kind, path: '/query/*', times: null })
    await resolution.run(previewId)
    const preview = await resolution.watch(previewId)
    expect(preview).toMatchObject({ state: 'failed', failure: { code } })
    expect(preview.accounts.lookedAt).toBeLessThan(accounts.length)
    expect(preview.failure?.action).not.toBe('')
  })

  test('when the connection is revoked meanwhile', async () => {
    const { id: previewId } = await resolution.ask(BY_EXTERNAL_ID)
    await console.act(id, 'revoke')
    await resolution.run(previewId)
    expect(await resolution.watch(previewId)).toMatchObject({
      ...{ state: 'failed', failure: { code: 'CONNECTION_REVOKED' } },
    })
    expect(await resolution.refusedPreview(BY_EXTERNAL_ID)).toBe('CONNECTION_REVOKED')
  })
})

test('the database lets no preview finish whose verdicts do not add up', async () => {
  const { id: previewId } = await resolution.ask(BY_ID)
  await expect(
    console.db.query(
      `update control.company_resolution_preview set state = 'finished', ended_at = now(), accounts = 2, one_company = 1 where id = $1`,
      [previewId],
    ),
  ).rejects.toMatchObject({ constraint: 'company_resolution_preview_adds_up' })
})
