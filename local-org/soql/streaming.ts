import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SObject } from '../records/types.ts'
import { TURN } from './rows.ts'

interface Source<T> {
  readonly records: Iterable<SObject>
  readonly test?: ((record: SObject) => boolean) | undefined
  readonly toValue: (record: SObject) => T
}

/**
 * What is made of records, one after the other and without a list of them. To wait for each would cost about as much as
 * making it, so they come in stretches, each to be read before the next; between two of them others get their turn.
 */
export async function* inStretches<T>({ records, test, toValue }: Source<T>): AsyncGenerator<Iterable<T>> {
  const source = records[Symbol.iterator]()
  const scan = { isOver: false }
  function* stretch(): Generator<T> {
    for (let seen = 0; seen < TURN; seen++) {
      const next = source.next()
      if (next.done) {
        scan.isOver = true
        return
      }
      if (!test || test(next.value)) yield toValue(next.value)
    }
  }
  try {
    while (!scan.isOver) {
      yield stretch()
      await nextTurn()
    }
  } finally {
    source.return?.()
  }
}
