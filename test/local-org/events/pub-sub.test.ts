import http2 from 'node:http2'
import { status, type ServiceError } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { PUB_SUB } from '../../../local-org/events/proto.ts'
import { authentication, type Client } from './client.ts'
import { ORG_ID, START, TOKEN, until, type TestOrg } from './org.ts'
import { start } from './start.ts'

const ACCOUNTS = '/data/AccountChangeEvent'
const CONTACTS = '/data/ContactChangeEvent'
const PREFIX = 'sfdc.platform.eventbus.grpc.'

/** Subscribes to what happens from now on, once the org has heard it. */
async function listen(org: TestOrg, client: Client, topicName = ACCOUNTS, numRequested = 100) {
  const subscription = client.subscribe({ topicName, numRequested })
  await org.listening(topicName)
  return subscription
}

describe('a topic', () => {
  it('tells its tenant, its schema and that it can be subscribed to, but not published to', async () => {
    const { client } = await start()
    const topic = await client.getTopic(ACCOUNTS)
    expect(topic).toMatchObject({
      topicName: ACCOUNTS,
      tenantGuid: `CORE/prod/${ORG_ID}`,
      canPublish: false,
      canSubscribe: true,
    })
    expect(topic.schemaId).toMatch(/^[\w-]{22}$/)
    expect(topic.rpcId).toMatch(/^[\da-f-]{36}$/)
    const schema = await client.getSchema(topic.schemaId)
    expect(schema.schemaId).toBe(topic.schemaId)
    expect(JSON.parse(schema.schemaJson)).toMatchObject({
      type: 'record',
      name: 'AccountChangeEvent',
      namespace: 'com.sforce.eventbus',
    })
  })

  it.each([
    ['an object that is not selected', '/data/AccountTeamMemberChangeEvent'],
    ['an object that does not exist', '/data/NothingChangeEvent'],
    ['a channel that does not exist', '/data/Nothing__chn'],
    ['a platform event', '/event/Order__e'],
  ])('is not found for %s', async (_, topicName) => {
    const { client } = await start()
    const problem = { code: status.NOT_FOUND, details: expect.stringContaining(topicName) as string }
    await expect(client.getTopic(topicName)).rejects.toMatchObject(problem)
    const failure = await client.subscribe({ topicName, numRequested: 1 }).failure()
    expect(failure).toMatchObject(problem)
    expect(failure.metadata.get('error-code')).toEqual([`${PREFIX}topic.not.found`])
  })

  it('comes and goes with the selection of its object', async () => {
    const { org, client } = await start()
    await expect(client.getTopic('/data/Invoice__ChangeEvent')).rejects.toMatchObject({
      code: status.NOT_FOUND,
    })
    org.events.select('Invoice__c', true)
    await expect(client.getTopic('/data/Invoice__ChangeEvent')).resolves.toMatchObject({ canSubscribe: true })
    org.events.select('Invoice__c', false)
    await expect(client.getTopic('/data/Invoice__ChangeEvent')).rejects.toMatchObject({
      code: status.NOT_FOUND,
    })
    expect(() => org.events.select('Nothing', true)).toThrow('There is no object Nothing.')
  })

  it('without a name is invalid', async () => {
    const { client } = await start()
    await expect(client.getTopic('')).rejects.toMatchObject({ code: status.INVALID_ARGUMENT })
  })

  it('has another schema once its object has another field, and the old one can still be asked for', async () => {
    const { org, client } = await start()
    const before = await client.getTopic(ACCOUNTS)
    org.schema.addField('Account', { name: 'Tier__c', label: 'Tier', type: 'string', length: 10 })
    const after = await client.getTopic(ACCOUNTS)
    expect(after.schemaId).not.toBe(before.schemaId)
    expect((await client.getSchema(before.schemaId)).schemaJson).not.toContain('Tier__c')
    expect((await client.getSchema(after.schemaId)).schemaJson).toContain('Tier__c')
    org.schema.removeField('Account', 'Tier__c')
    expect((await client.getTopic(ACCOUNTS)).schemaId).toBe(before.schemaId)
  })
})

