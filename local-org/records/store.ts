import { normalizeId } from '../salesforce-id.ts'
import { createCommits } from './commits.ts'
import type { Dml, RecycleBin } from './dml/context.ts'
import { merge } from './dml/merge.ts'
import { createNumbering } from './dml/numbering.ts'
import { refuseRepeated } from './dml/repeated.ts'
import { failed, perform, writeRow } from './dml/row.ts'
import { createTables, type StoreParts } from './tables.ts'
import { secondStampOf } from './time.ts'
import { createTransaction } from './transaction.ts'
import type { Store, WriteResult, Writer } from './types.ts'

export type { StoreParts }

/** The org's records: the generated business below, whatever was written since above. */
export function createStore(parts: StoreParts): Store {
  const tables = createTables(parts)
  const commits = createCommits()
  const bin: RecycleBin = new Map()
  const numbering = createNumbering(parts.base)

  /** All that a call writes is there at its end, or nothing is. */
  function transact(writer: Writer, work: (dml: Dml) => WriteResult[], allOrNone: boolean): WriteResult[] {
    const at = parts.now()
    const tx = createTransaction(tables)
    let results: WriteResult[]
    try {
      results = work({ schema: parts.schema, tables, bin, numbering, tx, writer, stamp: secondStampOf(at) })
    } catch (problem) {
      tx.rollback()
      throw problem
    }
    if (allOrNone && results.some(({ success }) => !success)) {
      tx.rollback()
      return results.map((result) => (result.success ? rolledBack() : result))
    }
    tables.touched(tx.objects())
    commits.add(writer, at, tx.changes())
    return results
  }

  const { read, now, records, count, children, stampedSince, version } = tables
  return {
    read,
    now,
    records,
    count,
    children,
    stampedSince,
    version,
    write(writer, writes, { allOrNone = false } = {}) {
      const checkRepeated = refuseRepeated()
      const work = (dml: Dml) =>
        writes.map((write) =>
          writeRow(dml, () => {
            checkRepeated(write)
            return perform(dml, write)
          }),
        )
      return transact(writer, work, allOrNone)
    },
    merge(writer, request) {
      const work = (dml: Dml) => [writeRow(dml, () => ({ id: merge(dml, request), created: false }))]
      return transact(writer, work, true)[0] as WriteResult
    },
    plant(object, planted) {
      for (const record of planted) {
        const id = normalizeId(record.Id)
        if (id === undefined) throw new TypeError(`${record.Id} is no record id`)
        tables.set(object, id, { ...record, Id: id })
      }
      tables.touched([parts.schema.object(object)?.name ?? object])
    },
    onCommit: commits.listen,
  }
}

function rolledBack(): WriteResult {
  return failed({
    statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    message:
      'Record rolled back because not all records were valid and the request was using AllOrNone header',
    fields: [],
  })
}
