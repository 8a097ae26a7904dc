import type { FieldDefinition, FieldTypeName } from './definition.ts'
import { ObjectsError } from './errors.ts'
import { quoteLiteral } from './identifier.ts'
import { picklistItemGsid, picklistItemPrefix } from './picklist-gsid.ts'

export const GSID_LENGTH = 36

/** What a type is called, the column it becomes, what the column refuses beyond that, and how a default is written. */
interface FieldType {
  readonly label: string
  /** Whether people can make fields of it at run time. */
  readonly custom: boolean
  /** Whether it can be a key: unique, indexed, matched on. */
  readonly canBeKey: boolean
  /** What may be said about a field of it, beyond what may be said about any. */
  readonly takes?: readonly (keyof FieldDefinition)[]
  readonly column: (field: FieldDefinition) => string
  readonly checks?: (column: string, field: FieldDefinition) => string[]
  readonly literal?: (value: string | number | boolean, field: FieldDefinition) => string | undefined
}

const plain = { custom: true, canBeKey: true } as const
const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? quoteLiteral(value) : undefined
const decimal = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? `${value}` : undefined
/** Byte order: the cheapest comparison, and the same on every server whatever its language. */
const KEY = 'collate "C"'
const varchar = (length: number, field: FieldDefinition): string =>
  field.matching ? `varchar(${length}) ${KEY}` : `varchar(${length})`

export const FIELD_TYPES: Readonly<Record<FieldTypeName, FieldType>> = {
  string: {
    ...plain,
    label: 'String',
    takes: ['length', 'matching'],
    column: (field) => varchar(whole(field.length ?? 255, 'length', 1, 32_000), field),
    literal: text,
  },
  email: {
    ...plain,
    label: 'Email',
    column: () => `varchar(320) ${KEY}`,
    checks: (column) => [`position('@' in ${column}) > 1`],
    literal: text,
  },
  url: { ...plain, label: 'URL', column: () => 'varchar(2048)', literal: text },
  richText: { ...plain, label: 'Rich text', canBeKey: false, column: () => 'text', literal: text },
  number: {
    ...plain,
    label: 'Number',
    takes: ['precision', 'scale', 'min', 'max'],
    column: (field) => {
      const precision = whole(field.precision ?? 22, 'precision', 1, 38)
      return `numeric(${precision}, ${whole(field.scale ?? 4, 'scale', 0, precision)})`
    },
    checks: range,
    literal: decimal,
  },
  currency: {
    ...plain,
    label: 'Currency',
    takes: ['min', 'max'],
    column: () => 'numeric(22, 4)',
    checks: range,
    literal: decimal,
  },
  percentage: {
    ...plain,
    label: 'Percentage',
    takes: ['min', 'max'],
    column: () => 'numeric(9, 4)',
    checks: range,
    literal: decimal,
  },
  boolean: {
    ...plain,
    label: 'Boolean',
    canBeKey: false,
    column: () => 'boolean',
    literal: (value) => (typeof value === 'boolean' ? `${value}` : undefined),
  },
  date: {
    ...plain,
    label: 'Date',
    column: () => 'date',
    literal: (value) => moment(value, 'today', 'current_date'),
  },
  // Milliseconds: what Salesforce gives and JavaScript can hold. More would never compare equal to its source again.
  datetime: {
    ...plain,
    label: 'Date and time',
    column: () => 'timestamptz(3)',
    literal: (value) => moment(value, 'now', 'now()'),
  },
  picklist: {
    ...plain,
    label: 'Picklist',
    takes: ['picklist'],
    canBeKey: false,
    column: () => `text ${KEY}`,
    checks: (column, field) => [`starts_with(${column}, '${picklistItemPrefix(field.picklist ?? '')}')`],
    literal: (value, field) =>
      typeof value === 'string' ? quoteLiteral(picklistItemGsid(field.picklist ?? '', value)) : undefined,
  },
  // An array can have no foreign key: a trigger asks whether the items are there (see ddl.ts).
  multiPicklist: {
    ...plain,
    label: 'Multi-select picklist',
    takes: ['picklist'],
    canBeKey: false,
    column: () => `text[] ${KEY}`,
  },
  lookup: { ...plain, label: 'Lookup', takes: ['lookup'], column: () => `text ${KEY}` },
  gsid: {
    label: 'GSID',
    custom: false,
    canBeKey: true,
    column: () => `text ${KEY}`,
    checks: (column) => [`length(${column}) = ${GSID_LENGTH}`],
  },
  uuid: { label: 'UUID', custom: false, canBeKey: true, column: () => 'uuid' },
}

export const isFieldType = (name: string): name is FieldTypeName => Object.hasOwn(FIELD_TYPES, name)

/** Sizes end up in SQL text, so nothing but a whole number within its limits may pass, whatever the caller's types say. */
function whole(value: number, what: string, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new ObjectsError('FIELD_INVALID', `The ${what} must be a whole number from ${least} to ${most}`)
}

function range(column: string, field: FieldDefinition): string[] {
  const bound = (value: number | undefined, operator: string): string[] => {
    if (value === undefined) return []
    if (!Number.isFinite(value))
      throw new ObjectsError('FIELD_INVALID', 'The least and the most must be numbers')
    return [`${column} ${operator} ${value}`]
  }
  return [...bound(field.min, '>='), ...bound(field.max, '<=')]
}

function moment(value: unknown, word: string, expression: string): string | undefined {
  if (value === word) return expression
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? quoteLiteral(value) : undefined
}
