import { makeLaterId, normalizeId } from '../salesforce-id.ts'
import type { Field } from '../schema/types.ts'
import type { BaseTable } from './base.ts'
import { readBaseStamps, type BaseStamps } from './base-stamps.ts'
import { createFieldIndex, type FieldIndex } from './field-index.ts'
import { createOverlay, overlaid } from './overlay.ts'
import { stampOf } from './time.ts'
import type { Reader, Scope, SObject } from './types.ts'

/** One object's records: the generated ones, never held, and over them what was written since. */
export interface ObjectRecords {
  get(id: string): SObject | undefined
  all(scope: Scope): IterableIterator<SObject>
  count(scope: Scope): number
  since(time: number, scope: Scope): IterableIterator<SObject>
  /** The records whose field holds this, in the order of their ids. */
  holding(field: Field, value: string, scope: Scope): SObject[]
  /** Puts a record in its place, or erases it with null; the answer takes that back. */
  set(id: string, record: SObject | null): () => void
  /** An id that no record has or had. */
  newId(): string
}

interface Parts {
  keyPrefix: string
  base: BaseTable | undefined
  reader: Reader
}

export function createObjectRecords({ keyPrefix, base, reader }: Parts): ObjectRecords {
  const overlay = createOverlay()
  const indexes = new Map<Field, FieldIndex>()
  const written = { live: 0, deleted: 0 }
  let created = 0
  let read: BaseStamps | undefined
  const stamps = () => (read ??= readBaseStamps(base, keyPrefix))
  const get = (id: string) => {
    const over = overlay.get(id)
    return over === undefined ? base?.byId(id) : (over ?? undefined)
  }
  const tally = (record: SObject | undefined, by: 1 | -1) => {
    if (record) written[record['IsDeleted'] === true ? 'deleted' : 'live'] += by
  }
  const put = (id: string, record: SObject | null | undefined) => {
    const over = overlay.get(id)
    tally(get(id), -1)
    overlay.set(id, record)
    tally(get(id), 1)
    for (const index of indexes.values()) index.changed(over ?? undefined, record ?? undefined)
    return over
  }
  const indexOf = (field: Field) => {
    const found = indexes.get(field) ?? createFieldIndex({ field, base, overlay, reader })
    indexes.set(field, found)
    return found
  }
  function* seen(records: Iterable<SObject>, { deleted = false }: Scope) {
    for (const record of records) if (deleted || record['IsDeleted'] !== true) yield record
  }
  function* stampedIn(time: number) {
    for (const id of stamps().since(time)) {
      const record = base?.byId(id)
      if (record) yield record
    }
  }
  return {
    get: (id) => {
      const full = normalizeId(id)
      return full === undefined ? undefined : get(full)
    },
    all: (scope) => seen(overlaid(base?.all() ?? [], overlay), scope),
    count({ deleted }) {
      const live = (base?.live ?? stamps().live) + written.live
      return deleted ? live + stamps().deleted + written.deleted : live
    },
    *since(time, scope) {
      const from = stampOf(time)
      for (const record of seen(overlaid(stampedIn(time), overlay), scope)) {
        const stamp = record['SystemModstamp']
        if (typeof stamp === 'string' && stamp >= from) yield record
      }
    },
    holding(field, value, scope) {
      const found = indexOf(field).find(value)
      return [
        ...seen(
          found.flatMap((id) => get(id) ?? []),
          scope,
        ),
      ]
    },
    set(id, record) {
      const over = put(id, record)
      return () => void put(id, over)
    },
    newId() {
      let id = makeLaterId(keyPrefix, created++)
      while (overlay.get(id) !== undefined) id = makeLaterId(keyPrefix, created++)
      return id
    },
  }
}
