import { fileURLToPath } from 'node:url'
import type { ServiceDefinition } from '@grpc/grpc-js'
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader'
import { describe, expect, it } from 'vitest'

interface Descriptor {
  readonly name: string
  readonly field?: readonly { name: string; number: number; type: string; label: string; typeName: string }[]
  readonly value?: readonly { name: string; number: number }[]
}

const own = loadSync(fileURLToPath(new URL('../../../local-org/events/pubsub_api.proto', import.meta.url)))
const theirs = loadSync(
  fileURLToPath(new URL('../pubsub_api.proto', import.meta.resolve('salesforce-pubsub-api-client'))),
)
const descriptor = (definition: (typeof own)[string]) => {
  const { name, field, value } = (definition as MessageTypeDefinition<object, object>).type as Descriptor
  return {
    name,
    fields: field?.map((each) => [each.name, each.number, each.type, each.label, each.typeName]),
    values: value?.map((each) => [each.name, each.number]),
  }
}

describe('the protocol of the Pub/Sub API', () => {
  const names = Object.keys(theirs).filter((name) => name !== 'eventbus.v1.PubSub')

  it.each(names)('has %s on the wire as Salesforce has it', (name) => {
    expect(descriptor(own[name]!)).toEqual(descriptor(theirs[name]!))
  })

  it('has the same methods, streaming the same way', () => {
    const methods = (definition: (typeof own)[string]) =>
      Object.entries(definition as ServiceDefinition)
        .map(([name, { path, requestStream, responseStream }]) => ({
          name,
          path,
          requestStream,
          responseStream,
        }))
        .toSorted((one, other) => one.name.localeCompare(other.name))
    expect(methods(own['eventbus.v1.PubSub']!)).toEqual(methods(theirs['eventbus.v1.PubSub']!))
    expect(Object.keys(own).toSorted()).toEqual(Object.keys(theirs).toSorted())
  })
})
