import { normalizeId } from '../salesforce-id.ts'
import type { Schema, OrgObject } from '../schema/schema.ts'
import { SchemaProblem } from '../schema/schema.ts'
import type { Field } from '../schema/types.ts'
import type { BaseTable } from './base.ts'
import { createObjectRecords, type ObjectRecords } from './object-records.ts'
import type { Reader, Scope, SObject, Store } from './types.ts'
import { valueOf } from './value.ts'

/** All records of the org, as they are this moment, and the one place that changes them. */
export interface Tables extends Pick<
  Store,
  'read' | 'now' | 'records' | 'count' | 'children' | 'stampedSince' | 'version'
> {
  /** The records whose field holds this value. */
  holding(object: string, field: Field, value: string, scope?: Scope): SObject[]
  /** Puts a record in its place, or erases it with null; the answer takes that back. */
  set(object: string, id: string, record: SObject | null): () => void
  newId(object: string): string
  /** Says that readers of these objects have something new to see. */
  touched(objects: Iterable<string>): void
}

export interface StoreParts {
  schema: Schema
  base: ReadonlyMap<string, BaseTable>
  now: () => number
}

export function createTables({ schema, base, now }: StoreParts): Tables {
  const tables = new Map<string, ObjectRecords>()
  const versions = new Map<string, number>()
  const type = (name: string): OrgObject => {
    const found = schema.object(name)
    if (!found) throw new SchemaProblem(`There is no object ${name}.`)
    return found
  }
  const table = (name: string): ObjectRecords => {
    const { name: object, keyPrefix } = type(name)
    const found = tables.get(object) ?? createObjectRecords({ keyPrefix, base: base.get(object), reader })
    tables.set(object, found)
    return found
  }
  const reader: Reader = { now, read: (object, id) => table(object).get(id) }
  return {
    ...reader,
    records: (object, scope = {}) => table(object).all(scope),
    count: (object, scope = {}) => table(object).count(scope),
    stampedSince: (object, time, scope = {}) => table(object).since(time, scope),
    version: (object) => versions.get(type(object).name) ?? 0,
    holding: (object, field, value, scope = {}) => table(object).holding(field, value, scope),
    children(object, name, parentId, scope = {}) {
      const field = type(object).field(name)
      if (!field) throw new SchemaProblem(`${object} has no field ${name}.`)
      const id = normalizeId(parentId)
      if (id === undefined) return []
      if (!field.formula) return table(object).holding(field, id, scope)
      return [...table(object).all(scope)].filter((record) => valueOf(field, record, reader) === id)
    },
    set: (object, id, record) => table(object).set(id, record),
    newId: (object) => table(object).newId(),
    touched(objects) {
      for (const object of objects) versions.set(object, (versions.get(object) ?? 0) + 1)
    },
  }
}
