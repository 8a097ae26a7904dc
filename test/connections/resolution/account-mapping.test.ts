import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addField } from '../../../server/objects/index.ts'
import { withAuthorizedConnection, type Authorized } from '../orgs.ts'
import { BY_EXTERNAL_ID, companiesInto, resolutionOf, type AccountMapping } from './resolution-of.ts'

let made: Authorized
let resolution: ReturnType<typeof resolutionOf>
let companies: ReturnType<typeof companiesInto>
/** Accounts of the org that nothing has been done to yet. */
let spare: Iterator<Record<string, unknown>> | undefined
withAuthorizedConnection((authorized) => {
  made = authorized
  resolution = resolutionOf(authorized)
  companies = companiesInto(authorized.console)
})
beforeEach(async () => {
  spare ??= [...made.org.store.records('Account')].values()
  await made.console.db.query(`truncate ${made.console.tenant.schemaName}.company cascade`)
})

const nextAccount = () => {
  const { value } = spare!.next()
  return { id: String(value['Id']), name: String(value['Name']) }
}
const update = (id: string, values: Record<string, string | null>) =>
  made.org.store.write({ userId: made.org.administrator, origin: '' }, [
    { op: 'update', object: 'Account', id, values },
  ])
const inForce = async () => {
  await resolution.preview(BY_EXTERNAL_ID)
  await resolution.save(BY_EXTERNAL_ID)
}
const likely = ({ likely: all }: AccountMapping) =>
  all.map(({ company, rank, evidence }) => [company.name, rank, evidence.map(({ kind }) => kind).join(' ')])
const from = (id: string) => ({ _connection_id: made.id, _source_object: 'Account', _source_id: id })

test('an account that one company carries is mapped, and nothing needs to be done', async () => {
  const { id } = nextAccount()
  await companies([{ Name: 'Meridian', SfdcAccountId: id }])
  const told = await resolution.explain(id.slice(0, 15))
  expect(told).toMatchObject({
    accountId: id,
    lookedFor: { version: 1, accountField: 'Id', companyField: 'SfdcAccountId', value: id },
    account: { state: 'there' },
    companies: { count: 1, examples: [{ name: 'Meridian' }] },
    conclusion: { code: 'MAPPED' },
    likely: [],
  })
})

test('of several companies none is chosen, and all are named', async () => {
  const { id } = nextAccount()
  await companies([
    { Name: 'Meridian', SfdcAccountId: id },
    { Name: 'Meridian (EMEA)', SfdcAccountId: id.slice(0, 15) },
  ])
  const { conclusion, companies: found } = await resolution.explain(id)
  expect(conclusion.code).toBe('SEVERAL_COMPANIES')
  expect(found.count).toBe(2)
})

test('an account that no job has brought in says so, and names the company of the same name or an id it shares', async () => {
  const { id, name } = nextAccount()
  const { console } = made
  await addField(console.db, console.tenant.id, 'Company', {
    name: 'Crm_Key__gc',
    label: 'Key',
    type: 'string',
  })
  await companies([{ Name: `${name.toUpperCase()},  Inc.` }, { Name: 'Another' }])
  await console.db.query(
    `insert into ${console.tenant.schemaName}.company (name, crm_key__gc) values ('By its key', $1)`,
    [id.slice(0, 15)],
  )
  const told = await resolution.explain(id)
  expect(told.conclusion.code).toBe('NO_JOB_HAS_RUN')
  expect(told.history).toEqual({
    jobHasRun: false,
    synced: null,
    rejected: null,
    filteredOut: null,
    deleted: null,
  })
  expect(likely(told)).toEqual([
    ['By its key', 1, 'external-id'],
    [`${name.toUpperCase()},  Inc.`, 2, 'name'],
  ])
  expect(told.conclusion.action).toContain('By its key is likely the one')
})

test('companies of the account’s web domain are likely, however it is written', async () => {
  const { id } = nextAccount()
  const { console } = made
  await addField(console.db, console.tenant.id, 'Company', { name: 'Site__gc', label: 'Site', type: 'url' })
  update(id, { Website: 'https://www.kestrel-freight.example/about' })
  await console.db.query(
    `insert into ${console.tenant.schemaName}.company (name, site__gc)
     values ('Kestrel', 'KESTREL-freight.example'), ('Not it', 'https://notkestrel-freight.example')`,
  )
  expect(likely(await resolution.explain(id))).toEqual([['Kestrel', 1, 'domain']])
})

test('of equally likely companies none stands out', async () => {
  const { id, name } = nextAccount()
  await companies([{ Name: name }, { Name: name.toLowerCase() }])
  const told = await resolution.explain(id)
  expect(likely(told).map(([, rank]) => rank)).toEqual([1, 1])
  expect(told.conclusion.action).toContain('Several companies are equally likely')
})

test('a company that was made from the account and carries another value is named with what it carries', async () => {
  const { id } = nextAccount()
  await companies([
    { Name: 'Drifted', SfdcAccountId: 'elsewhere', ...from(id), _source_modified_at: '2026-01-02T00:00:00Z' },
  ])
  const told = await resolution.explain(id)
  expect(told.conclusion).toMatchObject({ code: 'OTHER_VALUE' })
  expect(told.conclusion.message).toContain('Drifted')
  expect(told.conclusion.message).toContain('elsewhere')
  expect(told.history).toMatchObject({
    ...{ jobHasRun: true, synced: { at: '2026-01-02T00:00:00.000Z', companies: [{ name: 'Drifted' }] } },
  })
  expect(likely(told)[0]).toEqual(['Drifted', 1, 'synced-from'])
})

