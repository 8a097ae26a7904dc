import type { OrgObject } from '../../schema/schema.ts'
import { checkAllowed } from '../rules/writable.ts'
import { textOf } from '../text.ts'
import type { SObject } from '../types.ts'
import { valueOf } from '../value.ts'
import { keyOf, touched, valueIn, type Cleared, type Deletion, type Dml } from './context.ts'
import { findLive, type Found } from './find.ts'
import { checkDeletable } from './guards.ts'

/** Puts a record into the recycle bin, and with it what cannot be without it. */
export function remove(dml: Dml, id: string, name?: string): string {
  const { object, record } = findLive(dml, id, name)
  checkAllowed(object, 'delete')
  guard(dml, { object, record })
  const group = cascade(dml, { object, record })
  for (const { object: type, record: gone } of group) toBin(dml, type, gone)
  const cleared = group.flatMap((gone) => letGo(dml, gone))
  const cascaded = group.slice(1).map((gone) => ({ object: gone.object.name, id: gone.record.Id }))
  remember(dml, record.Id, { cascaded, cleared })
  return record.Id
}

export function toBin(
  dml: Dml,
  object: OrgObject,
  record: SObject,
  more: Readonly<Record<string, string>> = {},
) {
  dml.tx.put(object.name, { ...record, ...more, IsDeleted: true, ...touched(dml, record) })
}

function guard(dml: Dml, { object, record }: Found): void {
  const typed = (name: string) => dml.schema.object(name)
  checkDeletable(object.name, {
    name: textOf(valueOf(object.fields.find(({ nameField }) => nameField) ?? ID, record, dml.tables)),
    children: (name, field) => (typed(name)?.field(field) ? dml.tables.children(name, field, record.Id) : []),
    value(name, field, child) {
      const type = typed(name)
      return type ? valueIn(dml, type, field, child) : null
    },
  })
}

const ID = { name: 'Id', label: 'Id', type: 'id' } as const

/** The record and all that goes with it, each once. */
function cascade(dml: Dml, first: Found): Found[] {
  const group = new Map([[first.record.Id, first]])
  for (const { object, record } of group.values()) {
    for (const { object: name, field } of dml.schema.childRelationships(object.name)) {
      const child = dml.schema.object(name)
      if (!child || !field.children?.cascadeDelete) continue
      for (const found of dml.tables.children(name, field.name, record.Id)) {
        group.set(found.Id, { object: child, record: found })
      }
    }
  }
  return [...group.values()]
}

/** Others that point at what is gone point at nothing; only the system touched them. */
function letGo(dml: Dml, { object, record }: Found): Cleared[] {
  return dml.schema.childRelationships(object.name).flatMap(({ object: name, field }) => {
    if (field.nillable === false || field.formula || field.children?.cascadeDelete) return []
    if (field.name === 'MasterRecordId') return []
    return dml.tables.children(name, field.name, record.Id).map((child) => {
      const { SystemModstamp = null } = touched(dml, child)
      dml.tx.put(name, { ...child, [keyOf(field)]: null, SystemModstamp })
      return { object: name, id: child.Id, field, target: record.Id }
    })
  })
}

function remember({ bin, tx }: Dml, id: string, deletion: Deletion): void {
  bin.set(id, deletion)
  tx.onRollback(() => void bin.delete(id))
}
