import { randomUUID } from 'node:crypto'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import type { Faults } from '../faults/types.ts'
import type { FetchRequest, FetchResponse } from './proto.ts'
import { refused } from './problem.ts'
import type { ReplayLog } from './replay-log.ts'
import { failed, type RpcParts } from './rpc.ts'
import { createSubscription, startOf, type Subscription } from './subscription.ts'
import type { Topic } from './topics.ts'

export type SubscribeCall = ServerDuplexStream<FetchRequest, FetchResponse>

export interface StreamParts extends RpcParts {
  readonly log: ReplayLog
  readonly faults: Faults | undefined
  readonly keepAliveMs: number
  topicOf(name: string): Topic
}

/** The open Subscribe calls. */
export interface Streams {
  open(call: SubscribeCall): void
  /** There is something new on the bus. */
  wake(): void
  /** Ends them all as a server does that shuts down in peace. */
  end(): void
}

interface Stream {
  pump(): void
  end(): void
}

export function createStreams(parts: StreamParts): Streams {
  const streams = new Set<Stream>()
  let isWaking = false
  return {
    open(call) {
      const stream = openStream(call, parts, () => void streams.delete(stream))
      streams.add(stream)
    },
    wake() {
      if (isWaking) return
      isWaking = true
      // Events are published after their transaction, and a burst of them together.
      setImmediate(() => {
        isWaking = false
        for (const { pump } of [...streams]) pump()
      })
    },
    end() {
      for (const { end } of [...streams]) end()
    },
  }
}

function openStream(call: SubscribeCall, parts: StreamParts, onEnd: () => void): Stream {
  const activity = parts.activities.start(randomUUID(), 'Subscribe')
  const { rpcId } = activity
  let subscription: Subscription | undefined
  let alive: NodeJS.Timeout | undefined
  let isOver = false

  const over = () => {
    if (isOver) return false
    isOver = true
    clearTimeout(alive)
    activity.endedAt = parts.now()
    onEnd()
    return true
  }
  const end = () => {
    if (over()) call.end()
  }
  const attempt = (work: () => void) => {
    if (isOver) return
    try {
      work()
    } catch (thrown) {
      const status = failed(activity, thrown)
      if (over()) call.emit('error', status)
    }
  }
  const waitForSilence = () => {
    clearTimeout(alive)
    alive = setTimeout(() => attempt(keepAlive), parts.keepAliveMs)
  }
  const send = (response: FetchResponse) => {
    activity.delivered += response.events.length
    call.write(response)
    waitForSilence()
  }
  function keepAlive() {
    waitForSilence()
    parts.access(call.metadata)
    subscription?.keepAlive()
  }
  function fetch(request: FetchRequest) {
    activity.userId = parts.access(call.metadata).userId
    if (request.numRequested <= 0) throw refused.badCount()
    subscription ??= subscribe(request)
    if (request.topicName && request.topicName !== subscription.topic.name) throw refused.otherTopic()
    activity.requested += request.numRequested
    subscription.request(request.numRequested)
    subscription.pump()
  }
  function subscribe(request: FetchRequest) {
    const topic = parts.topicOf(request.topicName)
    const opened = createSubscription(topic, startOf(parts.log, request), { ...parts, rpcId, send })
    activity.subject = topic.name
    waitForSilence()
    return opened
  }

  call.on('data', (request: FetchRequest) => attempt(() => fetch(request)))
  call.on('end', end)
  call.on('cancelled', over)
  return { pump: () => attempt(() => subscription?.pump()), end }
}
