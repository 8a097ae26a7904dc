import type { UntypedServiceImplementation } from '@grpc/grpc-js'
import { refused } from './problem.ts'
import type { SchemaInfo, TopicInfo } from './proto.ts'
import { answering, type RpcParts } from './rpc.ts'
import type { EventSchemas } from './schemas.ts'
import type { Topic, Topics } from './topics.ts'

export interface ServiceParts extends RpcParts {
  readonly orgId: string
  readonly schemas: EventSchemas
  readonly topics: Topics
}

/** What can be asked about topics and schemas. */
export interface Service {
  readonly handlers: UntypedServiceImplementation
  /** Throws when there is no such topic. */
  topicOf(name: string): Topic
}

export function createService(parts: ServiceParts): Service {
  const { schemas, topics } = parts
  const tenantGuid = `CORE/prod/${parts.orgId}`
  function topicOf(name: string): Topic {
    if (name === '') throw refused.noTopicName()
    const topic = topics.find(name)
    if (!topic) throw refused.unknownTopic(tenantGuid, name)
    return topic
  }
  const getTopic = answering(parts, 'GetTopic', (request: { topicName: string }, rpcId): TopicInfo => {
    const { name, object } = topicOf(request.topicName)
    const schemaId = object ? schemas.of(object).id : ''
    return { topicName: name, tenantGuid, canPublish: false, canSubscribe: true, schemaId, rpcId }
  })
  const getSchema = answering(parts, 'GetSchema', (request: { schemaId: string }, rpcId): SchemaInfo => {
    if (request.schemaId === '') throw refused.noSchemaId()
    const schema = schemas.byId(request.schemaId)
    if (!schema) throw refused.unknownSchema(tenantGuid, request.schemaId)
    return { schemaJson: schema.json, schemaId: schema.id, rpcId }
  })
  return { topicOf, handlers: { GetTopic: getTopic, GetSchema: getSchema } }
}
