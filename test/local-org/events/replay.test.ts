import fc from 'fast-check'
import { status } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { decodeReplayId, encodeReplayId } from '../../../local-org/events/replay-id.ts'
import type { Client } from './client.ts'
import { until, type TestOrg } from './org.ts'
import { start } from './start.ts'

const ACCOUNTS = '/data/AccountChangeEvent'
const CORRUPTED = 'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted'
const HOUR = 3_600_000

const insert = (org: TestOrg, ...names: string[]) => names.map((Name) => org.insert('Account', { Name }))
const earliest = { topicName: ACCOUNTS, replayPreset: 'EARLIEST', numRequested: 100 } as const
const after = (replayId: Buffer) =>
  ({ topicName: ACCOUNTS, replayPreset: 'CUSTOM', replayId, numRequested: 100 }) as const
const namesOf = async (subscription: ReturnType<Client['subscribe']>, count: number) =>
  (await subscription.events(count)).map(({ body }) => body.Name)

describe('a subscription', () => {
  it('from the earliest has all that is kept, in the order it happened', async () => {
    const { org, client } = await start()
    insert(org, 'A', 'B', 'C')
    const subscription = client.subscribe(earliest)
    expect(await namesOf(subscription, 3)).toEqual(['A', 'B', 'C'])
    const ids = subscription.raw().map(({ replayId }) => replayId)
    expect(ids.toSorted(Buffer.compare)).toEqual(ids)
    expect(subscription.responses.at(-1)?.latestReplayId).toEqual(ids.at(-1))
  })

  it('from the latest has nothing of before', async () => {
    const { org, client } = await start()
    insert(org, 'A')
    const subscription = client.subscribe({ topicName: ACCOUNTS, numRequested: 10 })
    await org.listening(ACCOUNTS)
    insert(org, 'B')
    expect(await namesOf(subscription, 1)).toEqual(['B'])
  })

  it('after an event has what came after it, be its id told in ten bytes or the eight that some clients keep', async () => {
    const { org, client } = await start()
    insert(org, 'A', 'B', 'C', 'D')
    const [, second] = await client.subscribe(earliest).events(4)
    for (const replayId of [second!.replayId, second!.replayId.subarray(0, 8)]) {
      expect(await namesOf(client.subscribe(after(replayId)), 2)).toEqual(['C', 'D'])
    }
  })

  it('may start where another topic was', async () => {
    const { org, client } = await start()
    insert(org, 'A')
    org.insert('Contact', { LastName: 'B' })
    insert(org, 'C')
    const [contact] = await client.subscribe({ ...earliest, topicName: '/data/ContactChangeEvent' }).events(1)
    expect(await namesOf(client.subscribe(after(contact!.replayId)), 1)).toEqual(['C'])
  })

  it.each([
    ['too short', Buffer.alloc(3)],
    ['of an event yet to come', encodeReplayId(Number.MAX_SAFE_INTEGER)],
    ['of another org', encodeReplayId(7)],
    ['all ones', Buffer.alloc(10, 0xff)],
  ])('is refused after a replay id that is %s', async (_, replayId) => {
    const { org, client } = await start()
    insert(org, 'A')
    const failure = await client.subscribe(after(replayId)).failure()
    expect(failure.code).toBe(status.INVALID_ARGUMENT)
    expect(failure.metadata.get('error-code')).toEqual([CORRUPTED])
  })

  it('is refused after an id whose last bytes are not as the org gave them', async () => {
    const { org, client } = await start()
    insert(org, 'A')
    const [{ replayId } = { replayId: Buffer.alloc(10) }] = await client.subscribe(earliest).events(1)
    const forged = Buffer.concat([replayId.subarray(0, 9), Buffer.from([1])])
    expect((await client.subscribe(after(forged)).failure()).metadata.get('error-code')).toEqual([CORRUPTED])
  })

  it('is refused from a place of its own without one', async () => {
    const { client } = await start()
    const failure = await client.subscribe(after(Buffer.alloc(0))).failure()
    expect(failure.code).toBe(status.INVALID_ARGUMENT)
    expect(failure.metadata.get('error-code')).toEqual([
      'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed',
    ])
  })
})

