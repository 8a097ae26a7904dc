import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SObject } from '../records/types.ts'
import { candidates, runOf, TURN, type Rows } from './rows.ts'

type Found<T> = IteratorResult<T, undefined>

/**
 * What is made of the records, one after the other and without a list of them. An async generator would do, but costs about
 * as much as making a record.
 */
export function streamed<T>(rows: Rows, toValue: (record: SObject) => T): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => iteratorOf(rows, toValue) }
}

function iteratorOf<T>(rows: Rows, toValue: (record: SObject) => T): AsyncIterator<T, undefined> {
  let search: Search<T> | undefined
  let begun: Promise<void> | undefined
  const begin = async () => {
    search = await searchFor(rows, toValue)
  }
  const next = (): Promise<Found<T>> => {
    if (!search) return (begun ??= begin()).then(next)
    const found = search.next()
    return found ? Promise.resolve(found) : nextTurn().then(next)
  }
  return {
    next,
    return() {
      search?.close()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
}

interface Search<T> {
  /** Undefined when it is time to let others have their turn. */
  next(): Found<T> | undefined
  close(): void
}

async function searchFor<T>(rows: Rows, toValue: (record: SObject) => T): Promise<Search<T>> {
  const run = await runOf(rows)
  const records = candidates(rows, run)[Symbol.iterator]()
  const test = rows.filter?.(run)
  let seen = 0
  return {
    next() {
      while (++seen % TURN !== 0) {
        const record = records.next()
        if (record.done) return { done: true, value: undefined }
        if (!test || test(record.value)) return { done: false, value: toValue(record.value) }
      }
      return undefined
    },
    close: () => void records.return?.(),
  }
}
