import { API_NAME, CUSTOM_NAME, FLAG, listOf, oneOf, oneOrMore } from '../../param-shapes.ts'
import { RELATIONSHIP_NAME, text, wholeNumber } from '../../param-shapes.ts'
import { needed, optional, type Values } from '../../params.ts'
import { CUSTOM_TYPES, customField } from '../../schema/custom.ts'
import { SchemaProblem, type Schema } from '../../schema/schema.ts'

const WORDS = text('a text of up to 255 characters', /^[^]{1,255}$/)

export const FIELD_PARAMS = {
  name: needed(CUSTOM_NAME, 'Its API name.'),
  type: needed(oneOf(CUSTOM_TYPES), 'What it holds.'),
  label: optional(WORDS, 'What people see; made of the name when left out.'),
  required: optional(FLAG, 'Whether it must not be empty.'),
  unique: optional(FLAG, 'Whether no two records may hold the same.'),
  externalId: optional(FLAG, 'Whether it can be the key of an upsert.'),
  length: optional(wholeNumber(1, 131_072), 'Of string and textarea.'),
  precision: optional(wholeNumber(1, 18), 'Of numbers: all digits (18).'),
  scale: optional(wholeNumber(0, 17), 'Of numbers: digits behind the point (0).'),
  values: optional(listOf(WORDS, 'a list of texts'), 'Of picklists.'),
  restricted: optional(FLAG, 'Of picklists: whether other values are refused.'),
  referenceTo: optional(
    oneOrMore(API_NAME, 'the name of an object, or a list of them'),
    'Of references: where they may lead.',
  ),
  children: optional(RELATIONSHIP_NAME, 'Of references: how the parent calls these records in SOQL.'),
}

/** A field as an admin would add it. */
export function addField(schema: Schema, object: string, wish: Values<typeof FIELD_PARAMS>): void {
  const { children, ...rest } = wish
  const unknown = [wish.referenceTo ?? []].flat().filter((name) => !schema.object(name))
  if (unknown.length > 0) throw new SchemaProblem(`There is no object ${unknown.join(', ')}.`)
  const field = customField({
    ...rest,
    ...(children && { children: { name: children } }),
  })
  schema.addField(object, field)
}
