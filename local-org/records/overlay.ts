import type { SObject } from './types.ts'

/** What was written since the records were generated; null stands for one that was erased. */
export interface Overlay {
  get(id: string): SObject | null | undefined
  /** Undefined forgets whatever was written. */
  set(id: string, record: SObject | null | undefined): void
  /** In ascending order. Grows at its end while it is read, and never changes otherwise. */
  ids(): readonly string[]
}

export function createOverlay(): Overlay {
  const records = new Map<string, SObject | null>()
  let sorted: string[] = []
  let isSorted = true
  const isNext = (id: string) => isSorted && (sorted.length === 0 || (sorted.at(-1) as string) < id)
  return {
    get: (id) => records.get(id),
    set(id, record) {
      if (record === undefined) {
        isSorted = !records.delete(id) && isSorted
        return
      }
      if (!records.has(id)) {
        if (isNext(id)) sorted.push(id)
        else isSorted = false
      }
      records.set(id, record)
    },
    ids() {
      if (!isSorted) [sorted, isSorted] = [[...records.keys()].sort(), true]
      return sorted
    },
  }
}

/** Generated records in the order of their ids, with what was written since laid over them and in between. */
export function* overlaid(base: Iterable<SObject>, overlay: Overlay): Generator<SObject> {
  const ids = overlay.ids()
  let next = 0
  for (const record of base) {
    for (let id = ids[next]; id !== undefined && id < record.Id; id = ids[++next]) {
      const written = overlay.get(id)
      if (written) yield written
    }
    if (ids[next] === record.Id) {
      next++
      const written = overlay.get(record.Id)
      if (written !== null) yield written ?? record
    } else yield record
  }
  for (let id = ids[next]; id !== undefined; id = ids[++next]) {
    const written = overlay.get(id)
    if (written) yield written
  }
}
