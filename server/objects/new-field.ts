import type { FieldDefinition, FieldTypeName, Matching } from './definition.ts'
import { defaultOf } from './ddl.ts'
import { ObjectsError } from './errors.ts'
import { FIELD_TYPES, isFieldType } from './field-types.ts'
import { checkName } from './identifier.ts'

/** What somebody says who wants a field; the rest follows from its type. */
export interface NewField {
  readonly name: string
  readonly label: string
  readonly type: FieldTypeName
  readonly required?: boolean
  readonly unique?: boolean
  readonly indexed?: boolean
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
  readonly min?: number
  readonly max?: number
  readonly matching?: Matching
  readonly lookup?: string
  readonly picklist?: string
  readonly defaultValue?: string | number | boolean
}

/** Pure: the definition of a custom field, or the reason why it cannot be one. */
export function customField(wanted: NewField): FieldDefinition {
  checkName(wanted.name, 'custom')
  const refuse = (why: string): never => {
    throw new ObjectsError('FIELD_INVALID', `${wanted.name}: ${why}`)
  }
  if (!isFieldType(wanted.type) || !FIELD_TYPES[wanted.type].custom) {
    return refuse(`"${wanted.type as string}" is not a type fields can be made of`)
  }
  const type = FIELD_TYPES[wanted.type]
  if ((wanted.unique || wanted.indexed) && !type.canBeKey)
    refuse('a field of this type cannot be unique or indexed')
  const foreign = OF_SOME_TYPES.find((key) => wanted[key] !== undefined && !type.takes?.includes(key))
  if (foreign) refuse(`${foreign} does not go with the type ${type.label}`)
  if (type.takes?.includes('lookup') && !wanted.lookup) refuse('name the object it looks up to')
  if (type.takes?.includes('picklist') && !wanted.picklist) refuse('name the picklist its items come from')
  const field = definitionOf(wanted)
  type.column(field) // refuses sizes that are none
  type.checks?.('"x"', field)
  defaultOf(field)
  return field
}

const OF_SOME_TYPES = [
  'length',
  'precision',
  'scale',
  'min',
  'max',
  'matching',
  'lookup',
  'picklist',
] as const

/** Key by key: whatever else came along with the wish stays behind. */
function definitionOf(wanted: NewField): FieldDefinition {
  const said = [...OF_SOME_TYPES, 'defaultValue' as const].filter((key) => wanted[key] !== undefined)
  return {
    name: wanted.name,
    label: checkLabel(wanted.label, wanted.name),
    type: wanted.type,
    kind: 'custom',
    readOnly: false,
    required: wanted.required ?? false,
    unique: wanted.unique ?? false,
    indexed: wanted.type === 'lookup' || (wanted.indexed ?? false),
    ...(wanted.type === 'string' ? { length: 255 } : {}),
    ...(wanted.type === 'number' ? { precision: 22, scale: 4 } : {}),
    ...(wanted.type === 'email' ? { matching: 'ignore-case' as const } : {}),
    ...Object.fromEntries(said.map((key) => [key, wanted[key]])),
  }
}

export function checkLabel(label: string, name: string): string {
  const text = label.trim()
  if (text.length > 0 && text.length <= 255 && !text.includes('\0')) return text
  throw new ObjectsError('FIELD_INVALID', `${name}: give it a label of 1 to 255 characters`)
}
