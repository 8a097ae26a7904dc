export { findTenant } from './catalogue-store.ts'
export type { Tenant } from './catalogue-store.ts'
export { addField, createObject, dropField, dropObject } from './custom-objects.ts'
export type { NewObject } from './custom-objects.ts'
export { defaultOf, keyExpression } from './ddl.ts'
export { indexOn } from './index-on.ts'
export type {
  FieldDefinition,
  FieldKind,
  FieldTypeName,
  Matching,
  ObjectDefinition,
  PicklistDefinition,
  PicklistItem,
} from './definition.ts'
export { describe, listObjects } from './describe.ts'
export type { ObjectSummary } from './describe.ts'
export { OBJECTS_ERROR_CODES, ObjectsError } from './errors.ts'
export type { ObjectsErrorCode } from './errors.ts'
export { FIELD_TYPES, GSID_LENGTH } from './field-types.ts'
export { physicalName, qualified, quoteIdentifier, quoteLiteral, sameName } from './identifier.ts'
export type { NewField } from './new-field.ts'
export { picklistCategoryGsid, picklistItemGsid } from './picklist-gsid.ts'
export { listPicklistItems, savePicklist } from './picklist-store.ts'
export type { StoredPicklistItem } from './picklist-store.ts'
export { provisionTenant, reconcileTenant } from './provision.ts'
export { STANDARD_OBJECTS, STANDARD_PICKLISTS } from './standard/index.ts'
export { SYSTEM_FIELDS, touchedBy } from './system-fields.ts'
export { insertRows } from './write-rows.ts'
export type { Row } from './write-rows.ts'