describe('a field that nobody may see', () => {
  it('is in no event', async () => {
    const { org, client } = await start()
    org.schema.hideField('Account', 'AnnualRevenue')
    const { schemaId } = await client.getTopic(ACCOUNTS)
    expect((await client.getSchema(schemaId)).schemaJson).not.toContain('AnnualRevenue')
  })
})

describe('a schema id', () => {
  it.each([
    ['', status.INVALID_ARGUMENT, 'schema.validation.failed'],
    ['I8b-dYxvxs5wOtCBr4qsew', status.NOT_FOUND, 'schema.meta.permission'],
  ])('%j is refused', async (schemaId, code, errorCode) => {
    const { client } = await start()
    const problem: unknown = await client.getSchema(schemaId).catch((thrown: unknown) => thrown)
    expect(problem).toMatchObject({ code })
    expect((problem as ServiceError).metadata.get('error-code')).toEqual([PREFIX + errorCode])
  })
})

describe('who calls', () => {
  it.each([
    ['a token that is no good', { ...authentication, accesstoken: 'bad' }, 'service.auth.error'],
    ['the id of another org', { ...authentication, tenantid: '00D000000000001AAA' }, 'service.auth.error'],
    ['no token', { instanceurl: 'https://x', tenantid: ORG_ID }, 'service.auth.headers.invalid'],
    ['no instance url', { accesstoken: TOKEN, tenantid: ORG_ID }, 'service.auth.headers.invalid'],
    ['no tenant', { accesstoken: TOKEN, instanceurl: 'https://x' }, 'service.auth.headers.invalid'],
  ])('is refused with %s', async (_, as: Record<string, string>, errorCode) => {
    const { client } = await start()
    await expect(client.getTopic(ACCOUNTS, as)).rejects.toMatchObject({ code: status.UNAUTHENTICATED })
    const failure = await client.subscribe({ topicName: ACCOUNTS, numRequested: 1 }, as).failure()
    expect(failure.code).toBe(status.UNAUTHENTICATED)
    expect(failure.metadata.get('error-code')).toEqual([PREFIX + errorCode])
    const [rpcId] = failure.metadata.get('rpc-id')
    expect(failure.details.endsWith(`rpcId: ${String(rpcId)}`)).toBe(true)
  })

  it.each([ORG_ID.slice(0, 15), `core/prod/${ORG_ID}`])('may name the org as %s', async (tenantid) => {
    const { client } = await start()
    await expect(client.getTopic(ACCOUNTS, { ...authentication, tenantid })).resolves.toBeDefined()
  })

  it('is asked again with every request for more events', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    org.tokens.delete(TOKEN)
    subscription.fetch({ numRequested: 1 })
    expect(await subscription.failure()).toMatchObject({ code: status.UNAUTHENTICATED })
  })

  it('is asked again before a silent stream is said to be alive', async () => {
    const { org, client } = await start({ keepAliveMs: 20 })
    const subscription = await listen(org, client)
    org.tokens.delete(TOKEN)
    expect(await subscription.failure()).toMatchObject({ code: status.UNAUTHENTICATED })
  })
})

