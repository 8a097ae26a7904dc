import { normalizeId } from '../../salesforce-id.ts'
import type { Dml } from './context.ts'
import { remove } from './delete.ts'
import { findRecord } from './find.ts'
import { forget } from './undelete.ts'

/** Takes a record, and what goes with it, away for good. */
export function erase(dml: Dml, id: string, name?: string): string {
  const { object, record } = findRecord(dml, id, name)
  const full = normalizeId(id) ?? id
  if (record['IsDeleted'] !== true) remove(dml, id, name)
  for (const child of dml.bin.get(full)?.cascaded ?? []) {
    if (dml.tables.read(child.object, child.id)?.['IsDeleted'] === true) dml.tx.erase(child.object, child.id)
  }
  dml.tx.erase(object.name, full)
  forget(dml, full)
  return full
}
