import type { SObject, Store } from '../records/types.ts'
import { valueOf } from '../records/value.ts'
import { normalizeId } from '../salesforce-id.ts'
import type { OrgObject, Schema } from '../schema/schema.ts'

/** A record as the User Interface API gives it. */
export interface UiRecord {
  apiName: string
  id: string
  fields: Record<string, { displayValue: string | null; value: unknown }>
  lastModifiedById: unknown
  lastModifiedDate: unknown
  systemModstamp: unknown
}

interface Org {
  schema: Schema
  store: Store
}

/** A field that was asked for and does not exist. */
export class UnknownField extends Error {
  override readonly name = 'UnknownField'
}

interface Found {
  object: OrgObject
  record: SObject
}

function find({ schema, store }: Org, id: string): Found | undefined {
  const object = schema.byKeyPrefix(id.slice(0, 3))
  const record = object && store.read(object.name, id)
  return object && record && record['IsDeleted'] !== true ? { object, record } : undefined
}

/**
 * The fields named as `Object.Field` or through lookups (`Case.Account.Name`); all of them when none is named.
 * Undefined when there is no such record.
 */
export function uiRecord(org: Org, id: string, names: readonly string[] = []): UiRecord | undefined {
  const found = find(org, normalizeId(id) ?? '')
  if (!found) return undefined
  const paths = names.map((name) => pathIn(found.object.name, name))
  const visible = found.object.fields.filter(({ hidden }) => !hidden)
  return build(org, found, paths.length ? paths : visible.map(({ name }) => [name]))
}

function pathIn(object: string, name: string): string[] {
  const [start, ...path] = name.split('.')
  if (start !== object || path.length === 0) throw unknown(object, name)
  return path
}

function build(org: Org, found: Found, paths: string[][]): UiRecord {
  const { object, record } = found
  const byField = Map.groupBy(paths, ([name = '']) => name)
  const fields = [...byField].map(([name, all]) => {
    const rest = all.map((path) => path.slice(1)).filter((path) => path.length > 0)
    return [name, rest.length ? parent(org, found, { name, rest }) : own(org, found, name)] as const
  })
  return {
    apiName: object.name,
    id: record.Id,
    fields: Object.fromEntries(fields),
    lastModifiedById: record['LastModifiedById'],
    lastModifiedDate: record['LastModifiedDate'],
    systemModstamp: record['SystemModstamp'],
  }
}

function own({ store }: Org, { object, record }: Found, name: string) {
  const field = object.field(name)
  if (!field) throw unknown(object.name, name)
  return { displayValue: null, value: valueOf(field, record, store) }
}

/** `Account` follows `AccountId`; the parent comes as a record of its own, or null. */
function parent(org: Org, { object, record }: Found, { name, rest }: { name: string; rest: string[][] }) {
  const field = object.parent(name)
  if (!field) throw unknown(object.name, name)
  const id = valueOf(field, record, org.store)
  const found = typeof id === 'string' ? find(org, id) : undefined
  if (!found) return { displayValue: null, value: null }
  const nameField = found.object.fields.find((each) => each.nameField)
  const display = nameField && valueOf(nameField, found.record, org.store)
  return { displayValue: typeof display === 'string' ? display : null, value: build(org, found, rest) }
}

function unknown(object: string, name: string): UnknownField {
  return new UnknownField(`No such column '${name}' on entity '${object}'.`)
}
