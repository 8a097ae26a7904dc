import { isLaterId } from '../salesforce-id.ts'
import type { Field } from '../schema/types.ts'
import type { BaseTable } from './base.ts'
import type { Overlay } from './overlay.ts'
import type { Reader, SObject, Value } from './types.ts'
import { valueOf } from './value.ts'

/** Finds an object's records by what one field holds. */
export interface FieldIndex {
  /** The ids in ascending order. */
  find(value: string): string[]
  /** A record of the overlay changed. */
  changed(before: SObject | undefined, after: SObject | undefined): void
}

interface Parts {
  field: Field
  base: BaseTable | undefined
  overlay: Overlay
  reader: Reader
}

export function createFieldIndex({ field, base, overlay, reader }: Parts): FieldIndex {
  const keyIn = (record: SObject) => keyOf(field, valueOf(field, record, reader))
  const generated = generatedIds(field, base, keyIn)
  const written = new Map<string, Set<string>>()
  const changed: FieldIndex['changed'] = (before, after) => {
    const [from, to] = [before && keyIn(before), after && keyIn(after)]
    if (before && from !== undefined) written.get(from)?.delete(before.Id)
    if (after && to !== undefined) bucket(written, to).add(after.Id)
  }
  for (const id of overlay.ids()) changed(undefined, overlay.get(id) ?? undefined)
  return {
    changed,
    find(value) {
      const key = keyOf(field, value)
      if (key === undefined) return []
      const untouched = generated(key).filter((id) => overlay.get(id) === undefined)
      return [...untouched, ...(written.get(key) ?? [])].sort()
    },
  }
}

/** The generated part never changes and knows of nothing that came later: asked of the base where that is quick, read once where it is not. */
function generatedIds(
  field: Field,
  base: BaseTable | undefined,
  keyIn: (record: SObject) => string | undefined,
): (key: string) => readonly string[] {
  if (!base || !mayHold(base, field)) return () => []
  const name = field.key ?? field.name
  let read: Map<string, string[]> | undefined
  return (key) => {
    if (field.type === 'reference' && isLaterId(key)) return []
    const quick = base.of?.(name, key)
    if (quick) return quick.map(({ Id }) => Id)
    read ??= readIds(base, keyIn)
    return read.get(key) ?? []
  }
}

function readIds(base: BaseTable, keyIn: (record: SObject) => string | undefined): Map<string, string[]> {
  const ids = new Map<string, string[]>()
  for (const record of base.all()) {
    const key = keyIn(record)
    if (key === undefined) continue
    const found = ids.get(key)
    if (found) found.push(record.Id)
    else ids.set(key, [record.Id])
  }
  return ids
}

/** Spares reading every record for a field that none of them was made with. */
function mayHold(base: BaseTable, field: Field): boolean {
  if (field.initial) return true
  const first = base.all().next()
  return !first.done && (field.key ?? field.name) in first.value
}

function keyOf(field: Field, value: Value): string | undefined {
  if (value === null || typeof value === 'object') return undefined
  const text = String(value)
  const isExact = field.type === 'reference' || field.type === 'id' || field.caseSensitive
  return isExact ? text : text.toLowerCase()
}

function bucket(buckets: Map<string, Set<string>>, key: string): Set<string> {
  const found = buckets.get(key)
  if (found) return found
  const made = new Set<string>()
  buckets.set(key, made)
  return made
}
