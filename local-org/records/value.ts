import type { Field } from '../schema/types.ts'
import type { Reader, SObject, Value } from './types.ts'

/** The value of a field in a record: computed, written, or what the field starts with. */
export function valueOf(field: Field, record: SObject, reader: Reader): Value {
  if (field.formula) return field.formula(record, reader)
  const written = record[field.key ?? field.name]
  if (written !== undefined) return written
  return field.initial ? field.initial(record) : null
}
