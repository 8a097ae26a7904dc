// What `--stage` does to an org, as clients of its doors then find it.
import { afterEach, describe, expect, test } from 'vitest'
import { ACTIONS } from '../../../local-org/control/stage.ts'
import { orgCommand, runOrg, type OrgProcess } from '../../support/org-process.ts'
import { until } from '../../support/until.ts'
import { connect } from '../events/client.ts'

let org: OrgProcess
afterEach(() => org.stop())

type Json = Record<string, unknown>
const stages = (...texts: string[]) => texts.flatMap((text) => ['--stage', text])
async function start(...args: string[]) {
  org = await runOrg(['--accounts', '60', ...args])
}
async function ask(path: string, body?: unknown, method = 'POST') {
  const answer = await fetch(`${org.url}${path}`, {
    headers: { authorization: `Bearer ${org.users[0]!.accessToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { method, body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false
  return { status: answer.status, text, json: (isJson ? JSON.parse(text) : {}) as Json }
}
const api = (path: string, body?: unknown, method?: string) =>
  ask(`/services/data/v65.0${path}`, body, method)
const query = async (q: string) => (await api(`/query?${new URLSearchParams({ q }).toString()}`)).json
const codeOf = ({ json }: { json: Json }) => (json as unknown as { errorCode?: string }[])[0]?.errorCode

async function bulkHeader(soql: string): Promise<string | undefined> {
  const created = await api('/jobs/query', { operation: 'query', query: soql })
  if (created.status !== 200) return codeOf(created)
  const path = `/jobs/query/${created.json.id as string}`
  await until(async () => (await api(path)).json.state === 'JobComplete')
  return (await api(`${path}/results`)).text.split('\n')[0]
}

async function eventFields(): Promise<string[]> {
  const as = { accesstoken: org.users[0]!.accessToken, instanceurl: org.url, tenantid: org.orgId }
  const bus = connect(org.pubsub, org.certificate)
  const { schemaId } = await bus.getTopic('/data/AccountChangeEvent', as)
  const schema = await bus.ask<{ schemaJson: string }>('GetSchema', { schemaId }, as)
  bus.close()
  return (JSON.parse(schema.schemaJson) as { fields: { name: string }[] }).fields.map(({ name }) => name)
}

describe('fields', () => {
  const seenAt = async (field: string) => {
    const described = (await api('/sobjects/Account/describe')).json.fields as { name: string }[]
    const [first] = (await query('SELECT Id FROM Account LIMIT 1')).records as { Id: string }[]
    const record = await api(`/sobjects/Account/${first!.Id}`)
    const written = await api(`/sobjects/Account/${first!.Id}`, { [field]: 'x' }, 'PATCH')
    return {
      describe: described.some(({ name }) => name === field),
      record: Object.hasOwn(record.json, field),
      soql: codeOf({ json: await query(`SELECT ${field} FROM Account LIMIT 1`) }),
      where: codeOf({ json: await query(`SELECT Id FROM Account WHERE ${field} = 'x' LIMIT 1`) }),
      bulk: await bulkHeader(`SELECT ${field} FROM Account`),
      write: codeOf(written),
      event: (await eventFields()).includes(field),
    }
  }
  const no = 'INVALID_FIELD'
  const gone = { describe: false, record: false, soql: no, where: no, bulk: no, write: no, event: false }
  const there = (field: string) => {
    const none = undefined
    return {
      describe: true,
      record: true,
      soql: none,
      where: none,
      bulk: `"${field}"`,
      write: none,
      event: true,
    }
  }

  test('removed, renamed and hidden are so at every door', async () => {
    await start(
      ...['Old', 'Gone']
        .map((name) => `add-field:object=Account,name=${name}__c,type=string,length=20`)
        .flatMap((text) => stages(text)),
      ...stages('remove-field:object=Account,field=Gone__c', 'hide-field:object=Account,field=Site'),
      ...stages(
        'rename-field:object=Account,from=Old__c,to=Facsimile__c',
        'hide-field:object=Account,field=Website',
      ),
      ...stages('show-field:object=Account,field=Website'),
      ...stages('add-field:object=Account,name=Tier__c,type=string,length=20'),
    )
    for (const field of ['Gone__c', 'Site', 'Old__c'])
      expect([field, await seenAt(field)]).toEqual([field, gone])
    for (const field of ['Facsimile__c', 'Website', 'Tier__c'])
      expect([field, await seenAt(field)]).toEqual([field, there(field)])
  })
})

describe('rows', () => {
  test('appear late with a stamp of the past, and by the thousand with one stamp', async () => {
    const before = Date.now()
    await start(
      ...stages('late-rows:object=Account,count=5,age=3600'),
      ...stages('same-stamp:object=Contact,count=5000,at=2026-11-01T10:00:00Z'),
    )
    expect((await query('SELECT COUNT() FROM Account')).totalSize).toBe(65)
    const late = (await query('SELECT SystemModstamp FROM Account ORDER BY CreatedDate DESC LIMIT 5')).records
    for (const { SystemModstamp } of late as { SystemModstamp: string }[]) {
      const age = Date.parse(SystemModstamp) - (before - 3_600_000)
      expect(age).toBeGreaterThanOrEqual(-1000)
      expect(age).toBeLessThan(10_000)
    }
    const same = await query('SELECT COUNT() FROM Contact WHERE SystemModstamp = 2026-11-01T10:00:00Z')
    expect(same.totalSize).toBe(5000)
  })
})

describe('the rest', () => {
  test('is done to the records, people, events and limits that it names', async () => {
    await start()
    const [, other] = org.users
    const [one, two] = (await query('SELECT Id FROM Account LIMIT 2')).records as { Id: string }[]
    const [deleted] = (
      await ask(`/services/data/v65.0/queryAll?q=SELECT+Id+FROM+Account+WHERE+IsDeleted=true+LIMIT+1`)
    ).json.records as { Id: string }[]
    await org.stop()
    await start(
      ...stages(`merge:object=Account,master=${one!.Id},ids=${two!.Id}`, `undelete:ids=${deleted!.Id}`),
      ...stages('add-object:name=Visit__c,label=Visit', 'limits:remaining=40'),
      ...stages(`password:user=${other!.username},password=another-1`, 'capture:object=Case,on=false'),
      ...stages(
        `api-access:user=${other!.userId},allowed=false`,
        'overflow:object=Account',
        'revoke',
        'expire:before=1',
      ),
      ...stages(`gap:object=Account,ids=${one!.Id},type=GAP_UPDATE`),
    )
    expect((await query(`SELECT COUNT() FROM Account WHERE Id = '${two!.Id}'`)).totalSize).toBe(0)
    expect((await query(`SELECT COUNT() FROM Account WHERE Id = '${deleted!.Id}'`)).totalSize).toBe(1)
    expect((await api('/sobjects/Visit__c', { Name: 'A' })).json.success).toBe(true)
    const { DailyApiRequests } = (await api('/limits')).json as { DailyApiRequests: { Remaining: number } }
    expect(DailyApiRequests.Remaining).toBeLessThan(40)
    expect(org.users[1]).toMatchObject({ username: other!.username, password: 'another-1' })
    const as = { accesstoken: org.users[0]!.accessToken, instanceurl: org.url, tenantid: org.orgId }
    const bus = connect(org.pubsub, org.certificate)
    await expect(bus.getTopic('/data/CaseChangeEvent', as)).rejects.toThrow()
    const stream = bus.subscribe(
      { topicName: '/data/AccountChangeEvent', replayPreset: 'EARLIEST', numRequested: 9 },
      as,
    )
    await until(() => stream.raw().length >= 2)
    bus.close()
  })

  test('no action is left out', () => {
    const seen = `late-rows same-stamp undelete merge add-object add-field remove-field rename-field hide-field
      show-field password api-access revoke gap overflow expire capture limits`
    expect(seen.split(/\s+/).sort()).toEqual(Object.keys(ACTIONS).sort())
  })
})

test('a stage that fails for a record says so and starts nothing', async () => {
  await start()
  const [live] = (await query('SELECT Id FROM Account LIMIT 1')).records as { Id: string }[]
  const { code, out, err } = orgCommand(
    '--port',
    '0',
    '--accounts',
    '60',
    '--stage',
    `undelete:ids=${live!.Id}`,
  )
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toBe(`--stage undelete: ${live!.Id}: entity is not in the recycle bin\n`)
})
