import { randomUUID } from 'node:crypto'
import type { Commit, Store } from '../records/types.ts'
import type { OrgObject, Schema } from '../schema/schema.ts'
import { SchemaProblem } from '../schema/schema.ts'
import type { EventSchema, EventType } from './avro-schema.ts'
import { fieldBitmaps } from './bitmap.ts'
import { NO_RECORD, planEvents, type PlannedEvent } from './plan.ts'
import type { BusEvent } from './replay-log.ts'
import type { EventSchemas } from './schemas.ts'
import type { Topics } from './topics.ts'
import { eventBody } from './values.ts'

/** Turns what is committed into events on the bus. */
export interface Publisher {
  publish(commit: Commit): void
  /** Says that records changed, but not how. */
  gap(object: string, ids: readonly string[], type?: GapType): void
  /** Says that more of an object changed than can be told. */
  overflow(object: string): void
}

export type GapType = 'GAP_CREATE' | 'GAP_UPDATE' | 'GAP_DELETE' | 'GAP_UNDELETE'

export interface PublisherParts {
  readonly schema: Schema
  readonly store: Store
  readonly schemas: EventSchemas
  readonly topics: Topics
  readonly changeLimit: number
  now(): number
  append(event: BusEvent): void
}

type Occasion = Omit<Commit, 'changes'>

/** A bigger event is told as a gap. */
const MAX_EVENT_BYTES = 1_000_000

export function createPublisher(parts: PublisherParts): Publisher {
  const { schema, store, schemas, topics } = parts
  let commitNumber = 0
  const schemaOf = (name: string) => {
    const object = schema.object(name)
    return object && schemas.of(object)
  }
  const planner = { reader: store, changeLimit: parts.changeLimit, schemaOf }

  function append(event: PlannedEvent, occasion: Occasion) {
    const { object } = event
    const eventSchema = schemaOf(object)
    if (!eventSchema || !topics.isCarried(object)) return
    const standard = topics.isSelected(object)
    const payload = encode(event, occasion, eventSchema)
    parts.append({ id: randomUUID(), object, standard, schemaId: eventSchema.id, payload })
  }
  function appendAlone(name: string, type: EventType, recordIds: readonly string[], userId: string) {
    const { name: object } = mustFind(schema, name)
    const occasion = {
      transactionKey: randomUUID(),
      number: commitNumber,
      at: parts.now(),
      userId,
      origin: '',
    }
    append({ object, type, recordIds, sequenceNumber: 1, changed: [], values: [] }, occasion)
  }
  return {
    publish(commit) {
      commitNumber = commit.number
      if (!commit.changes.some(({ object }) => topics.isCarried(object))) return
      for (const event of planEvents(commit, planner)) append(event, commit)
    },
    gap(object, ids, type = 'GAP_UPDATE') {
      const user = ids[0] && store.read(object, ids[0])?.LastModifiedById
      appendAlone(object, type, ids, typeof user === 'string' ? user : NO_RECORD)
    },
    overflow: (object) => appendAlone(object, 'GAP_OVERFLOW', [NO_RECORD], NO_RECORD),
  }
}

function mustFind(schema: Schema, name: string): OrgObject {
  const object = schema.object(name)
  if (!object) throw new SchemaProblem(`There is no object ${name}.`)
  return object
}

function encode(event: PlannedEvent, occasion: Occasion, schema: EventSchema): Buffer {
  const { changed, values } = event
  const { layout } = schema
  const header = {
    entityName: event.object,
    recordIds: event.recordIds,
    changeOrigin: occasion.origin,
    transactionKey: occasion.transactionKey,
    sequenceNumber: event.sequenceNumber,
    commitTimestamp: occasion.at,
    commitNumber: occasion.number,
    commitUser: occasion.userId,
    diffFields: [],
  }
  const told = event.type === 'UPDATE' ? changed : values.keys()
  const nulled = changed.filter((leaf) => values[leaf] === null)
  const payload = schema.type.toBuffer({
    ChangeEventHeader: {
      ...header,
      changeType: event.type,
      nulledFields: fieldBitmaps(layout, nulled),
      changedFields: fieldBitmaps(layout, changed),
    },
    ...eventBody(layout, values, told),
  })
  if (payload.length <= MAX_EVENT_BYTES) return payload
  const gap = { ...header, changeType: `GAP_${event.type}`, nulledFields: [], changedFields: [] }
  return schema.type.toBuffer({ ChangeEventHeader: gap })
}