describe('an event', () => {
  it('of a new record carries all its values and names no changed fields', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const id = org.insert('Account', { Name: 'Nordlicht', AnnualRevenue: 1_500_000, BillingCity: 'Kiel' })
    const [event] = await subscription.events(1)
    expect(event).toMatchObject({
      header: {
        entityName: 'Account',
        recordIds: [id],
        changeType: 'CREATE',
        changeOrigin: 'com/salesforce/api/rest/65.0',
        sequenceNumber: 1,
        commitTimestamp: START,
        commitUser: org.users[0],
        changedFields: [],
        nulledFields: [],
        diffFields: [],
      },
      body: {
        Name: 'Nordlicht',
        AnnualRevenue: 1_500_000,
        BillingAddress: { City: 'Kiel', Street: null },
        ShippingAddress: null,
        Industry: null,
        OwnerId: org.users[0],
        CreatedDate: START,
        LastModifiedDate: START,
      },
    })
    expect(event?.body).not.toHaveProperty('Id')
    expect(event?.body).not.toHaveProperty('SystemModstamp')
    expect(event?.header.transactionKey).toMatch(/^[\da-f-]{36}$/)
    expect(event?.replayId).toHaveLength(10)
  })

  it('of an update carries what changed, parts of an address by themselves, and names it in bitmaps', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const { Id } = org.account()
    org.pass(60_000)
    org.update('Account', Id, { Industry: 'Apparel', BillingCity: 'Odense', Description: null })
    const [event] = await subscription.events(1)
    expect(event?.header).toMatchObject({ changeType: 'UPDATE', recordIds: [Id] })
    expect(new Set(event?.changed)).toEqual(
      new Set(['Industry', 'Description', 'LastModifiedDate', 'LastModifiedById', 'BillingAddress.City']),
    )
    expect(event?.nulled).toEqual(['Description'])
    const told = Object.entries(event!.body).filter(([, value]) => value !== null)
    expect(Object.fromEntries(told)).toMatchObject({
      Industry: 'Apparel',
      BillingAddress: { City: 'Odense', Street: null, Country: null },
      LastModifiedDate: START + 60_000,
      LastModifiedById: org.users[0],
    })
    expect(told).toHaveLength(4)
  })

  it('names who changed a record only when it was another user than the last time', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const { Id } = org.account()
    org.update('Account', Id, { Industry: 'Apparel' })
    org.pass(1_000)
    org.update('Account', Id, { Industry: 'Banking' })
    const [first, second] = await subscription.events(2)
    expect(first?.changed).toContain('LastModifiedById')
    expect(second?.changed).toEqual(['Industry', 'LastModifiedDate'])
    expect(second?.header.changedFields).toEqual([expect.stringMatching(/^0x([\dA-F]{2})+$/)])
    expect(second?.body.LastModifiedById).toBeNull()
  })

  it('of a record that goes says nothing of it, and of one that comes back says all again', async () => {
    const { org, client } = await start()
    const id = org.insert('Account', { Name: 'Nordlicht', Industry: 'Apparel' })
    const subscription = await listen(org, client)
    org.write({ op: 'delete', id })
    org.write({ op: 'undelete', id })
    const [gone, back] = await subscription.events(2)
    expect(gone?.header).toMatchObject({ changeType: 'DELETE', recordIds: [id] })
    expect(Object.values(gone!.body).every((value) => value === null)).toBe(true)
    expect(back?.header).toMatchObject({ changeType: 'UNDELETE', recordIds: [id], changedFields: [] })
    expect(back?.body).toMatchObject({ Name: 'Nordlicht', Industry: 'Apparel', CreatedDate: START })
  })

  it('has a person’s name in parts', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client, CONTACTS)
    const id = org.insert('Contact', { Salutation: 'Dr.', FirstName: 'Ada', LastName: 'Berg' })
    org.update('Contact', id, { LastName: 'Holm' })
    const [created, updated] = await subscription.events(2)
    expect(created?.body.Name).toEqual({ Salutation: 'Dr.', FirstName: 'Ada', LastName: 'Berg' })
    expect(created?.body).not.toHaveProperty('LastName')
    expect(updated?.body.Name).toEqual({ Salutation: null, FirstName: null, LastName: 'Holm' })
    expect(updated?.changed).toEqual(['Name.LastName'])
    expect(updated?.header.changedFields[0]).toBe('0x00')
  })

  it('has days, times and hours in milliseconds, numbers as they are, and no formulas', async () => {
    const { org, client } = await start({ selected: ['Invoice__c'] })
    const subscription = await listen(org, client, '/data/Invoice__ChangeEvent')
    org.insert('Invoice__c', {
      ...{ Name: 'I-1', Due__c: '2026-12-24', Sent__c: '2026-11-20T10:00:00.000+0000' },
      ...{ Hour__c: '13:30:00.000Z', Total__c: 12.5, Lines__c: 3 },
    })
    const [event] = await subscription.events(1)
    expect(event?.header.entityName).toBe('Invoice__c')
    expect(event?.body).toMatchObject({
      ...{ Name: 'I-1', Due__c: Date.parse('2026-12-24'), Sent__c: Date.parse('2026-11-20T10:00Z') },
      ...{ Hour__c: 13.5 * 3_600_000, Total__c: 12.5, Lines__c: 3, Paid__c: false },
    })
    expect(event?.body).not.toHaveProperty('Twice__c')
  })

  it('is one for all records of an object that changed alike in a transaction', async () => {
    const { org, client } = await start()
    const [a, b, c] = ['A', 'B', 'C'].map((Name) => org.insert('Account', { Name })) as [
      string,
      string,
      string,
    ]
    const subscription = await listen(org, client)
    const update = (id: string, Industry: string) =>
      ({ op: 'update', object: 'Account', id, values: { Industry } }) as const
    org.write(update(a, 'Apparel'), update(b, 'Banking'), update(c, 'Apparel'))
    const [apparel, banking] = await subscription.events(2)
    expect(apparel?.header).toMatchObject({ recordIds: [a, c], sequenceNumber: 1 })
    expect(banking?.header).toMatchObject({ recordIds: [b], sequenceNumber: 2 })
    expect(banking?.header.transactionKey).toBe(apparel?.header.transactionKey)
    org.write({ op: 'delete', id: a }, { op: 'delete', id: b })
    const deletions = (await subscription.events(3)).slice(2)
    expect(deletions.map(({ header }) => [header.changeType, header.recordIds])).toEqual([['DELETE', [a, b]]])
    expect(deletions[0]?.header.commitNumber).toBeGreaterThan(apparel!.header.commitNumber)
  })

  it('leaves a number out for what objects nobody listens to did in the transaction', async () => {
    const { org, client } = await start({ selected: ['Contact'] })
    const subscription = await listen(org, client, CONTACTS)
    org.write(
      { op: 'insert', object: 'Account', values: { Name: 'Nordlicht' } },
      { op: 'insert', object: 'Contact', values: { LastName: 'Berg' } },
    )
    const [contact] = await subscription.events(1)
    expect(contact?.header.sequenceNumber).toBe(2)
  })

  it('comes not for what changes no field that events tell of', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const { Id } = org.account()
    org.update('Account', Id, { Industry: 'Apparel' })
    org.update('Account', Id, { Industry: 'Apparel' })
    org.update('Account', Id, { Industry: 'Banking' })
    const events = await subscription.events(2)
    expect(events.map(({ body }) => body.Industry)).toEqual(['Apparel', 'Banking'])
  })

  it('of more than a megabyte is told as a gap', async () => {
    const { org, client } = await start()
    org.schema.addField('Account', { name: 'Notes__c', label: 'Notes', type: 'textarea', length: 2_000_000 })
    const subscription = await listen(org, client)
    const id = org.insert('Account', { Name: 'Nordlicht', Notes__c: 'x'.repeat(1_100_000) })
    const [event] = await subscription.events(1)
    expect(event?.header).toMatchObject({ changeType: 'GAP_CREATE', recordIds: [id] })
    expect(event?.body.Name).toBeNull()
  })

  it('tells of an overflow once a transaction holds more changes than are told, per object', async () => {
    const { org, client } = await start({ changeLimit: 2 })
    const subscription = await listen(org, client, '/data/ChangeEvents')
    const insert = (object: string, values: Record<string, string>) =>
      ({ op: 'insert', object, values }) as const
    const ids = org.write(
      insert('Account', { Name: 'A' }),
      insert('Account', { Name: 'B' }),
      insert('Account', { Name: 'C' }),
      insert('Contact', { LastName: 'D' }),
      insert('Account', { Name: 'E' }),
    )
    const events = await subscription.events(4)
    expect(
      events.map(({ header }) => [
        header.entityName,
        header.changeType,
        header.recordIds[0],
        header.sequenceNumber,
      ]),
    ).toEqual([
      ['Account', 'CREATE', ids[0], 1],
      ['Account', 'CREATE', ids[1], 2],
      ['Account', 'GAP_OVERFLOW', '000000000000000AAA', 3],
      ['Contact', 'GAP_OVERFLOW', '000000000000000AAA', 4],
    ])
  })

  it('tells of an overflow by the number of fields that updates change', async () => {
    const { org, client } = await start({ changeLimit: 5 })
    const ids = ['A', 'B'].map((Name) => org.insert('Account', { Name }))
    const subscription = await listen(org, client)
    org.pass(5_000)
    org.write(
      ...ids.map((id, at) => {
        return { op: 'update', object: 'Account', id, values: { Industry: `I${at}`, Site: 'Kiel' } } as const
      }),
    )
    const events = await subscription.events(2)
    expect(events.map(({ header, changed }) => [header.changeType, changed.length])).toEqual([
      ['UPDATE', 3],
      ['GAP_OVERFLOW', 0],
    ])
  })

  it('can be a gap or an overflow that a test stages', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const { Id, LastModifiedById } = org.account()
    org.events.gap('Account', [Id])
    org.events.gap('Account', [Id], 'GAP_DELETE')
    org.events.overflow('Account')
    const headers = (await subscription.events(3)).map(({ header }) => header)
    expect(headers.map(({ changeType, recordIds }) => [changeType, ...recordIds])).toEqual([
      ['GAP_UPDATE', Id],
      ['GAP_DELETE', Id],
      ['GAP_OVERFLOW', '000000000000000AAA'],
    ])
    expect(headers[0]).toMatchObject({
      commitUser: LastModifiedById,
      changeOrigin: '',
      commitTimestamp: START,
    })
  })

  it('of an account merge: the others go, the contacts move, the master stays', async () => {
    const { org, client } = await start()
    const [master, other] = [org.insert('Account', { Name: 'A' }), org.insert('Account', { Name: 'B' })]
    const contact = org.insert('Contact', { LastName: 'Berg', AccountId: other })
    const subscription = await listen(org, client, '/data/ChangeEvents')
    org.pass(5_000)
    const writer = { userId: org.users[0]!, origin: '' }
    org.store.merge(writer, { object: 'Account', masterId: master, ids: [other], values: { Site: 'Kiel' } })
    const events = await subscription.events(3)
    const told = events.map(({ header, changed }) => [header.changeType, header.recordIds, changed])
    expect(told).toContainEqual(['DELETE', [other], []])
    expect(told).toContainEqual(['UPDATE', [contact], ['AccountId', 'LastModifiedDate']])
    expect(told).toContainEqual(['UPDATE', [master], ['Site', 'LastModifiedDate']])
  })
})

