import type { OrgObject, Schema } from '../schema/schema.ts'
import { eventName } from './avro-schema.ts'
import type { BusEvent } from './replay-log.ts'

export interface Topic {
  readonly name: string
  /** The only object that it speaks of, if there is only one. */
  readonly object?: OrgObject
  hears(event: BusEvent): boolean
}

/** Custom channels by name, with the objects that each one carries: `{ Customers__chn: ['Account', 'Contact'] }`. */
export type Channels = Readonly<Record<string, readonly string[]>>

export interface Topics {
  find(name: string): Topic | undefined
  /** Whether the standard channels carry the object's changes. */
  isSelected(object: string): boolean
  /** Whether any channel does. */
  isCarried(object: string): boolean
}

const ALL = '/data/ChangeEvents'

export function createTopics(schema: Schema, selected: ReadonlySet<string>, channels: Channels): Topics {
  const inChannels = new Set(Object.values(channels).flat())
  const isSelected = (object: string) => selected.has(object)
  return {
    isSelected,
    isCarried: (object) => isSelected(object) || inChannels.has(object),
    find(name) {
      if (name === ALL) return { name, hears: ({ standard }) => standard }
      const channel = Object.entries(channels).find(([own]) => name === `/data/${own}`)
      if (channel) return { name, hears: ({ object }) => channel[1].includes(object) }
      const object = schema.objects().find(({ name: own }) => isSelected(own) && name === topicOf(own))
      return object && { name, object, hears: (event) => event.standard && event.object === object.name }
    },
  }
}

const topicOf = (object: string) => `/data/${eventName(object)}`
