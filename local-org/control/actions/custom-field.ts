import { API_NAME, CUSTOM_NAME, FLAG, listOf, oneOf, text, wholeNumber } from '../../param-shapes.ts'
import { InvalidInput, needed, optional, type Values } from '../../params.ts'
import type { Schema } from '../../schema/schema.ts'
import * as make from '../../schema/standard/fields.ts'
import type { Field } from '../../schema/types.ts'

const WORDS = text('a text of up to 255 characters', /^[^]{1,255}$/)
const TYPES = [
  ...(['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist', 'boolean'] as const),
  ...(['double', 'currency', 'percent', 'date', 'datetime', 'reference'] as const),
]

export const FIELD_PARAMS = {
  name: needed(CUSTOM_NAME, 'Its API name.'),
  type: needed(oneOf(TYPES), 'What it holds.'),
  label: optional(WORDS, 'What people see; made of the name when left out.'),
  required: optional(FLAG, 'Whether it must not be empty.'),
  unique: optional(FLAG, 'Whether no two records may hold the same.'),
  externalId: optional(FLAG, 'Whether it can be the key of an upsert.'),
  length: optional(wholeNumber(1, 131_072), 'Of string (255), url (255) and textarea (32768).'),
  precision: optional(wholeNumber(1, 18), 'Of numbers: all digits (18).'),
  scale: optional(wholeNumber(0, 17), 'Of numbers: digits behind the point (2).'),
  values: optional(listOf(WORDS, 'a list of texts'), 'Of picklists.'),
  restricted: optional(FLAG, 'Of picklists: whether other values are refused.'),
  to: optional(listOf(API_NAME, 'a list of object names'), 'Of references: the objects they may lead to.'),
  children: optional(API_NAME, 'Of references: how the parent calls these records in SOQL.'),
}
export type FieldWish = Values<typeof FIELD_PARAMS>

const LONG = 255

/** A field as an admin would add it. */
export function customField(schema: Pick<Schema, 'object'>, wish: FieldWish): Field {
  const field = build(schema, wish)
  const { label, required, unique, externalId } = wish
  return {
    ...field,
    ...(label !== undefined && { label }),
    ...(required && { nillable: false }),
    ...(unique && { unique: true }),
    ...(externalId && { externalId: true, idLookup: true }),
  }
}

function build(schema: Pick<Schema, 'object'>, wish: FieldWish): Field {
  const { name, type, length, precision = 18, scale = 2, restricted = false } = wish
  switch (type) {
    case 'string':
      return make.text(name, length ?? LONG)
    case 'url':
      return make.url(name, length ?? LONG)
    case 'textarea':
      return (length ?? LONG + 1) > LONG ? make.longText(name, length ?? 32_768) : make.textArea(name, LONG)
    case 'email':
      return make.email(name)
    case 'phone':
      return make.phone(name)
    case 'boolean':
      return make.checkbox(name)
    case 'date':
      return make.day(name)
    case 'datetime':
      return make.time(name)
    case 'picklist':
    case 'multipicklist':
      return make[type](name, given(wish, 'values'), { restricted })
    case 'reference':
      return make.reference(name, objectsTo(schema, wish), childrenOf(wish))
    default:
      return make[type](name, precision, scale)
  }
}

function given(wish: FieldWish, key: 'values' | 'to'): string[] {
  const list = wish[key]
  if (list === undefined) throw new InvalidInput([`${wish.name}: a ${wish.type} needs ${key}.`])
  return list
}

function objectsTo(schema: Pick<Schema, 'object'>, wish: FieldWish): string[] {
  return given(wish, 'to').map((name) => {
    const object = schema.object(name)
    if (!object) throw new InvalidInput([`${wish.name}: There is no object ${name}.`])
    return object.name
  })
}

function childrenOf({ children }: FieldWish): make.More {
  return children === undefined ? {} : { children: { name: children } }
}
