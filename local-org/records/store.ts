import { AsyncLocalStorage } from 'node:async_hooks'
import { normalizeId } from '../salesforce-id.ts'
import { SchemaProblem } from '../schema/schema.ts'
import { createCommits } from './commits.ts'
import type { Dml, RecycleBin } from './dml/context.ts'
import { merge } from './dml/merge.ts'
import { createNumbering } from './dml/numbering.ts'
import { failed, writeRow } from './dml/row.ts'
import { writeAll } from './dml/write-all.ts'
import { createTables, type StoreParts } from './tables.ts'
import { secondStampOf } from './time.ts'
import { createTransaction, type Transaction } from './transaction.ts'
import type { Scope, SObject, Store, Writer, WriteResult } from './types.ts'

export type { StoreParts }
export { rowId } from './dml/row-id.ts'

/** The store with what record calls need besides. */
export interface RecordStore extends Store {
  /** The records whose field holds this value: found by an index, not by a search. */
  holding(object: string, field: string, value: string, scope?: Scope): SObject[]
  /** Makes all that is written while the work goes on one transaction; taken back unless the work says to keep it. */
  together<T extends { keep: boolean }>(writer: Writer, work: () => Promise<T>): Promise<T>
}

interface Open {
  readonly tx: Transaction
  readonly at: number
}

/** The org's records: the generated business below, whatever was written since above. */
export function createStore(parts: StoreParts): RecordStore {
  const { schema, base } = parts
  const tables = createTables(parts)
  const commits = createCommits()
  const bin: RecycleBin = new Map()
  const numbering = createNumbering(base)
  const joined = new AsyncLocalStorage<Open>()
  let last: Promise<unknown> = Promise.resolve()

  const begin = (): Open => ({ tx: createTransaction(tables), at: parts.now() })
  const commit = (writer: Writer, { tx, at }: Open) => {
    tables.touched(tx.objects())
    commits.add(writer, at, tx.changes())
  }

  /** All that a call writes is there at its end, or nothing is. */
  function transact(writer: Writer, allOrNone: boolean, work: (dml: Dml) => WriteResult[]): WriteResult[] {
    const around = joined.getStore()
    const open = around ?? begin()
    const { tx, at } = open
    const mark = tx.mark()
    let results: WriteResult[]
    try {
      results = work({ schema, tables, bin, numbering, tx, writer, stamp: secondStampOf(at) })
    } catch (problem) {
      tx.rollback(mark)
      throw problem
    }
    if (allOrNone && results.some(({ success }) => !success)) {
      tx.rollback(mark)
      return results.map((result) => (result.success ? rolledBack(result.created) : result))
    }
    if (!around) commit(writer, open)
    return results
  }

  async function join<T extends { keep: boolean }>(writer: Writer, work: () => Promise<T>): Promise<T> {
    const open = begin()
    let isKept = false
    try {
      const done = await joined.run(open, work)
      isKept = done.keep
      return done
    } finally {
      if (isKept) commit(writer, open)
      else open.tx.rollback()
    }
  }

  const { read, now, records, count, children, stampedSince, version } = tables
  return {
    ...{ read, now, records, count, children, stampedSince, version },
    holding(object, name, value, scope) {
      const field = schema.object(object)?.field(name)
      if (!field) throw new SchemaProblem(`${object} has no field ${name}.`)
      return tables.holding(object, field, value, scope)
    },
    write: (writer, writes, { allOrNone = false } = {}) =>
      transact(writer, allOrNone, (dml) => writeAll(dml, writes)),
    merge(writer, request) {
      const work = (dml: Dml) => [writeRow(dml, () => ({ id: merge(dml, request), created: false }))]
      return transact(writer, true, work)[0] as WriteResult
    },
    together(writer, work) {
      const done = last.then(() => join(writer, work))
      last = done.catch(() => undefined)
      return done
    },
    plant(object, planted) {
      for (const record of planted) {
        const id = normalizeId(record.Id)
        if (id === undefined) throw new TypeError(`${record.Id} is no record id`)
        tables.set(object, id, { ...record, Id: id })
      }
      tables.touched([schema.object(object)?.name ?? object])
    },
    onCommit: commits.listen,
  }
}

function rolledBack(created: boolean): WriteResult {
  const message =
    'Record rolled back because not all records were valid and the request was using AllOrNone header'
  return failed({ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }, created)
}
