import { normalizeId } from '../../salesforce-id.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { OrgObject, Schema } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import type { RecordStore } from '../../records/store.ts'
import type { SObject, Writer } from '../../records/types.ts'
import type { ApiCall } from '../call.ts'
import { readableFields } from './record-json.ts'

export interface RecordParts {
  readonly schema: Schema
  readonly store: RecordStore
  now(): number
}

export function writerOf({ session, version }: ApiCall): Writer {
  return { userId: session.userId, origin: `com/salesforce/api/rest/${version}.0` }
}

export function notFound(): SalesforceProblem {
  return new SalesforceProblem(404, 'NOT_FOUND', 'The requested resource does not exist')
}

export function noSuchKey(name: string): SalesforceProblem {
  const words = `Provided external ID field does not exist or is not accessible: ${name}`
  return new SalesforceProblem(404, 'NOT_FOUND', words)
}

/** The object that the path names. */
export function objectOf({ schema }: RecordParts, { params }: ApiCall): OrgObject {
  const object = schema.object(params['object'] ?? '')
  if (!object) throw notFound()
  return object
}

/** The live record that an id in the path names. */
export function recordAt({ store }: RecordParts, object: OrgObject, id: string): SObject {
  const full = normalizeId(id)
  if (full === undefined) throw noSuchKey(id)
  const record = store.read(object.name, full)
  if (!record) throw notFound()
  if (record['IsDeleted'] === true) {
    throw new SalesforceProblem(404, 'ENTITY_IS_DELETED', 'entity is deleted', [])
  }
  return record
}

/** The fields a call asks for, and the id always; undefined for all. */
export function fieldsAsked(object: OrgObject, names: readonly string[] | undefined): readonly Field[] {
  if (!names) return readableFields(object)
  const wanted = names.map((name) => name.trim()).filter(Boolean)
  const fields = wanted.map((name) => object.field(name) ?? unknownColumn(object, wanted, name))
  const id = object.field('Id')
  return id && !fields.includes(id) ? [...fields, id] : fields
}

/** Salesforce shows the place, as if the names were a query. */
function unknownColumn(object: OrgObject, names: readonly string[], name: string): never {
  const list = names.join(',')
  const words =
    `\n${list}\n${' '.repeat(list.indexOf(name))}^\nERROR at Row:1:Column:${list.indexOf(name) + 1}\n` +
    `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to ` +
    "append the '__c' after the custom field name. Please reference your WSDL or the describe call for the " +
    'appropriate names.'
  throw new SalesforceProblem(400, 'INVALID_FIELD', words)
}

/** The fields in a URL: `?fields=Name,Phone`. */
export function fieldsInQuery(object: OrgObject, { query }: ApiCall): readonly Field[] {
  return fieldsAsked(object, query.get('fields')?.split(','))
}
