import type { Reader, SObject, Value } from '../records/types.ts'
import { timeOf } from '../records/time.ts'
import { valueOf } from '../records/value.ts'
import type { FieldType } from '../schema/types.ts'
import type { Layout, Leaf } from './layout.ts'

/** A value as Avro takes it: days and times are milliseconds. */
export type EventValue = string | number | boolean | null

/** The values of a record, one for each leaf. */
export function eventValues(layout: Layout, record: SObject, reader: Reader): EventValue[] {
  return layout.leaves.map((leaf) => valueAt(leaf, record, reader))
}

function valueAt({ field, type }: Leaf, record: SObject, reader: Reader): EventValue {
  return field ? eventValue(type, valueOf(field, record, reader)) : null
}

/** The fields of an event for some of the leaves; a compound field has only those of its parts. */
export function eventBody(
  layout: Layout,
  values: readonly EventValue[],
  leaves: Iterable<number>,
): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const at of leaves) {
    const leaf = layout.leaves[at]
    const slot = leaf && layout.slots[leaf.position - 1]
    const value = values[at] ?? null
    if (!slot || value === null) continue
    const part = leaf.part === undefined ? undefined : slot.parts?.[leaf.part]
    if (part === undefined) body[slot.field.name] = value
    else Object.assign((body[slot.field.name] ??= {}), { [part]: value })
  }
  return body
}

function eventValue(type: FieldType, value: Value): EventValue {
  if (value === null || typeof value === 'object') return null
  if (type === 'boolean') return value === true
  if (type === 'int' || type === 'double' || type === 'currency' || type === 'percent') return Number(value)
  if (type === 'date') return wholeOrNull(Date.parse(`${value}T00:00:00Z`))
  if (type === 'datetime') return wholeOrNull(timeOf(value))
  if (type === 'time') return wholeOrNull(Date.parse(`1970-01-01T${String(value).slice(0, 12)}Z`))
  return String(value)
}

const wholeOrNull = (ms: number) => (Number.isNaN(ms) ? null : ms)