describe('events', () => {
  it('are kept for 72 hours, and their ids are no good after that', async () => {
    const { org, client } = await start()
    insert(org, 'A', 'B')
    const [, second] = await client.subscribe(earliest).events(2)
    org.pass(72 * HOUR)
    insert(org, 'C')
    expect(await namesOf(client.subscribe(earliest), 3)).toEqual(['A', 'B', 'C'])
    org.pass(1)
    expect(await namesOf(client.subscribe(earliest), 1)).toEqual(['C'])
    const failure = await client.subscribe(after(second!.replayId)).failure()
    expect(failure.metadata.get('error-code')).toEqual([CORRUPTED])
  })

  it('can be made to expire, up to one and without it', async () => {
    const { org, client } = await start()
    insert(org, 'A', 'B', 'C')
    const [first, second] = await client.subscribe(earliest).events(3)
    org.events.expireBefore(second!.replayId)
    expect(await namesOf(client.subscribe(earliest), 2)).toEqual(['B', 'C'])
    expect(await namesOf(client.subscribe(after(second!.replayId)), 1)).toEqual(['C'])
    expect((await client.subscribe(after(first!.replayId)).failure()).code).toBe(status.INVALID_ARGUMENT)
  })

  it('that all expired leave a place to go on from', async () => {
    const { org, client } = await start({ keepAliveMs: 5 })
    insert(org, 'A')
    org.events.expireBefore(Number.MAX_SAFE_INTEGER)
    const replayId = await latest(client)
    insert(org, 'B')
    expect(await namesOf(client.subscribe(after(replayId)), 1)).toEqual(['B'])
    expect(await namesOf(client.subscribe(earliest), 1)).toEqual(['B'])
  })

  it('of objects that nobody listens to take no room', async () => {
    const { org, client } = await start({ bufferLimit: 1 })
    const invoice = { op: 'insert', object: 'Invoice__c', values: { Name: 'I' } } as const
    org.write({ op: 'insert', object: 'Account', values: { Name: 'A' } }, invoice)
    for (let at = 0; at < 5; at++) org.write({ ...invoice, values: { Name: `I${at}` } })
    expect(await namesOf(client.subscribe(earliest), 1)).toEqual(['A'])
  })

  it('of a time when an object was not selected are not on its topic', async () => {
    const channels = { Money__chn: ['Invoice__c'] }
    const { org, client } = await start({ channels })
    org.insert('Invoice__c', { Name: 'A' })
    org.events.select('Invoice__c', true)
    org.insert('Invoice__c', { Name: 'B' })
    expect(await namesOf(client.subscribe({ ...earliest, topicName: '/data/Money__chn' }), 2)).toEqual([
      'A',
      'B',
    ])
    const topicName = '/data/Invoice__ChangeEvent'
    expect(await namesOf(client.subscribe({ ...earliest, topicName }), 1)).toEqual(['B'])
  })

  it('make way when there are more than are kept', async () => {
    const { org, client } = await start({ bufferLimit: 3 })
    insert(org, 'A', 'B', 'C', 'D', 'E')
    expect(await namesOf(client.subscribe(earliest), 3)).toEqual(['C', 'D', 'E'])
  })

  it('that expire before a slow client asked for them end its stream, rather than being left out', async () => {
    const { org, client } = await start()
    const slow = client.subscribe({ topicName: ACCOUNTS, numRequested: 1 })
    await org.listening(ACCOUNTS)
    insert(org, 'A', 'B', 'C')
    await slow.events(1)
    const [, , third] = await client.subscribe(earliest).events(3)
    org.events.expireBefore(third!.replayId)
    slow.fetch({ numRequested: 10 })
    expect((await slow.failure()).metadata.get('error-code')).toEqual([CORRUPTED])
  })

  it('of an org that started anew come after all that it ever told', async () => {
    const before = await start()
    insert(before.org, 'A')
    const [old] = await before.client.subscribe(earliest).events(1)
    const { org, client } = await start({ now: () => Date.parse('2026-11-20T09:30:01Z') })
    insert(org, 'B')
    const [fresh] = await client.subscribe(earliest).events(1)
    expect(Buffer.compare(fresh!.replayId, old!.replayId)).toBe(1)
    expect((await client.subscribe(after(old!.replayId)).failure()).code).toBe(status.INVALID_ARGUMENT)
  })

  it('are neither lost nor doubled nor moved by clients that go away and come back with the last id', async () => {
    const { org, client } = await start({ keepAliveMs: 5 })
    const topics = ['/data/AccountChangeEvent', '/data/ContactChangeEvent', '/data/ChangeEvents'] as const
    let number = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            burst: fc.integer({ min: 0, max: 12 }),
            asked: fc.integer({ min: 1, max: 9 }),
            read: fc.integer({ min: 0, max: 9 }),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        fc.constantFrom(...topics),
        async (rounds, topicName) => {
          const told: string[] = []
          const write = (count: number) => {
            for (let at = 0; at < count; at++) {
              const name = `N${++number}`
              const isContact = number % 3 === 0
              if (isContact) org.insert('Contact', { LastName: name })
              else org.insert('Account', { Name: name })
              const isHeard =
                topicName.endsWith('/ChangeEvents') || topicName.includes('Contact') === isContact
              if (isHeard) told.push(name)
            }
          }
          const heard: string[] = []
          let replayId = await latest(client)
          for (const { burst, asked, read } of [...rounds, { burst: 0, asked: 100, read: Infinity }]) {
            const place = { topicName, replayPreset: 'CUSTOM', replayId } as const
            const subscription = client.subscribe({ ...place, numRequested: asked })
            write(burst)
            const count = Math.min(asked, read, told.length - heard.length)
            // Whatever else was under way to it is as good as never sent.
            const events = (await subscription.events(count)).slice(0, count)
            subscription.stream.cancel()
            heard.push(...events.map(({ body }) => nameIn(body)))
            replayId = events.at(-1)?.replayId ?? replayId
          }
          expect(heard).toEqual(told)
        },
      ),
      { numRuns: 25 },
    )
  })
})

/** Where the stream stands now, as a silent stream says. */
async function latest(client: Client): Promise<Buffer> {
  const subscription = client.subscribe({ topicName: ACCOUNTS, numRequested: 1 })
  await until(() => subscription.responses.length > 0)
  subscription.stream.cancel()
  return subscription.responses[0]!.latestReplayId
}

function nameIn({ Name }: Record<string, unknown>): string {
  return typeof Name === 'string' ? Name : (Name as { LastName: string }).LastName
}

describe('a replay id', () => {
  it('is ten bytes that grow with the position and lead back to it', () => {
    const position = fc.nat({ max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(position, position, (one, other) => {
        expect(encodeReplayId(one)).toHaveLength(10)
        expect(decodeReplayId(encodeReplayId(one))).toBe(one)
        expect(Buffer.compare(encodeReplayId(one), encodeReplayId(other))).toBe(Math.sign(one - other))
      }),
    )
  })
})