describe('a channel', () => {
  it('of all change events carries those of every selected object, in the order they happened', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client, '/data/ChangeEvents')
    org.insert('Account', { Name: 'A' })
    org.insert('Contact', { LastName: 'B' })
    org.insert('Invoice__c', { Name: 'C' })
    org.insert('Account', { Name: 'D' })
    const events = await subscription.events(3)
    expect(events.map(({ header }) => header.entityName)).toEqual(['Account', 'Contact', 'Account'])
    expect((await client.getTopic('/data/ChangeEvents')).schemaId).toBe('')
  })

  it('that an admin made carries its own objects, selected or not', async () => {
    const channels = { Money__chn: ['Invoice__c', 'Opportunity'] }
    const { org, client } = await start({ channels, selected: ['Account'] })
    const subscription = await listen(org, client, '/data/Money__chn')
    const all = await listen(org, client, '/data/ChangeEvents')
    org.insert('Account', { Name: 'A' })
    org.insert('Invoice__c', { Name: 'C' })
    org.insert('Account', { Name: 'D' })
    expect((await subscription.events(1)).map(({ header }) => header.entityName)).toEqual(['Invoice__c'])
    expect((await all.events(2)).map(({ header }) => header.entityName)).toEqual(['Account', 'Account'])
    expect(subscription.raw()).toHaveLength(1)
  })

  it('of one object carries nothing else', async () => {
    const { org, client } = await start()
    const contacts = await listen(org, client, CONTACTS)
    const accounts = await listen(org, client)
    org.insert('Contact', { LastName: 'B' })
    org.insert('Account', { Name: 'A' })
    await accounts.events(1)
    await contacts.events(1)
    expect(contacts.raw()).toHaveLength(1)
    expect(accounts.raw()).toHaveLength(1)
  })
})

