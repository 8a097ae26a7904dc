import { SalesforceError } from './errors.ts'
import type { FieldDescribe, ObjectDescribe } from './describe.ts'
import { literal, patternOf, type Value } from './soql-literal.ts'

export type Condition =
  | { field: string; is: '=' | '!='; value: Value | null }
  | { field: string; is: '<' | '<=' | '>' | '>='; value: Value }
  | { field: string; is: 'in' | 'not in'; value: readonly Value[] }
  | { field: string; is: 'starts with' | 'ends with' | 'contains'; value: string }

export interface SoqlQuery {
  /** The names come from here: what it does not know is refused before anything is sent. */
  from: Pick<ObjectDescribe, 'name' | 'fields'>
  fields: readonly string[]
  /** All of them must hold. */
  where?: readonly Condition[]
  orderBy?: readonly { field: string; descending?: boolean }[]
  limit?: number
}

/** A query whose names are those of a describe and whose values cannot be anything but values. */
export function buildSoql({ from, fields, where = [], orderBy = [], limit }: SoqlQuery): string {
  if (fields.length === 0) throw new SalesforceError('REFUSED', { detail: 'a query needs a field' })
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0))
    throw new SalesforceError('REFUSED', { detail: 'a limit is a whole number above 0' })
  const named = fieldsOf(from)
  const conditions = where.map((condition) => conditionOf(named(condition.field), condition))
  const order = orderBy.map(({ field, descending }) => orderOf(named(field), descending))
  return [
    `SELECT ${fields.map((name) => named(name).name).join(', ')} FROM ${from.name}`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join(' AND ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join(' ')
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

function conditionOf(field: FieldDescribe, condition: Condition): string {
  if (!field.filterable) throw unfit(field, 'cannot be filtered by')
  const { name } = field
  switch (condition.is) {
    case 'in':
    case 'not in': {
      if (condition.value.length === 0) throw unfit(field, 'needs a value to compare with')
      const list = condition.value.map((value) => literal(field, value)).join(', ')
      return `${name} ${condition.is.toUpperCase()} (${list})`
    }
    case 'starts with':
    case 'ends with':
    case 'contains':
      return `${name} LIKE ${patternOf(field, condition.is, condition.value)}`
    default:
      return `${name} ${condition.is} ${condition.value === null ? 'null' : literal(field, condition.value)}`
  }
}

function orderOf(field: FieldDescribe, descending = false): string {
  if (!field.sortable) throw unfit(field, 'cannot be sorted by')
  return `${field.name} ${descending ? 'DESC' : 'ASC'}`
}

function unfit({ name }: FieldDescribe, why: string): SalesforceError {
  return new SalesforceError('REFUSED', { errorCode: 'INVALID_FIELD', detail: `${name} ${why}` })
}
