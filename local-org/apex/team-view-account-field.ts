import type { Schema } from '../schema/schema.ts'
import type { Field } from '../schema/types.ts'

/**
 * The mapped field of the account: one that exists, and that field-level security leaves to be read. The settings' own
 * text goes into no query.
 */
export function accountField(schema: Schema, wanted: string | null): Field | undefined {
  return wanted === null ? undefined : schema.object('Account')?.field(wanted)
}

/** Text as it is, anything else as Apex writes it as JSON; null when the field is empty. */
export function textIn({ type }: Field, value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '')
  // Apex ends a time with a Z where the REST API gives an offset.
  return type === 'datetime' ? new Date(text).toISOString() : text
}
