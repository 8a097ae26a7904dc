import type { Business, Stamps } from '../business/index.ts'
import { normalizeId } from '../salesforce-id.ts'

/** A record as the User Interface API gives it. */
export interface UiRecord {
  apiName: string
  id: string
  fields: Record<string, { displayValue: string | null; value: unknown }>
  lastModifiedById: string
  lastModifiedDate: string
  systemModstamp: string
}

type AnyRecord = Stamps & { Id: string } & Record<string, unknown>

/** A field that was asked for and does not exist. */
export class UnknownField extends Error {
  override readonly name = 'UnknownField'
}

function find(business: Business, id: string): { object: string; record: AnyRecord } | undefined {
  const { accounts, contacts, cases, opportunities, users } = business
  const table = [accounts, contacts, cases, opportunities, users].find(({ keyPrefix }) =>
    id.startsWith(keyPrefix),
  )
  const record = table?.byId(id) as AnyRecord | undefined
  return table && record && record['IsDeleted'] !== true ? { object: table.object, record } : undefined
}

/**
 * The fields named as `Object.Field` or through lookups (`Case.Account.Name`); all of them when none is named.
 * Undefined when there is no such record.
 */
export function uiRecord(
  business: Business,
  id: string,
  names: readonly string[] = [],
): UiRecord | undefined {
  const found = find(business, normalizeId(id) ?? '')
  if (!found) return undefined
  const paths = names.map((name) => pathIn(found.object, name))
  return build(business, found, paths.length ? paths : Object.keys(found.record).map((name) => [name]))
}

function pathIn(object: string, name: string): string[] {
  const [start, ...path] = name.split('.')
  if (start !== object || path.length === 0)
    throw new UnknownField(`No such column '${name}' on entity '${object}'.`)
  return path
}

function build(
  business: Business,
  found: { object: string; record: AnyRecord },
  paths: string[][],
): UiRecord {
  const { object, record } = found
  const byField = Map.groupBy(paths, ([name = '']) => name)
  const fields = [...byField].map(([name, all]) => {
    const rest = all.map((path) => path.slice(1)).filter((path) => path.length > 0)
    return [name, rest.length ? parent(business, found, { name, rest }) : own(object, record, name)] as const
  })
  return {
    apiName: object,
    id: record.Id,
    fields: Object.fromEntries(fields),
    lastModifiedById: record.LastModifiedById,
    lastModifiedDate: record.LastModifiedDate,
    systemModstamp: record.SystemModstamp,
  }
}

function own(object: string, record: AnyRecord, name: string) {
  if (!Object.hasOwn(record, name)) throw new UnknownField(`No such column '${name}' on entity '${object}'.`)
  return { displayValue: null, value: record[name] }
}

/** `Account` follows `AccountId`; the parent comes as a record of its own, or null. */
function parent(
  business: Business,
  { object, record }: { object: string; record: AnyRecord },
  { name, rest }: { name: string; rest: string[][] },
) {
  const id = own(object, record, `${name}Id`).value
  const found = typeof id === 'string' ? find(business, id) : undefined
  if (!found) return { displayValue: null, value: null }
  const display = found.record['Name']
  return { displayValue: typeof display === 'string' ? display : null, value: build(business, found, rest) }
}
