import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Value } from '../records/types.ts'
import type { Field } from '../schema/types.ts'
import { rank, timeOf } from './texts.ts'

export type Key = number | string | null

export interface Direction {
  readonly descending: boolean
  readonly nullsLast: boolean
}

/** What rows are sorted by: numbers and times as numbers, texts as their capitals, picklists in their own order. */
export function keyOf(field: Field): (value: Value) => Key {
  switch (field.type) {
    case 'date':
    case 'datetime':
      return (value) => (typeof value === 'string' ? timeOf(value) : null)
    case 'id':
    case 'reference':
      return (value) => (typeof value === 'string' ? value : null)
    case 'picklist':
      return pickedKey(new Map(field.picklist?.map(({ value }, index) => [value, index])))
    default:
      return plainKey
  }
}

function plainKey(value: Value): Key {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' ? rank(value) : typeof value === 'number' ? value : null
}

/** Values that the picklist does not list come after those it does. */
function pickedKey(order: ReadonlyMap<string, number>) {
  return (value: Value): Key => {
    if (typeof value !== 'string' || value === '') return null
    const place = order.get(value)
    return place === undefined ? `~${rank(value)}` : ` ${String.fromCharCode(place)}`
  }
}

/** The keys of many rows, and nothing else of them. */
export interface Keys {
  add(keys: readonly Key[]): void
  readonly size: number
  at(index: number): readonly Key[]
  /** The numbers of the rows in their order; rows with the same keys in the order they came in. */
  order(): Promise<Uint32Array>
  orderNow(): Uint32Array
}

export function createKeys(directions: readonly Direction[]): Keys {
  const columns = directions.map(() => [] as Key[])
  let size = 0
  const compare = (a: number, b: number): number => {
    for (const [index, column] of columns.entries()) {
      const order = inDirection(column[a] ?? null, column[b] ?? null, directions[index] as Direction)
      if (order !== 0) return order
    }
    return a - b
  }
  const numbers = () => Uint32Array.from({ length: size }, (_, index) => index)
  return {
    add(keys) {
      for (const [index, key] of keys.entries()) columns[index]?.push(key)
      size++
    },
    get size() {
      return size
    },
    at: (index) => columns.map((column) => column[index] ?? null),
    order: () => mergeSorted(numbers(), compare),
    orderNow: () => numbers().sort(compare),
  }
}

function inDirection(a: Key, b: Key, { descending, nullsLast }: Direction): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === nullsLast ? 1 : -1
  const order = a < b ? -1 : a > b ? 1 : 0
  return descending ? -order : order
}

const CHUNK = 16_384

/** Sorts in pieces and merges them, so that others get their turn in between. */
async function mergeSorted(
  numbers: Uint32Array,
  compare: (a: number, b: number) => number,
): Promise<Uint32Array> {
  for (let start = 0; start < numbers.length; start += CHUNK) {
    numbers.subarray(start, start + CHUNK).sort(compare)
    await nextTurn()
  }
  let [from, to] = [numbers, new Uint32Array(numbers.length)] as [Uint32Array, Uint32Array]
  for (let width = CHUNK; width < numbers.length; width *= 2) {
    for (let start = 0; start < numbers.length; start += 2 * width) {
      merge(
        {
          from,
          to,
          start,
          middle: Math.min(start + width, numbers.length),
          end: Math.min(start + 2 * width, numbers.length),
        },
        compare,
      )
      await nextTurn()
    }
    ;[from, to] = [to, from]
  }
  return from
}

interface Merge {
  from: Uint32Array
  to: Uint32Array
  start: number
  middle: number
  end: number
}

function merge({ from, to, start, middle, end }: Merge, compare: (a: number, b: number) => number) {
  let [left, right] = [start, middle]
  for (let at = start; at < end; at++) {
    const takeLeft =
      right >= end || (left < middle && compare(from[left] as number, from[right] as number) <= 0)
    to[at] = from[takeLeft ? left++ : right++] as number
  }
}
