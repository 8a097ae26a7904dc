import { makeId, ordinalOf } from '../salesforce-id.ts'
import type { BaseTable, TellBaseStamp } from './base.ts'
import { timeOf } from './time.ts'

/** When each generated record was stamped: read once, then kept in twelve bytes a record. */
export interface BaseStamps {
  readonly live: number
  readonly deleted: number
  /** The ids of the records stamped at or after this time, in their order. */
  since(time: number): IterableIterator<string>
}

const FIRST_ROOM = 1024

export function readBaseStamps(base: BaseTable | undefined, keyPrefix: string): BaseStamps {
  let times = new Float64Array(FIRST_ROOM)
  let ordinals = new Uint32Array(FIRST_ROOM)
  const foreignIds = new Map<number, string>()
  let size = 0
  let deleted = 0
  const add: TellBaseStamp = (ordinal, time, isDeleted) => {
    if (size === times.length) {
      times = grown(times, Float64Array)
      ordinals = grown(ordinals, Uint32Array)
    }
    ordinals[size] = ordinal
    times[size] = time
    if (isDeleted) deleted++
    size++
  }
  if (base?.stamps) base.stamps(add)
  else {
    for (const record of base?.all() ?? []) {
      const ordinal = ordinalOf(record.Id, keyPrefix)
      if (ordinal === undefined) foreignIds.set(size, record.Id)
      add(ordinal ?? 0, timeOf(record['SystemModstamp']), record['IsDeleted'] === true)
    }
  }
  return {
    live: size - deleted,
    deleted,
    *since(time) {
      for (let index = 0; index < size; index++) {
        if ((times[index] as number) >= time) {
          yield foreignIds.get(index) ?? makeId(keyPrefix, ordinals[index] as number)
        }
      }
    },
  }
}

function grown<A extends Float64Array | Uint32Array>(array: A, make: new (length: number) => A): A {
  const larger = new make(array.length * 2)
  larger.set(array)
  return larger
}
