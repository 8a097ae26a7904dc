import type { Write, WriteResult } from '../types.ts'
import type { Dml } from './context.ts'
import { refuseRepeated } from './repeated.ts'
import { withRowIds } from './row-id.ts'
import { perform, writeRow } from './row.ts'

/** Does the writes one after the other, each for itself. */
export function writeAll(dml: Dml, writes: readonly Write[]): WriteResult[] {
  const checkRepeated = refuseRepeated()
  const results: WriteResult[] = []
  for (const write of writes) {
    const result = writeRow(dml, () => {
      checkRepeated(write)
      return perform(dml, 'values' in write ? { ...write, values: withRowIds(write.values, results) } : write)
    })
    results.push(result)
  }
  return results
}
