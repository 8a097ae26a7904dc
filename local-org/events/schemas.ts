import type { OrgObject } from '../schema/schema.ts'
import { eventSchema, type EventSchema } from './avro-schema.ts'

/** The event schemas of the org: those of today by object, and all there ever were by id. */
export interface EventSchemas {
  of(object: OrgObject): EventSchema
  byId(id: string): EventSchema | undefined
}

export function createSchemas(): EventSchemas {
  // An object that an admin changes is another OrgObject from then on.
  const current = new WeakMap<OrgObject, EventSchema>()
  const known = new Map<string, EventSchema>()
  return {
    of(object) {
      let schema = current.get(object)
      if (!schema) {
        const made = eventSchema(object)
        schema = known.get(made.id) ?? made
        current.set(object, schema)
        known.set(schema.id, schema)
      }
      return schema
    },
    byId: (id) => known.get(id),
  }
}
