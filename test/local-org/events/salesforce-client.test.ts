import PubSubApiClient from 'salesforce-pubsub-api-client'
import { afterEach, describe, expect, it } from 'vitest'
import { startOrg, TOKEN, until, type TestOrg } from './org.ts'

// Salesforce's own client for Node, as it is in the package registry.

const ACCOUNTS = '/data/AccountChangeEvent'

interface ClientEvent {
  readonly replayId: number
  readonly payload: Record<string, unknown> & {
    readonly ChangeEventHeader: Readonly<
      Record<'changeType' | 'recordIds' | 'changedFields' | 'nulledFields', unknown>
    >
  }
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: Parameters<typeof startOrg>[0] = {}) {
  const org = await startOrg(options)
  closing.push(() => org.events.close())
  return org
}

async function connect(org: TestOrg) {
  const silent = { debug() {}, info() {}, warn() {}, error() {} } as unknown as Console
  const client = new PubSubApiClient(
    {
      authType: 'user-supplied',
      accessToken: TOKEN,
      instanceUrl: 'https://org.example.com',
      pubSubEndpoint: `localhost:${org.port}`,
      rejectUnauthorizedSsl: false,
    },
    silent,
  )
  await client.connect()
  closing.push(() => client.close())
  const told: { kind: string; data: unknown }[] = []
  const of = (kind: string) => told.filter((each) => each.kind === kind).map(({ data }) => data)
  const events = () => of('event') as ClientEvent[]
  return {
    client,
    hear: (_: unknown, kind: string, data?: unknown) => void told.push({ kind, data }),
    ...{ of, events },
    async next(count: number) {
      await until(() => events().length >= count || of('error').length > 0)
      if (of('error').length > 0) throw of('error')[0] as Error
      return events()
    },
  }
}

const insert = (org: TestOrg, ...names: string[]) => names.map((Name) => org.insert('Account', { Name }))
const names = (events: readonly ClientEvent[]) => events.map(({ payload }) => payload.Name)
const headers = (events: readonly ClientEvent[]) => events.map(({ payload }) => payload.ChangeEventHeader)

