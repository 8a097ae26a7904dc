// Objects and fields that an admin would add.
import type { z } from 'zod'
import { fieldShape, objectShape, type CustomField, type CustomObject } from './custom-shapes.ts'
import { problemLines, wordsFor } from './custom-problems.ts'
import * as make from './standard/fields.ts'
import { ownerField, recordFields, VIEWED } from './standard/system.ts'
import { SchemaProblem } from './schema.ts'
import type { Field, ObjectType } from './types.ts'

export { CUSTOM_TYPES } from './custom-shapes.ts'
export type { CustomField, CustomObject }

/** Text longer than this can be read, but not filtered by. */
const LONG = 255

/** An object with an id, a name, an owner and stamps besides its own fields; the schema gives it a key prefix. */
export function customObject(definition: CustomObject): ObjectType {
  const { name, nameField, keyPrefix = '', fields, ...words } = checked(objectShape, definition)
  const label = words.label ?? make.labelOf(name)
  return {
    name,
    label,
    labelPlural: words.labelPlural ?? `${label}s`,
    keyPrefix,
    fields: recordFields(
      ownerField(),
      recordName(nameField?.label ?? `${label} Name`, nameField?.autoNumber),
      ...VIEWED,
      ...fields.map(build),
    ),
  }
}

export function customField(definition: CustomField): Field {
  return build(checked(fieldShape, definition))
}

function checked<T extends z.ZodType>(shape: T, definition: z.input<T>): z.output<T> {
  const result = shape.safeParse(definition, { error: wordsFor })
  if (result.success) return result.data
  throw new SchemaProblem(problemLines(result.error).join('\n'))
}

/** Who gives a record no name finds its id there. */
function recordName(label: string, autoNumber: Field['autoNumber']): Field {
  const more = { label, nameField: true, idLookup: true }
  return autoNumber
    ? make.text('Name', 80, { ...more, ...make.READ_ONLY, nillable: false, autoNumber })
    : make.text('Name', 80, { ...more, initial: ({ Id }) => Id })
}

function build(definition: CustomField): Field {
  const { label, required, unique, externalId, caseSensitive, defaultValue, autoNumber } = definition
  return {
    ...ofType(definition),
    ...(label !== undefined && { label }),
    ...(required && make.REQUIRED),
    ...(unique && { unique }),
    ...(externalId && { externalId, idLookup: true }),
    ...(caseSensitive && { caseSensitive }),
    ...(defaultValue !== undefined && { defaultValue }),
    ...(autoNumber && { ...make.READ_ONLY, nillable: false, autoNumber }),
  }
}

function ofType(definition: CustomField): Field {
  const { name, type, length = LONG, values = [], restricted = false, precision = 18 } = definition
  switch (type) {
    case 'string':
      return make.text(name, definition.autoNumber ? 30 : length)
    case 'textarea':
      return (length > LONG ? make.longText : make.textArea)(name, length)
    case 'url':
      return make.url(name, LONG)
    case 'email':
      return make.email(name)
    case 'phone':
      return make.phone(name)
    case 'picklist':
    case 'multipicklist':
      return make[type](name, values, { restricted })
    case 'boolean':
      return make.checkbox(name)
    case 'int':
      return make.whole(name, Math.min(precision, 9))
    case 'double':
    case 'currency':
    case 'percent':
      return make[type](name, precision, definition.scale ?? 0)
    case 'date':
      return make.day(name)
    case 'datetime':
      return make.time(name)
    case 'time':
      return make.timeOfDay(name)
    case 'reference':
      return make.reference(name, definition.referenceTo ?? [], {
        ...(definition.children && { children: definition.children }),
      })
  }
}
