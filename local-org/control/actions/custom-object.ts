import { CUSTOM_NAME, text } from '../../param-shapes.ts'
import { InvalidInput, needed, optional, readParams, type Shape, type Values } from '../../params.ts'
import type { Schema } from '../../schema/schema.ts'
import { labelOf, REQUIRED, text as textField } from '../../schema/standard/fields.ts'
import { ownerField, recordFields } from '../../schema/standard/system.ts'
import type { ObjectType } from '../../schema/types.ts'
import { customField, FIELD_PARAMS } from './custom-field.ts'

type Json = Readonly<Record<string, unknown>>

const FIELDS: Shape<Json[]> = {
  words: 'a list of fields, each as add-field takes it (in JSON only)',
  is: (value): value is Json[] =>
    Array.isArray(value) &&
    value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each)),
  parse: () => undefined,
}

export const OBJECT_PARAMS = {
  name: needed(CUSTOM_NAME, 'Its API name.'),
  label: optional(text('a text of up to 40 characters', /^[^]{1,40}$/), 'What people see.'),
  plural: optional(text('a text of up to 40 characters', /^[^]{1,40}$/), 'What they see of several.'),
  prefix: optional(
    text('three letters or digits', /^[A-Za-z0-9]{3}$/),
    'How its ids begin; a free one when left out.',
  ),
  fields: optional(FIELDS, 'Its own fields.'),
}

/** An object as an admin would add it. */
export function customObject(schema: Schema, wish: Values<typeof OBJECT_PARAMS>): ObjectType {
  const { name, label = labelOf(name), plural = `${label}s`, prefix = freePrefix(schema), fields = [] } = wish
  if (schema.byKeyPrefix(prefix)) throw new InvalidInput([`The prefix ${prefix} is taken.`])
  const own = fields.map((field, index) =>
    customField(schema, readParams(`fields[${index}]`, FIELD_PARAMS, field)),
  )
  const currency = schema.object('Account')?.field('CurrencyIsoCode')
  return {
    name,
    label,
    labelPlural: plural,
    keyPrefix: prefix,
    fields: recordFields(
      ownerField(),
      textField('Name', 80, { ...REQUIRED, label: `${label} Name`, nameField: true }),
      ...(currency ? [currency] : []),
      ...own,
    ),
  }
}

/** Custom objects are numbered from a00. */
function freePrefix(schema: Schema): string {
  let number = 0
  const prefix = () => `a${number.toString(36).padStart(2, '0')}`
  while (schema.byKeyPrefix(prefix())) number++
  return prefix()
}
