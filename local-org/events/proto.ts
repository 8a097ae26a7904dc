import { fileURLToPath } from 'node:url'
import type { ServiceDefinition } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

export interface FetchRequest {
  readonly topicName: string
  readonly replayPreset: 'LATEST' | 'EARLIEST' | 'CUSTOM'
  readonly replayId: Buffer
  readonly numRequested: number
}

export interface FetchResponse {
  readonly events: readonly { event: ProducerEvent; replayId: Buffer }[]
  readonly latestReplayId: Buffer
  readonly rpcId: string
  readonly pendingNumRequested: number
}

export interface ProducerEvent {
  readonly id: string
  readonly schemaId: string
  readonly payload: Buffer
}

export interface TopicInfo {
  readonly topicName: string
  readonly tenantGuid: string
  readonly canPublish: boolean
  readonly canSubscribe: boolean
  readonly schemaId: string
  readonly rpcId: string
}

export interface SchemaInfo {
  readonly schemaJson: string
  readonly schemaId: string
  readonly rpcId: string
}

/** The service `eventbus.v1.PubSub`, for a server or a client of it. */
export const PUB_SUB = loadSync(fileURLToPath(new URL('pubsub_api.proto', import.meta.url)), {
  defaults: true,
  enums: String,
  longs: Number,
})['eventbus.v1.PubSub'] as ServiceDefinition
