import type { Faults } from '../faults/types.ts'
import type { FetchRequest, FetchResponse } from './proto.ts'
import { refused } from './problem.ts'
import { decodeReplayId, encodeReplayId } from './replay-id.ts'
import type { BusEvent, ReplayLog } from './replay-log.ts'
import type { Topic } from './topics.ts'

/** One client's reading of a topic: never further than it asked for. */
export interface Subscription {
  readonly topic: Topic
  /** Room for more events. */
  request(count: number): void
  /** Sends what there is and was asked for. Throws when what should come next is kept no longer. */
  pump(): void
  /** Says that the stream lives, if events were asked for and none came. */
  keepAlive(): void
}

export interface SubscriptionParts {
  readonly log: ReplayLog
  readonly rpcId: string
  readonly faults: Faults | undefined
  send(response: FetchResponse): void
}

/** However often a client asks, no more events than this are under way to it. */
const MAX_PENDING = 100
/** Clients accept messages of 4 MB. */
const MAX_RESPONSE_BYTES = 3_000_000

/** Where a client's first request lets it start. */
export function startOf(log: ReplayLog, { replayPreset, replayId }: FetchRequest): number {
  if (replayPreset === 'LATEST') return log.latest
  if (replayPreset === 'EARLIEST') return log.start
  if (replayId.length === 0) throw refused.noReplayId()
  const position = decodeReplayId(replayId)
  if (position === undefined || !log.has(position)) throw refused.badReplayId()
  return position
}

export function createSubscription(topic: Topic, start: number, parts: SubscriptionParts): Subscription {
  const { log, rpcId, faults } = parts
  let position = start
  let pending = 0
  let isStalled = false

  const send = (events: FetchResponse['events']) => {
    isStalled ||= faults?.take('stream-stall', { path: topic.name }) !== undefined
    if (isStalled) return
    const latestReplayId = encodeReplayId(position)
    parts.send({ events, latestReplayId, rpcId, pendingNumRequested: pending })
  }
  /** Moves on to the next event of the topic that there is room for. */
  function next(room: number): BusEvent | undefined {
    for (const { latest } = log; position < latest; position++) {
      const entry = log.at(position + 1)
      if (!entry) throw refused.badReplayId()
      if (!entry.event || !topic.hears(entry.event)) continue
      if (entry.event.payload.length > room) return undefined
      position++
      return entry.event
    }
    return undefined
  }
  function nextBatch(): FetchResponse['events'] {
    const events: FetchResponse['events'][number][] = []
    let room = MAX_RESPONSE_BYTES
    while (events.length < pending) {
      const found = next(room)
      if (!found) break
      const { id, schemaId, payload } = found
      room -= payload.length
      events.push({ event: { id, schemaId, payload }, replayId: encodeReplayId(position) })
    }
    return events
  }
  function pump() {
    for (let events = nextBatch(); events.length > 0; events = nextBatch()) {
      pending -= events.length
      send(events)
    }
  }
  return {
    topic,
    request(count) {
      pending = Math.min(MAX_PENDING, pending + count)
    },
    pump,
    keepAlive() {
      if (pending === 0) return
      log.advance()
      pump()
      send([])
    },
  }
}