describe('flow control', () => {
  it('sends no more events than were asked for, and goes on when more are', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client, ACCOUNTS, 3)
    for (let at = 0; at < 8; at++) org.insert('Account', { Name: `A${at}` })
    const names = async (count: number) => (await subscription.events(count)).map(({ body }) => body.Name)
    expect(await names(3)).toEqual(['A0', 'A1', 'A2'])
    expect(subscription.responses.at(-1)?.pendingNumRequested).toBe(0)
    subscription.fetch({ numRequested: 2 })
    expect(await names(5)).toEqual(['A0', 'A1', 'A2', 'A3', 'A4'])
    subscription.fetch({ topicName: ACCOUNTS, numRequested: 100 })
    expect(await names(8)).toHaveLength(8)
    expect(subscription.responses.at(-1)?.pendingNumRequested).toBe(97)
  })

  it('takes any number above 100 for 100, however many requests it comes in', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client, ACCOUNTS, 1_000)
    subscription.fetch({ numRequested: 100 })
    await until(() => org.events.log.at(-1)?.requested === 1_100)
    for (let at = 0; at < 150; at++) org.insert('Account', { Name: `A${at}` })
    await subscription.events(100)
    expect(subscription.responses.at(-1)?.pendingNumRequested).toBe(0)
    subscription.fetch({ numRequested: 50 })
    expect(await subscription.events(150)).toHaveLength(150)
  })

  it('keeps every message small enough for clients, however big the events are', async () => {
    const { org, client } = await start()
    org.schema.addField('Account', { name: 'Notes__c', label: 'Notes', type: 'textarea', length: 2_000_000 })
    const subscription = await listen(org, client)
    const Notes__c = 'x'.repeat(900_000)
    org.write(
      ...Array.from({ length: 8 }, (_, at) => {
        return { op: 'insert', object: 'Account', values: { Name: `A${at}`, Notes__c } } as const
      }),
    )
    expect(await subscription.events(8)).toHaveLength(8)
    expect(subscription.responses.length).toBeGreaterThan(2)
  })

  it.each([0, -1])('refuses a request for %d events', async (numRequested) => {
    const { client } = await start()
    const failure = await client.subscribe({ topicName: ACCOUNTS, numRequested }).failure()
    expect(failure.code).toBe(status.INVALID_ARGUMENT)
    expect(failure.metadata.get('error-code')).toEqual([
      `${PREFIX}subscription.fetch.requested.events.invalid`,
    ])
  })

  it('refuses another topic in the middle of a stream', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    subscription.fetch({ topicName: CONTACTS, numRequested: 1 })
    const failure = await subscription.failure()
    expect(failure.code).toBe(status.INVALID_ARGUMENT)
    expect(failure.metadata.get('error-code')).toEqual([`${PREFIX}subscription.fetch.topic.mismatch`])
  })
})

