import type { FieldDefinition } from './definition.ts'
import { datetime, gsid, lookup, string, uuid } from './fields.ts'

const system = { kind: 'system', readOnly: true } as const
const byWhom = { ...system, indexed: false, enforced: false } as const

/** Every row's key, when and by whom it was made and last changed. */
const IDENTITY: readonly FieldDefinition[] = [
  gsid('Gsid', 'GSID', { ...system, required: true, unique: true }),
  datetime('CreatedDate', 'Created Date', { ...system, required: true, defaultValue: 'now' }),
  lookup('CreatedBy', 'Created By', 'User', byWhom),
  datetime('ModifiedDate', 'Modified Date', { ...system, required: true, defaultValue: 'now' }),
  lookup('ModifiedBy', 'Modified By', 'User', byWhom),
]

/** Where a synced row came from. Empty on rows made here. No index: the sync makes the ones its own reads need. */
const PROVENANCE: readonly FieldDefinition[] = [
  uuid('_connection_id', 'Source Connection', system),
  string('_source_object', 'Source Object', { ...system, length: 80, matching: 'exact' }),
  string('_source_id', 'Source Record Id', { ...system, matching: 'exact' }),
  datetime('_source_modified_at', 'Source Modified Date', system),
  uuid('_run_id', 'Sync Run', system),
]

export const SYSTEM_FIELDS: readonly FieldDefinition[] = [...IDENTITY, ...PROVENANCE]

/**
 * What an UPDATE of rows says beside its values. The database keeps ModifiedDate true by itself, but a statement over many
 * rows is faster when it sets it (see ddl.ts), and only the writer knows who wrote. An INSERT gets the time by default.
 */
export const touchedBy = (placeholder: string): string =>
  `"modifieddate" = now(), "modifiedby" = ${placeholder}`
