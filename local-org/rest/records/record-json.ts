import { valueOf } from '../../records/value.ts'
import type { Address, Reader, SObject, Value } from '../../records/types.ts'
import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'

export interface JsonOptions {
  readonly reader: Reader
  /** The API's version, for the record's own address. */
  readonly version: number
  /** All that can be read when left out. */
  readonly fields?: readonly Field[]
}

/** A record in JSON: its attributes first, then its fields by name. */
export interface RecordJson {
  readonly attributes: { readonly type: string; readonly url: string }
  readonly [field: string]: unknown
}

export function recordUrl(object: OrgObject, id: string, version: number): string {
  return `/services/data/v${version}.0/sobjects/${object.name}/${id}`
}

/** What the API says a record is, before any of its fields. */
export function recordAttributes(object: OrgObject, record: SObject, version: number) {
  return { type: object.name, url: recordUrl(object, record.Id, version) }
}

export function readableFields(object: OrgObject): readonly Field[] {
  return object.fields.filter(({ hidden }) => !hidden)
}

/** A record as the REST API gives it: its attributes, then its fields. */
export function recordJson(object: OrgObject, record: SObject, options: JsonOptions): RecordJson {
  const { reader, version, fields = readableFields(object) } = options
  const values = fields.map((field): [string, unknown] => [
    field.name,
    fieldJson(object, field, record, reader),
  ])
  return { attributes: recordAttributes(object, record, version), ...Object.fromEntries(values) }
}

/** A field's value; an address with all the parts it can have. */
export function fieldJson(object: OrgObject, field: Field, record: SObject, reader: Reader): unknown {
  const value = valueOf(field, record, reader)
  if (field.type !== 'address' || value === null || typeof value !== 'object') return value
  const part = (name: string): Value => {
    const found = object.field(field.name.replace(/Address$/, name))
    return found ? valueOf(found, record, reader) : null
  }
  return addressJson(value, part)
}

function addressJson(address: Address, part: (name: string) => Value) {
  return {
    city: address.city,
    country: address.country,
    geocodeAccuracy: part('GeocodeAccuracy'),
    latitude: part('Latitude'),
    longitude: part('Longitude'),
    postalCode: address.postalCode,
    state: address.state,
    street: address.street,
  }
}