describe('a silent stream', () => {
  it('says now and then that it is alive, how far it is and how much it may still send', async () => {
    const { org, client } = await start({ keepAliveMs: 20 })
    const subscription = await listen(org, client, ACCOUNTS, 7)
    await until(() => subscription.responses.length >= 2)
    const [first] = subscription.responses
    expect(first).toMatchObject({ events: [], pendingNumRequested: 7 })
    const custom = { topicName: ACCOUNTS, replayPreset: 'CUSTOM', numRequested: 10 } as const
    org.insert('Account', { Name: 'A' })
    const later = client.subscribe({ ...custom, replayId: first!.latestReplayId })
    expect((await later.events(1)).map(({ body }) => body.Name)).toEqual(['A'])
  })

  it('says nothing when nothing was left to send', async () => {
    const { org, client } = await start({ keepAliveMs: 10 })
    const subscription = await listen(org, client, ACCOUNTS, 1)
    const other = await listen(org, client, CONTACTS, 1)
    org.insert('Account', { Name: 'A' })
    await subscription.events(1)
    await until(() => other.responses.length >= 5)
    expect(subscription.responses.filter(({ events }) => events.length === 0)).toEqual(
      subscription.responses.filter(
        ({ events, pendingNumRequested }) => events.length === 0 && pendingNumRequested > 0,
      ),
    )
    expect(subscription.responses.at(-1)?.events).toHaveLength(1)
  })

  it('keeps a place to go on from that is not forgotten, however long the silence', async () => {
    const { org, client } = await start({ keepAliveMs: 20 })
    org.insert('Account', { Name: 'A' })
    const subscription = await listen(org, client)
    org.pass(71 * 3_600_000)
    const before = subscription.responses.length
    await until(() => subscription.responses.length >= before + 2)
    const { latestReplayId } = subscription.responses.at(-1)!
    org.pass(2 * 3_600_000)
    org.insert('Account', { Name: 'B' })
    const later = client.subscribe({
      ...{ topicName: ACCOUNTS, replayPreset: 'CUSTOM', replayId: latestReplayId, numRequested: 10 },
    })
    expect((await later.events(1)).map(({ body }) => body.Name)).toEqual(['B'])
  })

  it('that stalls stays open and says no more, and the next stream is well', async () => {
    const { org, client } = await start({ keepAliveMs: 20 })
    org.faults.arm({ kind: 'stream-stall', path: ACCOUNTS, after: 1 })
    const subscription = await listen(org, client)
    const others = await listen(org, client, CONTACTS)
    org.insert('Account', { Name: 'A' })
    org.insert('Contact', { LastName: 'A' })
    await others.events(1)
    await until(() => subscription.responses.length === 1)
    org.insert('Account', { Name: 'B' })
    const next = client.subscribe({ topicName: ACCOUNTS, replayPreset: 'EARLIEST', numRequested: 10 })
    expect(await next.events(2)).toHaveLength(2)
    const quiet = subscription.responses.length
    await until(() => others.responses.filter(({ events }) => events.length === 0).length >= 3)
    expect(subscription.responses).toHaveLength(quiet)
    expect(subscription.outcome).toEqual({})
  })
})

