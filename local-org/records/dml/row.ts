import { RowProblem } from '../rules/row-problem.ts'
import type { RowError, Write, WriteResult } from '../types.ts'
import type { Dml } from './context.ts'
import { remove } from './delete.ts'
import { erase } from './erase.ts'
import { insert, update } from './save.ts'
import { undelete } from './undelete.ts'
import { upsert } from './upsert.ts'
import { normalizeId } from '../../salesforce-id.ts'

/** Does one write, or leaves nothing of it. */
export function writeRow(dml: Dml, write: () => { id: string; created: boolean }): WriteResult {
  const mark = dml.tx.mark()
  try {
    const { id, created } = write()
    return { id: normalizeId(id) ?? id, success: true, created, errors: [] }
  } catch (problem) {
    if (!(problem instanceof RowProblem)) throw problem
    dml.tx.rollback(mark)
    return failed(problem.error, problem.created)
  }
}

export function failed(error: RowError, created = false): WriteResult {
  return { id: null, success: false, created, errors: [error] }
}

export function perform(dml: Dml, write: Write): { id: string; created: boolean } {
  const kept = (id: string) => ({ id, created: false })
  switch (write.op) {
    case 'insert':
      return { id: insert(dml, write.object, write.values), created: true }
    case 'update':
      update(dml, write.object, write.id, write.values)
      return kept(write.id)
    case 'upsert':
      return upsert(dml, write)
    case 'delete':
      return kept(remove(dml, write.id, write.object))
    case 'undelete':
      return kept(undelete(dml, write.id))
    case 'erase':
      return kept(erase(dml, write.id, write.object))
  }
}
