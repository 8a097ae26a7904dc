import type { Field, FieldType, ObjectType } from '../../schema/types.ts'

const SOAP_TYPES: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  address: 'urn:address',
}
const SYSTEM = new Set([
  'Id',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
])

export const isCustom = (name: string) => name.endsWith('__c')

/** A field with every attribute that a describe has. */
export function describeField(object: ObjectType, field: Field) {
  return {
    ...nature(field),
    ...size(field),
    ...writing(object, field),
    ...querying(field),
    ...relating(field),
    compoundFieldName: field.partOf ?? null,
    controllerName: null,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    displayLocationInDecimal: false,
    encrypted: false,
    extraTypeInfo: field.type === 'textarea' ? 'plaintextarea' : null,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: null,
    mask: null,
    maskType: null,
    permissionable: field.nillable !== false && field.partOf === undefined && !SYSTEM.has(field.name),
    picklistValues: (field.picklist ?? []).map((choice) => ({
      active: choice.active ?? true,
      defaultValue: choice.default ?? false,
      label: choice.label ?? choice.value,
      validFor: null,
      value: choice.value,
    })),
    restrictedPicklist: field.restricted ?? false,
    searchPrefilterable: false,
  }
}

function nature(field: Field) {
  const { name, label, type } = field
  return {
    aiPredictionField: false,
    autoNumber: field.autoNumber !== undefined,
    // Standard fields that Salesforce puts together are not called calculated.
    calculated: field.formula !== undefined && isCustom(name),
    calculatedFormula: field.formulaText ?? null,
    caseSensitive: field.caseSensitive ?? false,
    custom: isCustom(name),
    externalId: field.externalId ?? false,
    label,
    name,
    nameField: field.nameField ?? false,
    soapType: SOAP_TYPES[type] ?? 'xsd:string',
    type,
    unique: field.unique ?? false,
  }
}

function size({ type, length = 0, precision = 0, scale = 0 }: Field) {
  const isId = type === 'id' || type === 'reference'
  return {
    // Three bytes for a character, as UTF-8 may need; ids are plain.
    byteLength: isId ? length : length * 3,
    digits: type === 'int' ? precision : 0,
    length,
    precision: type === 'int' ? 0 : precision,
    scale,
  }
}

function writing(object: ObjectType, field: Field) {
  const { type, nillable = true, autoNumber, formula, defaultValue } = field
  const isWritable = type !== 'id' && !formula && !autoNumber
  const isFilled = SYSTEM.has(field.name) || ['OwnerId', 'CurrencyIsoCode'].includes(field.name)
  return {
    createable: isWritable && object.createable !== false && field.createable !== false,
    defaultValue: type === 'boolean' ? (defaultValue ?? false) : null,
    defaultValueFormula: null,
    defaultedOnCreate:
      isFilled || type === 'boolean' || autoNumber !== undefined || defaultValue !== undefined,
    nillable,
    updateable: isWritable && object.updateable !== false && field.updateable !== false,
    writeRequiresMasterRead: false,
  }
}

function querying(field: Field) {
  const { type, filterable = true, sortable = true, groupable = true } = field
  return {
    aggregatable: filterable && sortable && type !== 'boolean',
    filterable,
    groupable,
    idLookup: type === 'id' || field.externalId === true || field.idLookup === true,
    queryByDistance: type === 'address',
    sortable,
  }
}

function relating({ referenceTo = [], relationshipName, children, nillable }: Field) {
  return {
    cascadeDelete: children?.cascadeDelete === true && nillable === false,
    namePointing: referenceTo.length > 1,
    polymorphicForeignKey: referenceTo.length > 1,
    referenceTargetField: null,
    referenceTo,
    relationshipName: relationshipName ?? null,
    relationshipOrder: null,
    restrictedDelete: false,
  }
}
