import { makeClientConstructor, Metadata, credentials } from '@grpc/grpc-js'
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js'
import avro, { type Type } from 'avsc'
import { PUB_SUB } from '../../../local-org/events/proto.ts'
import type { FetchRequest, FetchResponse, SchemaInfo, TopicInfo } from '../../../local-org/events/proto.ts'
import { ORG_ID, TOKEN, until } from './org.ts'

const PubSub = makeClientConstructor(PUB_SUB, 'PubSub')

export interface Received {
  readonly id: string
  readonly replayId: Buffer
  readonly schemaId: string
  readonly header: Header
  readonly body: Record<string, unknown>
  /** Names of the changed fields, `BillingAddress.City` for a part of one. */
  readonly changed: readonly string[]
  readonly nulled: readonly string[]
}
export interface Header {
  readonly entityName: string
  readonly recordIds: readonly string[]
  readonly changeType: string
  readonly changeOrigin: string
  readonly transactionKey: string
  readonly sequenceNumber: number
  readonly commitTimestamp: number
  readonly commitNumber: number
  readonly commitUser: string
  readonly nulledFields: readonly string[]
  readonly diffFields: readonly string[]
  readonly changedFields: readonly string[]
}

export const authentication = { accesstoken: TOKEN, instanceurl: 'https://org.example.com', tenantid: ORG_ID }

export function connect(address: string, certificate: string | undefined) {
  const as = certificate ? credentials.createSsl(Buffer.from(certificate)) : credentials.createInsecure()
  const client = new PubSub(address, as)
  const types = new Map<string, Type>()
  const headers = (values: Record<string, string>) => {
    const metadata = new Metadata()
    for (const [name, value] of Object.entries(values)) metadata.set(name, value)
    return metadata
  }
  function ask<Answer>(method: string, request: object, as: Record<string, string> = authentication) {
    return new Promise<Answer>((resolve, reject) => {
      const call = client[method] as (...args: unknown[]) => void
      call.call(client, request, headers(as), (problem: ServiceError | null, answer: Answer) =>
        problem ? reject(problem) : resolve(answer),
      )
    })
  }
  const getTopic = (topicName: string, as?: Record<string, string>) =>
    ask<TopicInfo>('GetTopic', { topicName }, as)
  const getSchema = (schemaId: string) => ask<SchemaInfo>('GetSchema', { schemaId })
  async function typeOf(schemaId: string): Promise<Type> {
    const known = types.get(schemaId)
    if (known) return known
    const type = avro.parse((await getSchema(schemaId)).schemaJson) as Type
    types.set(schemaId, type)
    return type
  }
  function subscribe(first: Partial<FetchRequest>, as: Record<string, string> = authentication) {
    const open = client['Subscribe'] as (
      metadata: Metadata,
    ) => ClientDuplexStream<Partial<FetchRequest>, FetchResponse>
    const stream = open.call(client, headers(as))
    const responses: FetchResponse[] = []
    const outcome: { problem?: ServiceError; ended?: boolean } = {}
    stream.on('data', (response: FetchResponse) => responses.push(response))
    stream.on('error', (problem: ServiceError) => (outcome.problem = problem))
    stream.on('end', () => (outcome.ended = true))
    stream.write(first)
    const raw = () => responses.flatMap(({ events }) => events)
    return {
      ...{ stream, responses, outcome, raw },
      fetch: (request: Partial<FetchRequest>) => stream.write(request),
      async events(count: number): Promise<Received[]> {
        await until(() => raw().length >= count || outcome.problem !== undefined)
        if (outcome.problem) throw outcome.problem
        return Promise.all(raw().map((each) => decode(each, typeOf)))
      },
      async failure(): Promise<ServiceError> {
        await until(() => outcome.problem !== undefined)
        return outcome.problem!
      },
      async end() {
        stream.end()
        await until(() => outcome.ended === true || outcome.problem !== undefined)
      },
    }
  }
  return { client, ask, getTopic, getSchema, typeOf, subscribe, close: () => client.close() }
}
export type Client = ReturnType<typeof connect>

async function decode(
  { event, replayId }: FetchResponse['events'][number],
  typeOf: (schemaId: string) => Promise<Type>,
): Promise<Received> {
  const type = await typeOf(event.schemaId)
  const { ChangeEventHeader: header, ...body } = type.fromBuffer(event.payload) as {
    ChangeEventHeader: Header
  } & Record<string, unknown>
  const names = (bitmaps: readonly string[]) => fieldNames(type, bitmaps)
  return {
    ...{ id: event.id, schemaId: event.schemaId, replayId, header, body },
    changed: names(header.changedFields),
    nulled: names(header.nulledFields),
  }
}

interface AvroField {
  readonly name: string
  readonly type: AvroUnion
}
type AvroUnion = readonly (string | { type: string; name: string; fields: readonly AvroField[] })[]

/** Reads bitmaps as Salesforce documents them: one of the plain fields, then `{place}-{bitmap}` of each compound field. */
export function fieldNames(type: Type, bitmaps: readonly string[]): string[] {
  const { fields } = type.schema({ noDeref: false }) as unknown as { fields: AvroField[] }
  const records = new Map<string, readonly AvroField[]>()
  for (const { type: union } of fields) {
    if (!Array.isArray(union)) continue
    for (const branch of union as AvroUnion)
      if (typeof branch === 'object') records.set(branch.name, branch.fields)
  }
  const partsOf = (field: AvroField) => {
    const branch = field.type.at(-1)!
    return records.get(typeof branch === 'string' ? branch : branch.name)!
  }
  return bitmaps.flatMap((bitmap) => {
    const [place, nested] = bitmap.split('-')
    if (nested === undefined) return places(bitmap).map((at) => fields[at]!.name)
    const parent = fields[Number(place)]!
    return places(nested).map((at) => `${parent.name}.${partsOf(parent)[at]!.name}`)
  })
}

function places(bitmap: string): number[] {
  const set: number[] = []
  for (let bits = BigInt(bitmap), at = 0; bits > 0n; bits >>= 1n, at++) if (bits & 1n) set.push(at)
  return set
}
