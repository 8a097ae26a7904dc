import type { Reader, SObject, Value } from '../records/types.ts'

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'reference'
  | 'address'

export interface PicklistValue {
  readonly value: string
  readonly label?: string
  readonly active?: boolean
  readonly default?: boolean
}

/** A field, as a describe tells of it. What is left out has the default that most fields have. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
  /** May be empty; true unless said. */
  readonly nillable?: boolean
  readonly createable?: boolean
  readonly updateable?: boolean
  readonly filterable?: boolean
  readonly sortable?: boolean
  readonly groupable?: boolean
  readonly externalId?: boolean
  readonly unique?: boolean
  readonly caseSensitive?: boolean
  /** Can be the key of an upsert or a read; external ids and the Id always can. */
  readonly idLookup?: boolean
  readonly nameField?: boolean
  readonly picklist?: readonly PicklistValue[]
  /** Whether other values than the picklist's are refused. */
  readonly restricted?: boolean
  readonly referenceTo?: readonly string[]
  /** The parent's name in SOQL (`Owner` of OwnerId). */
  readonly relationshipName?: string
  /** How the parent sees these records, when it does: `Contacts` of Account. */
  readonly children?: { readonly name: string; readonly cascadeDelete?: boolean }
  /** What a new record gets when the field is not given. */
  readonly defaultValue?: Value
  readonly autoNumber?: { readonly prefix: string; readonly digits: number }
  /** The address or name that this field is a part of. */
  readonly partOf?: string
  /** Computed whenever it is read, so a new result changes no stamp. */
  readonly formula?: (record: SObject, reader: Reader) => Value
  /** The formula as an admin wrote it, for the describe. */
  readonly formulaText?: string
  /** The value of a record that nobody has written this field of. */
  readonly initial?: (record: SObject) => Value
  /** The name the records keep it under; differs from `name` once the field was renamed. */
  readonly key?: string
  /** Field-level security takes it away from everyone: as good as gone, but its values stay. */
  readonly hidden?: boolean
}

export interface ObjectType {
  readonly name: string
  readonly label: string
  readonly labelPlural: string
  /** The first three characters of its records' ids; empty for a custom object that is to get the next free one. */
  readonly keyPrefix: string
  readonly fields: readonly Field[]
  /** Reference data and the like can be read only. */
  readonly createable?: boolean
  readonly updateable?: boolean
  readonly deletable?: boolean
  readonly undeletable?: boolean
  readonly mergeable?: boolean
  readonly replicateable?: boolean
  /** Its rows tune the org or a package; they are no business records. */
  readonly customSetting?: boolean
  /** Whether a Bulk API query may read it. */
  readonly bulk?: boolean
  /** What Salesforce itself fills in when a record is written: from how it would be, stamps and all, and how it was. */
  readonly settle?: (after: SObject, before: SObject | undefined) => Readonly<Record<string, Value>>
}
