import { SalesforceError } from './errors.ts'
import type { FieldDescribe, ObjectDescribe } from './describe.ts'
import { unfit, whereOf, type Where } from './soql-where.ts'

/** Salesforce takes no longer queries. */
const LONGEST = 100_000

export interface SoqlQuery {
  /** The names come from here: what it does not know is refused before anything is sent. */
  from: Pick<ObjectDescribe, 'name' | 'fields'>
  fields: readonly string[]
  /** Of a list all must hold. */
  where?: Where
  orderBy?: readonly { field: string; descending?: boolean }[]
  limit?: number
}

/** A query whose names are those of a describe and whose values cannot be anything but values. */
export function buildSoql({ from, fields, where = [], orderBy = [], limit }: SoqlQuery): string {
  if (fields.length === 0) throw new SalesforceError('REFUSED', { detail: 'a query needs a field' })
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0))
    throw new SalesforceError('REFUSED', { detail: 'a limit is a whole number above 0' })
  const named = fieldsOf(from)
  const condition = whereOf(where, named)
  const order = orderBy.map(({ field, descending }) => orderOf(named(field), descending))
  const soql = [
    `SELECT ${fields.map((name) => named(name).name).join(', ')} FROM ${from.name}`,
    ...(condition === undefined ? [] : [`WHERE ${condition}`]),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join(' ')
  if (soql.length > LONGEST)
    throw new SalesforceError('REFUSED', { detail: `the query is longer than ${LONGEST} characters` })
  return soql
}

function fieldsOf({ name: object, fields }: SoqlQuery['from']): (name: string) => FieldDescribe {
  const known = new Map(fields.map((field) => [field.name, field]))
  return (name) => {
    const field = known.get(name)
    if (field) return field
    const detail = `${object} has no field ${JSON.stringify(name.slice(0, 80))}`
    throw new SalesforceError('REFUSED', { errorCode: 'INVALID_FIELD', detail })
  }
}

function orderOf(field: FieldDescribe, descending = false): string {
  if (!field.sortable) throw unfit(field, 'cannot be sorted by')
  return `${field.name} ${descending ? 'DESC' : 'ASC'}`
}
