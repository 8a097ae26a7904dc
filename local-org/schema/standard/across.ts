import type { Reader, SObject, Value } from '../../records/types.ts'

/** A value of the record that a reference leads to, as a formula like `Account.Industry` gives it. */
export const across =
  (referenceField: string, object: string, field: string) =>
  (record: SObject, reader: Reader): Value => {
    const id = record[referenceField]
    return typeof id === 'string' ? (reader.read(object, id)?.[field] ?? null) : null
  }
