import { CUSTOM_NAME, text } from '../../param-shapes.ts'
import { needed, optional, type Shape, type Values } from '../../params.ts'
import { customObject, type CustomField } from '../../schema/custom.ts'
import { addCustom } from '../../schema/file.ts'
import type { Schema } from '../../schema/schema.ts'

/** Looked through by whoever makes the fields of them. */
const FIELDS: Shape<CustomField[]> = {
  words: 'a list of fields, each as a file of custom objects has it (in JSON only)',
  is: (value): value is CustomField[] => Array.isArray(value),
  parse: () => undefined,
}

export const OBJECT_PARAMS = {
  name: needed(CUSTOM_NAME, 'Its API name.'),
  label: optional(text('a text of up to 40 characters', /^[^]{1,40}$/), 'What people see.'),
  plural: optional(text('a text of up to 40 characters', /^[^]{1,40}$/), 'What they see of several.'),
  prefix: optional(
    text('three characters that start with a, like a07', /^a[A-Za-z0-9]{2}$/),
    'How its ids begin; a free one when left out.',
  ),
  fields: optional(FIELDS, 'Its own fields.'),
}

/** An object as an admin would add it. */
export function addObject(schema: Schema, wish: Values<typeof OBJECT_PARAMS>): void {
  const { plural: labelPlural, prefix: keyPrefix, fields = [], ...words } = wish
  const object = customObject({
    ...words,
    ...(labelPlural && { labelPlural }),
    ...(keyPrefix && { keyPrefix }),
    fields,
  })
  addCustom(schema, { objects: [object], fields: [] }, 'The object')
}
