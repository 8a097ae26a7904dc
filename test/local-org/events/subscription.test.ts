import { status } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { ACCOUNTS, CONTACTS, listen } from './listen.ts'
import { until } from './org.ts'
import { start } from './start.ts'

const PREFIX = 'sfdc.platform.eventbus.grpc.'

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