describe('salesforce-pubsub-api-client', () => {
  it('hears what happens after it subscribed', async () => {
    const org = await start()
    insert(org, 'before')
    const { client, hear, next } = await connect(org)
    client.subscribe(ACCOUNTS, hear)
    await org.listening(ACCOUNTS)
    insert(org, 'A', 'B')
    expect(names(await next(2))).toEqual(['A', 'B'])
  })

  it('sees an update with the fields that changed, in an address and set to nothing too', async () => {
    const org = await start()
    const { Id } = org.account()
    const { client, hear, next } = await connect(org)
    client.subscribe(ACCOUNTS, hear)
    await org.listening(ACCOUNTS)
    org.update('Account', Id, { Industry: 'Apparel', BillingCity: 'Odense', Description: null })
    const [update] = await next(1)
    expect(update?.payload.ChangeEventHeader).toMatchObject({ changeType: 'UPDATE', recordIds: [Id] })
    expect(new Set(update?.payload.ChangeEventHeader.changedFields as string[])).toEqual(
      new Set(['Industry', 'Description', 'LastModifiedDate', 'LastModifiedById', 'BillingAddress.City']),
    )
    expect(update?.payload.ChangeEventHeader.nulledFields).toEqual(['Description'])
    expect(update?.payload).toMatchObject({
      Industry: 'Apparel',
      BillingAddress: { City: 'Odense' },
    })
  })

  it('sees a change of nothing but a part of a name', async () => {
    const org = await start()
    const id = org.insert('Contact', { FirstName: 'Ada', LastName: 'Berg' })
    const { client, hear, next } = await connect(org)
    client.subscribe('/data/ContactChangeEvent', hear)
    await org.listening('/data/ContactChangeEvent')
    org.update('Contact', id, { LastName: 'Holm' })
    expect(headers(await next(1))).toMatchObject([{ changedFields: ['Name.LastName'] }])
  })

  it('sees several records in one event, deletion, undeletion, gaps and overflows', async () => {
    const org = await start()
    const ids = insert(org, 'A', 'B')
    const { client, hear, next } = await connect(org)
    client.subscribe(ACCOUNTS, hear)
    await org.listening(ACCOUNTS)
    org.write(...ids.map((id) => ({ op: 'delete', id }) as const))
    org.write({ op: 'undelete', id: ids[0]! })
    org.events.gap('Account', ids)
    org.events.overflow('Account')
    expect(headers(await next(4))).toMatchObject([
      { changeType: 'DELETE', recordIds: ids },
      { changeType: 'UNDELETE', recordIds: [ids[0]] },
      { changeType: 'GAP_UPDATE', recordIds: ids },
      { changeType: 'GAP_OVERFLOW', recordIds: ['000000000000000AAA'] },
    ])
  })

  it('replays from the earliest event and from one that it remembers', async () => {
    const org = await start()
    insert(org, 'A', 'B', 'C')
    const first = await connect(org)
    first.client.subscribeFromEarliestEvent(ACCOUNTS, first.hear, 3)
    const events = await first.next(3)
    expect(names(events)).toEqual(['A', 'B', 'C'])
    await until(() => first.of('lastEvent').length === 1)
    const second = await connect(org)
    second.client.subscribeFromReplayId(ACCOUNTS, second.hear, 10, events[0]!.replayId)
    expect(names(await second.next(2))).toEqual(['B', 'C'])
  })

  it('gets the number of events that it asked for, and more once it asks for more', async () => {
    const org = await start({ keepAliveMs: 20 })
    const { client, hear, next, events, of } = await connect(org)
    client.subscribe(ACCOUNTS, hear, 5)
    await org.listening(ACCOUNTS)
    insert(org, ...'ABCDEFGH')
    expect(names(await next(5))).toEqual([...'ABCDE'])
    const other = await connect(org)
    other.client.subscribe('/data/ContactChangeEvent', other.hear)
    await until(() => other.of('grpcKeepAlive').length >= 3)
    expect(events()).toHaveLength(5)
    expect(of('lastEvent')).toHaveLength(1)
    client.requestAdditionalEvents(ACCOUNTS, 2)
    expect(names(await next(7))).toEqual([...'ABCDEFG'])
  })

  it('goes on for more than a hundred events when it asked for no number', async () => {
    const org = await start()
    const { client, hear, next } = await connect(org)
    client.subscribe(ACCOUNTS, hear)
    await org.listening(ACCOUNTS)
    const all = Array.from({ length: 250 }, (_, at) => `A${at}`)
    insert(org, ...all)
    expect(names(await next(250))).toEqual(all)
  })

  it('hears that a silent stream is alive', async () => {
    const org = await start({ keepAliveMs: 20 })
    const { client, hear, of } = await connect(org)
    client.subscribe(ACCOUNTS, hear)
    await until(() => of('grpcKeepAlive').length >= 2)
  })

  it('misses nothing when it comes back after a stream that stalled', async () => {
    const org = await start()
    const first = await connect(org)
    first.client.subscribe(ACCOUNTS, first.hear)
    await org.listening(ACCOUNTS)
    insert(org, 'A')
    const [seen] = await first.next(1)
    org.faults.arm({ kind: 'stream-stall', path: ACCOUNTS })
    insert(org, 'B', 'C')
    await until(() => org.faults.list()[0]?.struck === 1)
    first.client.close()
    const second = await connect(org)
    second.client.subscribeFromReplayId(ACCOUNTS, second.hear, null, seen!.replayId)
    expect(names(await second.next(2))).toEqual(['B', 'C'])
    expect(first.events()).toHaveLength(1)
  })

  it('is told that the id it remembers has expired', async () => {
    const org = await start()
    insert(org, 'A')
    const first = await connect(org)
    first.client.subscribeFromEarliestEvent(ACCOUNTS, first.hear, 1)
    const [seen] = await first.next(1)
    org.pass(73 * 3_600_000)
    const second = await connect(org)
    second.client.subscribeFromReplayId(ACCOUNTS, second.hear, 10, seen!.replayId)
    await until(() => second.of('error').length > 0)
    const [problem] = second.of('error') as { code: number; metadata: { get(name: string): string[] } }[]
    expect(problem?.code).toBe(3)
    expect(problem?.metadata.get('error-code')).toEqual([
      'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted',
    ])
  })

  it('is told in peace when the org goes', async () => {
    const org = await start()
    const { client, hear, of } = await connect(org)
    client.subscribe(ACCOUNTS, hear)
    await org.listening(ACCOUNTS)
    await org.events.close()
    await until(() => of('end').length === 1)
    expect(of('error')).toEqual([])
  })
})
