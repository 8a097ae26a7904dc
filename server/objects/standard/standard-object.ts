import type { FieldDefinition, ObjectDefinition } from '../definition.ts'
import { SYSTEM_FIELDS } from '../system-fields.ts'

interface Spec {
  readonly name: string
  readonly label: string
  readonly pluralLabel: string
  readonly prefix: string
  readonly fields: readonly FieldDefinition[]
  readonly uniqueTogether?: readonly (readonly string[])[]
}

export const standardObject = (spec: Spec): ObjectDefinition => ({
  kind: 'standard',
  uniqueTogether: [],
  ...spec,
  fields: [...SYSTEM_FIELDS, ...spec.fields],
})
