export const FIELD_TYPE_NAMES = [
  'string',
  'email',
  'url',
  'richText',
  'number',
  'currency',
  'percentage',
  'boolean',
  'date',
  'datetime',
  'picklist',
  'multiPicklist',
  'lookup',
  'gsid',
  'uuid',
] as const
export type FieldTypeName = (typeof FIELD_TYPE_NAMES)[number]

/** How the values of a key are compared: as they are, or without regard to capitals (e-mail addresses, user names). */
export type Matching = 'exact' | 'ignore-case'
export type FieldKind = 'system' | 'standard' | 'custom'

/** A field as data: all that is needed to make its column, to describe it, and to judge a value before it is written. */
export interface FieldDefinition {
  readonly name: string
  readonly label: string
  readonly type: FieldTypeName
  readonly kind: FieldKind
  readonly required: boolean
  readonly unique: boolean
  readonly indexed: boolean
  /** Not writable by people, jobs or APIs; only the system's own code sets it. */
  readonly readOnly: boolean
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
  readonly min?: number
  readonly max?: number
  readonly matching?: Matching
  /** The object a lookup points to. */
  readonly lookup?: string
  /**
   * Lookups are foreign keys unless this is false. It is so only for "who did it": the trail must outlive the user it
   * names, and two more foreign keys on every table would be checked again for every row a sync merges.
   */
  readonly enforced?: boolean
  /** The picklist category its items come from. */
  readonly picklist?: string
  /** Fields shown together under a name, such as a user's identity in one connected system. */
  readonly group?: string
  /** A picklist's default is an item's name; a date's may be 'today', a datetime's 'now'. */
  readonly defaultValue?: string | number | boolean
}

export interface ObjectDefinition {
  readonly name: string
  readonly label: string
  readonly pluralLabel: string
  /** The first four characters of the GSID of every row. */
  readonly prefix: string
  readonly kind: 'standard' | 'custom'
  readonly fields: readonly FieldDefinition[]
  /** Sets of fields no two rows may share; empty counts as a value here. */
  readonly uniqueTogether: readonly (readonly string[])[]
}

export interface PicklistItem {
  readonly name: string
  readonly label: string
}

export interface PicklistDefinition {
  readonly name: string
  readonly label: string
  readonly items: readonly PicklistItem[]
}
