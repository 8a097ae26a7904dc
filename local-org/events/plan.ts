import type { Change, Commit, Reader } from '../records/types.ts'
import type { EventSchema, EventType } from './avro-schema.ts'
import { eventValues, type EventValue } from './values.ts'

/** An event that a commit gives rise to. */
export interface PlannedEvent {
  readonly object: string
  readonly type: EventType
  readonly recordIds: readonly string[]
  /** Of the changes of its commit, those of objects that nobody listens to included. */
  readonly sequenceNumber: number
  /** Which leaves of the event's layout changed, for an update. */
  readonly changed: readonly number[]
  /** One value for each leaf; none when the event tells none. */
  readonly values: readonly EventValue[]
}

export interface Planner {
  readonly reader: Reader
  /** Beyond this many changes in one transaction, Salesforce only says which objects have more. */
  readonly changeLimit: number
  schemaOf(object: string): EventSchema | undefined
}

/** The id in an event that speaks of no record in particular. */
export const NO_RECORD = '000000000000000AAA'

type Effect = Omit<PlannedEvent, 'recordIds' | 'sequenceNumber'> & { readonly id: string }

export function planEvents({ changes }: Pick<Commit, 'changes'>, planner: Planner): PlannedEvent[] {
  const merged = new Map<string, { effect: Effect; ids: string[] }>()
  const overflown = new Set<string>()
  let count = 0
  for (const change of changes) {
    const effect = effectOf(change, planner)
    if (!effect) continue
    count += Math.max(1, effect.changed.length)
    if (count > planner.changeLimit) overflown.add(effect.object)
    else add(effect)
  }
  const planned = [...merged.values()].map(({ effect: { id: _, ...event }, ids }) => ({
    ...event,
    recordIds: ids,
  }))
  const overflows = [...overflown].map((object) => ({
    ...({ object, type: 'GAP_OVERFLOW', changed: [], values: [] } as const),
    recordIds: [NO_RECORD],
  }))
  return [...planned, ...overflows].map((event, at) => ({ ...event, sequenceNumber: at + 1 }))

  /** The same change to several records of an object is told once. */
  function add(effect: Effect) {
    const { object, type, changed, values } = effect
    const told = type === 'UPDATE' ? changed.map((leaf) => [leaf, values[leaf]]) : values
    const key = JSON.stringify([object, type, told])
    const same = merged.get(key)
    if (same) same.ids.push(effect.id)
    else merged.set(key, { effect, ids: [effect.id] })
  }
}

function effectOf(change: Change, { reader, schemaOf }: Planner): Effect | undefined {
  const { object, id, type, before, after } = change
  const schema = schemaOf(object)
  if (!schema) return undefined
  const valuesOf = (record: Change['after']) => (record ? eventValues(schema.layout, record, reader) : [])
  const effect = { object, id, type, changed: [], values: [] }
  if (type === 'DELETE') return effect
  const values = valuesOf(after)
  if (type !== 'UPDATE') return { ...effect, values }
  const old = valuesOf(before)
  const changed = [...values.keys()].filter((leaf) => values[leaf] !== old[leaf])
  return changed.length > 0 ? { ...effect, values, changed } : undefined
}
