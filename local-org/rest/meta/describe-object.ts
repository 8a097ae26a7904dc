import type { OrgObject, Schema } from '../../schema/schema.ts'
import { describeField, isCustom } from './describe-field.ts'
import { recordTypeInfos, type RecordTypes } from './record-types.ts'

/** Business records, as opposed to set-up ones: people work with them, and they can be deleted. */
export const isBusinessObject = (object: OrgObject) =>
  object.field('IsDeleted') !== undefined && !object.customSetting

/** An object as the list of all objects has it. `base` is `/services/data/v65.0`. */
export function summarizeObject(object: OrgObject, base: string) {
  const isBusiness = isBusinessObject(object)
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: object.createable ?? true,
    custom: isCustom(object.name),
    customSetting: object.customSetting ?? false,
    deepCloneable: false,
    deletable: object.deletable ?? true,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: isBusiness,
    mergeable: object.mergeable ?? false,
    mruEnabled: isBusiness,
    name: object.name,
    queryable: true,
    replicateable: object.replicateable ?? true,
    retrieveable: true,
    searchable: isBusiness,
    triggerable: isBusiness,
    undeletable: object.undeletable ?? isBusiness,
    updateable: object.updateable ?? true,
    urls: urlsOf(object, `${base}/sobjects/${object.name}`),
  }
}

function urlsOf(object: OrgObject, self: string): Record<string, string> {
  const every = { rowTemplate: `${self}/{ID}`, describe: `${self}/describe`, sobject: self }
  if (!isBusinessObject(object)) return every
  return {
    compactLayouts: `${self}/describe/compactLayouts`,
    rowTemplate: every.rowTemplate,
    approvalLayouts: `${self}/describe/approvalLayouts`,
    listviews: `${self}/listviews`,
    describe: every.describe,
    quickActions: `${self}/quickActions`,
    layouts: `${self}/describe/layouts`,
    sobject: self,
  }
}

export function describeObject(
  { schema, recordTypes }: { schema: Schema; recordTypes: RecordTypes },
  object: OrgObject,
  base: string,
) {
  const isBusiness = isBusinessObject(object)
  return {
    ...summarizeObject(object, base),
    actionOverrides: [],
    childRelationships: childRelationships(schema, object.name),
    compactLayoutable: isBusiness,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields.filter(({ hidden }) => !hidden).map((field) => describeField(object, field)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: isBusiness ? recordTypeInfos(recordTypes(object.name), object.name, base) : [],
    searchLayoutable: isBusiness,
    sobjectDescribeOption: 'FULL',
    supportedScopes: supportedScopes(object),
  }
}

function childRelationships(schema: Schema, name: string) {
  return schema
    .childRelationships(name)
    .toSorted((a, b) => (a.object < b.object ? -1 : a.object > b.object ? 1 : 0))
    .map((child) => ({
      cascadeDelete: child.field.children?.cascadeDelete ?? false,
      childSObject: child.object,
      deprecatedAndHidden: false,
      field: child.field.name,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.name ?? null,
      restrictedDelete: false,
    }))
}

function supportedScopes(object: OrgObject) {
  const plural = object.labelPlural.toLowerCase()
  const everything = { label: `All ${plural}`, name: 'everything' }
  return object.field('OwnerId') ? [everything, { label: `My ${plural}`, name: 'mine' }] : [everything]
}
