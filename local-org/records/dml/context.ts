import type { OrgObject, Schema } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import type { Tables } from '../tables.ts'
import type { Transaction } from '../transaction.ts'
import type { SObject, Value, Writer } from '../types.ts'
import { valueOf } from '../value.ts'
import type { Numbering } from './numbering.ts'

/** What every write needs: where to look, where to put, and who asks when. */
export interface Dml {
  readonly schema: Schema
  readonly tables: Tables
  readonly bin: RecycleBin
  readonly numbering: Numbering
  readonly tx: Transaction
  readonly writer: Writer
  /** Now, as records are stamped. */
  readonly stamp: string
}

/** A reference that was emptied, and what it pointed at. */
export interface Cleared {
  readonly object: string
  readonly id: string
  readonly field: Field
  readonly target: string
}

/** What went, and what was let go of, when a record was deleted: its undelete brings both back. */
export interface Deletion {
  readonly cascaded: readonly { readonly object: string; readonly id: string }[]
  readonly cleared: readonly Cleared[]
}
export type RecycleBin = Map<string, Deletion>

/** Values under the names that records keep them by. */
export type Stored = Record<string, Value>

export const keyOf = (field: Field): string => field.key ?? field.name

/** The value of a field in a record, by its name; null where there is no such field. */
export function valueIn({ tables }: Dml, object: OrgObject, name: string, record: SObject): Value {
  const field = object.field(name)
  return field ? valueOf(field, record, tables) : null
}

/** The parts of a record that say it was touched now. Time never runs backwards for a record. */
export function touched({ stamp, writer }: Dml, before?: SObject): Stored {
  const last = before?.['SystemModstamp']
  const now = typeof last === 'string' && last > stamp ? last : stamp
  return { LastModifiedDate: now, LastModifiedById: writer.userId, SystemModstamp: now }
}
