import type { Field } from '../../schema/types.ts'
import { RowProblem } from '../rules/row-problem.ts'
import { checkAllowed } from '../rules/writable.ts'
import { textOf } from '../text.ts'
import type { SObject, Value } from '../types.ts'
import { valueOf } from '../value.ts'
import { keyOf, touched, type Cleared, type Dml } from './context.ts'
import { findRecord, type Found } from './find.ts'
import { checkUnique } from './unique.ts'

/** Takes a record out of the recycle bin, with what went with it and whatever pointed at it. */
export function undelete(dml: Dml, id: string): string {
  const found = findRecord(dml, id)
  const { object, record } = found
  checkAllowed(object, 'undelete')
  if (record['IsDeleted'] !== true) {
    throw new RowProblem('UNDELETE_FAILED', 'entity is not in the recycle bin')
  }
  checkParents(dml, found)
  const { cascaded, cleared } = dml.bin.get(record.Id) ?? { cascaded: [], cleared: [] }
  restore(dml, found)
  for (const child of cascaded) {
    const gone = dml.tables.read(child.object, child.id)
    const type = dml.schema.object(child.object)
    if (type && gone?.['IsDeleted'] === true) restore(dml, { object: type, record: gone })
  }
  for (const each of cleared) pointBack(dml, each)
  forget(dml, record.Id)
  return record.Id
}

function restore(dml: Dml, { object, record }: Found): void {
  const values = object.fields.map((field): [Field, Value] => [field, valueOf(field, record, dml.tables)])
  checkUnique(dml, object, record.Id, values)
  const restored = { ...record, IsDeleted: false, ...touched(dml, record) }
  dml.tx.put(object.name, record['MasterRecordId'] ? { ...restored, MasterRecordId: null } : restored)
}

/** What went with its parent comes back with it, not without. */
function checkParents({ schema, tables }: Dml, { object, record }: Found): void {
  for (const field of object.fields) {
    const id = field.children?.cascadeDelete ? textOf(valueOf(field, record, tables)) : ''
    const parent = field.referenceTo?.find((name) => schema.object(name)?.keyPrefix === id.slice(0, 3))
    if (parent === undefined || isThere(tables.read(parent, id))) continue
    throw new RowProblem('UNDELETE_FAILED', `Undelete failed. Undelete the parent record first: ${id}`)
  }
}

function isThere(record: SObject | undefined): boolean {
  return record !== undefined && record['IsDeleted'] !== true
}

/** Unless someone has pointed it elsewhere since. */
function pointBack(dml: Dml, { object, id, field, target }: Cleared): void {
  const child = dml.tables.read(object, id)
  if (!child || child['IsDeleted'] === true || child[keyOf(field)] !== null) return
  const { SystemModstamp = null } = touched(dml, child)
  dml.tx.put(object, { ...child, [keyOf(field)]: target, SystemModstamp })
}

export function forget({ bin, tx }: Dml, id: string): void {
  const deletion = bin.get(id)
  if (!deletion) return
  bin.delete(id)
  tx.onRollback(() => void bin.set(id, deletion))
}
