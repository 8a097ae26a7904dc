import type { Field } from './types.ts'

/** What must not be empty: fields that cannot be, and that somebody who writes can fill. */
export function isRequired(field: Field): boolean {
  return field.nillable === false && field.createable !== false && !field.formula && field.type !== 'boolean'
}