test('a merged account says into which, and the company of that one is the likely one', async () => {
  const [master, loser] = [nextAccount(), nextAccount()]
  await companies([{ Name: 'Survivor', SfdcAccountId: master.id }])
  made.org.store.merge(
    { userId: made.org.administrator, origin: '' },
    {
      ...{ object: 'Account', masterId: master.id, ids: [loser.id] },
    },
  )
  const told = await resolution.explain(loser.id)
  expect(told.account).toEqual({
    state: 'merged',
    name: loser.name,
    mergedInto: { id: master.id, name: master.name },
  })
  expect(told.conclusion.code).toBe('ACCOUNT_MERGED')
  expect(likely(told)[0]).toEqual(['Survivor', 1, 'merged'])
  await companies([{ Name: 'Of the other', SfdcAccountId: loser.id }])
  await made.console.db.query(`delete from ${made.console.tenant.schemaName}.company where name = 'Survivor'`)
  expect(likely(await resolution.explain(master.id))[0]).toEqual(['Of the other', 1, 'merged'])
})

test('an account in the recycle bin, and one that is not there, are told apart', async () => {
  const { console } = made
  const client = await console.connections.clientFor(console.tenant.id, made.id)
  const created = z.object({ id: z.string() })
  const { id } = await client.post('/sobjects/Account', { Name: 'Short-lived' }, created)
  await client.delete(`/sobjects/Account/${id}`)
  expect(await resolution.explain(id)).toMatchObject({
    ...{ account: { state: 'deleted' }, conclusion: { code: 'ACCOUNT_DELETED' } },
  })
  expect(await resolution.explain('0015e0000099999AAA')).toMatchObject({
    ...{ account: { state: 'not-visible', name: null }, conclusion: { code: 'ACCOUNT_NOT_VISIBLE' } },
  })
})

test('another mapped field is read just now, and an empty one says so', async () => {
  await inForce()
  const { id } = nextAccount()
  update(id, { External_Id__c: 'KEY-7' })
  await companies([{ Name: 'Keyed', TickerSymbol: ' key-7' }])
  expect(await resolution.explain(id)).toMatchObject({
    lookedFor: { version: 2, ...BY_EXTERNAL_ID, value: 'KEY-7' },
    conclusion: { code: 'MAPPED' },
  })
  update(id, { External_Id__c: null })
  const told = await resolution.explain(id)
  expect(told).toMatchObject({ lookedFor: { value: null }, conclusion: { code: 'FIELD_EMPTY' } })
  expect(told.conclusion.message).toContain('External_Id__c')
})

describe('what the sync did with the account', () => {
  const at = new Date('2026-11-19T08:00:00Z')
  const reason = {
    code: 'VALUE_TOO_LONG',
    message: 'Name is longer than 255 characters.',
    action: 'Shorten it.',
  }
  const nothing = { jobHasRun: true, synced: null, rejected: null, filteredOut: null, deleted: null }
  test.each([
    ['SYNC_REJECTED', { rejected: { at, reason } }, reason.message],
    ['FILTERED_OUT', { filteredOut: { at, job: 'Company Sync' } }, 'Company Sync'],
    ['COMPANY_DELETED', { deleted: { at } }, 'deleted here'],
    ['NEVER_SYNCED', {}, 'Jobs have run'],
  ])('is the reason: %s', async (code, did, words) => {
    const { id } = nextAccount()
    const { ports } = made.console.parts
    const before = ports.syncHistory
    ports.syncHistory = () => Promise.resolve({ ...nothing, ...did })
    const { conclusion } = await resolution.explain(id).finally(() => (ports.syncHistory = before))
    expect(conclusion.code).toBe(code)
    expect(conclusion.message).toContain(words)
  })
})

test.each([
  ['unavailable', 'SALESFORCE_UNAVAILABLE'],
  ['html', 'SALESFORCE_UNREADABLE'],
  ['limit', 'SALESFORCE_LIMIT'],
] as const)('while Salesforce cannot be asked (%s), it says so and tells the rest', async (kind, code) => {
  const { id } = nextAccount()
  await companies([{ Name: 'Meridian', SfdcAccountId: id }])
  made.org.faults.arm({ kind, times: null })
  expect(await resolution.explain(id)).toMatchObject({
    ...{ account: null, notAsked: { code }, conclusion: { code: 'MAPPED' } },
  })
  made.org.faults.disarm()
  await inForce()
  made.org.faults.arm({ kind, times: null })
  expect(await resolution.explain(id)).toMatchObject({
    ...{ account: null, notAsked: { code }, lookedFor: { value: null } },
    conclusion: { code: 'SALESFORCE_NOT_ASKED' },
  })
})

test.each(['001', '0035e00000Tv001AAB', '0015e00000Tv001AAA', '0015e00000Tv001AAB;'])(
  '%s is no id of an account',
  async (id) => {
    const { code } = await made.console.call(
      'GET',
      resolution.path(`accounts/${encodeURIComponent(id)}/mapping`),
    )
    expect(code).toBe('INVALID_REQUEST')
  },
)