describe('the API', () => {
  it.each(['Publish', 'PublishStream', 'ManagedSubscribe'])('does not implement %s', async (method) => {
    const { client } = await start()
    const stream =
      method === 'Publish' ? undefined : (client.client[method] as () => NodeJS.ReadWriteStream)()
    const problem = stream
      ? await new Promise((resolve) => stream.on('error', resolve).on('data', resolve))
      : await client.ask(method, {}).catch((thrown: unknown) => thrown)
    expect(problem).toMatchObject({ code: status.UNIMPLEMENTED })
  })

  it('can be had without encryption', async () => {
    const { org, client } = await start({ tls: false })
    expect(org.events.certificate).toBeUndefined()
    await expect(client.getTopic(ACCOUNTS)).resolves.toMatchObject({ topicName: ACCOUNTS })
  })

  it('ends its streams in peace when it closes, and answers no more', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    await org.events.close()
    await until(() => subscription.outcome.ended === true)
    expect(subscription.outcome.problem).toBeUndefined()
    await expect(client.getTopic(ACCOUNTS)).rejects.toMatchObject({ code: status.UNAVAILABLE })
  })

  it('remembers what was asked of it', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client, ACCOUNTS, 5)
    org.insert('Account', { Name: 'A' })
    await subscription.events(1)
    await subscription.end()
    const [stream] = org.events.log
    expect(stream).toMatchObject({
      ...{ method: 'Subscribe', subject: ACCOUNTS, userId: org.users[0], at: START, endedAt: START },
      ...{ requested: 5, delivered: 1, errorCode: undefined },
    })
    await client.getTopic('/data/Nothing').catch(() => undefined)
    expect(org.events.log.at(-1)).toMatchObject({ method: 'GetTopic', errorCode: `${PREFIX}topic.not.found` })
  })

  it('forgets a stream whose connection broke', async () => {
    const { org } = await start({ tls: false })
    const session = http2.connect(`http://localhost:${org.port}`)
    const call = session.request({
      ...authentication,
      ':method': 'POST',
      ':path': PUB_SUB['Subscribe']!.path,
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    const message = PUB_SUB['Subscribe']!.requestSerialize({ topicName: ACCOUNTS, numRequested: 5 })
    const head = Buffer.alloc(5)
    head.writeUInt32BE(message.length, 1)
    call.on('error', () => undefined).write(Buffer.concat([head, message]))
    await org.listening(ACCOUNTS)
    session.on('error', () => undefined)
    session.socket.destroy()
    await until(() => org.events.log[0]?.endedAt !== undefined)
    org.insert('Account', { Name: 'A' })
    expect(org.events.log[0]?.delivered).toBe(0)
  })

  it('forgets a stream whose client is gone', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    subscription.stream.cancel()
    await until(() => org.events.log[0]?.endedAt !== undefined)
    org.insert('Account', { Name: 'A' })
    expect(org.events.log[0]?.delivered).toBe(0)
  })
})
