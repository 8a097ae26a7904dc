import { createServer } from 'node:net'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { Faults } from '../faults/types.ts'
import type { Session } from '../identity/session.ts'
import type { Store } from '../records/types.ts'
import { SchemaProblem, type Schema } from '../schema/schema.ts'
import { createCertificate, type Certificate } from '../tls/certificate.ts'
import { createAccess } from './access.ts'
import { createActivities, type Activity } from './activity.ts'
import { PUB_SUB } from './proto.ts'
import { createPublisher, type Publisher } from './publisher.ts'
import { decodeReplayId } from './replay-id.ts'
import { createReplayLog } from './replay-log.ts'
import { createSchemas } from './schemas.ts'
import { createService } from './service.ts'
import { createStreams } from './streams.ts'
import { createTopics, type Channels } from './topics.ts'

export type { Activity } from './activity.ts'
export type { GapType } from './publisher.ts'

export interface EventsOptions {
  readonly schema: Schema
  readonly store: Store
  readonly orgId: string
  readonly faults?: Faults
  /** The objects whose changes are told; can be changed with `select`. */
  readonly selected?: readonly string[]
  /** Custom channels: `{ Customers__chn: ['Account', 'Contact'] }` is the topic /data/Customers__chn. */
  readonly channels?: Channels
  /** How long events are kept: 72 hours. */
  readonly retentionMs?: number
  /** How many events are kept at most. */
  readonly bufferLimit?: number
  /** How many changes of one transaction are told before only an overflow is. */
  readonly changeLimit?: number
  /** After how long a silence the stream says that it is alive; Salesforce says within 270 seconds. */
  readonly keepAliveMs?: number
  /** The server's certificate; a new one when left out, none and no encryption for false. */
  readonly tls?: Certificate | false
  /** Throws a SalesforceProblem when the token is no good. */
  authenticate(accessToken: string): Session
  now(): number
}

/** The org's event bus, and the Pub/Sub API to it. */
export interface Events extends Pick<Publisher, 'gap' | 'overflow'> {
  /** What clients must trust, as PEM; undefined without encryption. */
  readonly certificate: string | undefined
  /** The calls so far, the oldest first. */
  readonly log: readonly Activity[]
  listen(port?: number, host?: string): Promise<{ host: string; port: number; address: string }>
  /** Turns change data capture for an object on or off. */
  select(object: string, on: boolean): void
  /** Forgets the events before this one, as if their time had come. */
  expireBefore(replayId: Buffer | number): void
  close(): Promise<void>
}

const SELECTED = ['Account', 'Contact', 'Case', 'Opportunity', 'User']
const HOUR_MS = 3_600_000
const GRACE_MS = 1_000

export function createEvents(options: EventsOptions): Events {
  const { schema, store, orgId, now } = options
  const nameOf = (name: string) => {
    const object = schema.object(name)
    if (!object) throw new SchemaProblem(`There is no object ${name}.`)
    return object.name
  }
  const known = (names: readonly string[]) => names.filter((name) => schema.object(name))
  const selected = new Set((options.selected ?? known(SELECTED)).map(nameOf))
  const topics = createTopics(schema, selected, options.channels ?? {})
  const schemas = createSchemas()
  const log = createReplayLog({
    now,
    retentionMs: options.retentionMs ?? 72 * HOUR_MS,
    limit: options.bufferLimit ?? 200_000,
  })
  const activities = createActivities(now)
  const access = createAccess(orgId, (token) => options.authenticate(token))
  const service = createService({ access, activities, now, schemas, topics, orgId })
  const streams = createStreams({
    ...{ access, activities, now, log, faults: options.faults, topicOf: service.topicOf },
    keepAliveMs: options.keepAliveMs ?? 240_000,
  })
  const publisher = createPublisher({
    ...{ schema, store, schemas, topics, now, changeLimit: options.changeLimit ?? 100_000 },
    append(event) {
      log.append(event)
      streams.wake()
    },
  })
  const stopListening = store.onCommit((commit) => publisher.publish(commit))
  const server = new Server()
  server.addService(PUB_SUB, { ...service.handlers, Subscribe: streams.open })
  const tls = options.tls === false ? undefined : (options.tls ?? createCertificate())

  return {
    ...{ gap: publisher.gap, overflow: publisher.overflow },
    certificate: tls?.certificate,
    log: activities.list,
    async listen(port = 0, host = '127.0.0.1') {
      await refuseTaken(port, host)
      const at = (bound: number) => (host.includes(':') ? `[${host}]:${bound}` : `${host}:${bound}`)
      const bound = await bind(server, at(port), credentials(tls))
      return { host, port: bound, address: at(bound) }
    },
    select(object, on) {
      if (on) selected.add(nameOf(object))
      else selected.delete(nameOf(object))
    },
    expireBefore(replayId) {
      const position = typeof replayId === 'number' ? replayId : decodeReplayId(replayId)
      if (position !== undefined) log.expireBefore(position)
    },
    close() {
      stopListening()
      streams.end()
      return shutDown(server)
    },
  }
}

function credentials(tls: Certificate | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure()
  const pair = { cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.key) }
  return ServerCredentials.createSsl(null, [pair])
}

/** gRPC's own words for a port that cannot be had are for its makers, and it writes them to the console besides. */
function refuseTaken(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

function bind(server: Server, address: string, as: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, as, (problem, port) => (problem ? reject(problem) : resolve(port)))
  })
}

/** Lets what was said arrive; a client that holds on to its connection is not waited for. */
function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => server.forceShutdown(), GRACE_MS)
    server.tryShutdown(() => {
      clearTimeout(patience)
      resolve()
    })
  })
}
