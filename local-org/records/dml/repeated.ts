import { RowProblem } from '../rules/row-problem.ts'
import type { Write } from '../types.ts'

/** Refuses a key that one call upserts twice: which of the two would win is nobody's guess. */
export function refuseRepeated(): (write: Write) => void {
  const seen = new Set<string>()
  return (write) => {
    if (write.op !== 'upsert' || write.key === '') return
    const key = JSON.stringify([write.object, write.field, write.key].map((part) => part.toLowerCase()))
    if (seen.has(key)) {
      throw new RowProblem('DUPLICATE_VALUE', `Duplicate external id specified: ${write.key}`, [write.field])
    }
    seen.add(key)
  }
}
