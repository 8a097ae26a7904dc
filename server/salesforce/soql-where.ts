import type { FieldDescribe } from './describe.ts'
import { SalesforceError } from './errors.ts'
import type { DateLiteral } from './soql-date.ts'
import { literal, patternOf, relativeOr, type Pattern, type Value } from './soql-literal.ts'

export type Condition =
  | { field: string; is: '=' | '!='; value: Value | DateLiteral | null }
  | { field: string; is: '<' | '<=' | '>' | '>='; value: Value | DateLiteral }
  | { field: string; is: 'in' | 'not in'; value: readonly Value[] }
  /** Of a field that holds several values at once: one of these is, or none of them is, among them. */
  | { field: string; is: 'includes' | 'excludes'; value: readonly string[] }
  | { field: string; is: Pattern | 'does not contain'; value: string }

export type Where =
  Condition | { all: readonly Where[] } | { any: readonly Where[] } | { not: Where } | readonly Where[]

type Named = (name: string) => FieldDescribe

/** Far deeper than anyone thinks, and far from what Salesforce or we could not walk through. */
const DEEPEST = 30

/** What comes after WHERE; undefined when nothing is asked for. */
export function whereOf(where: Where, named: Named): string | undefined {
  const all = isList(where) ? where : 'all' in where ? where.all : [where]
  return all.length === 0 ? undefined : all.map((part) => partOf(part, named, 1)).join(' AND ')
}

/** In parentheses whenever it is more than one condition, so that nothing depends on what binds tighter. */
function partOf(where: Where, named: Named, depth: number): string {
  if (depth > DEEPEST) throw refused(`conditions are nested deeper than ${DEEPEST} levels`)
  const within = (parts: readonly Where[], word: 'AND' | 'OR') => {
    if (parts.length === 0) throw refused('a group of conditions needs one')
    const texts = parts.map((part) => partOf(part, named, depth + 1))
    return texts.length === 1 ? texts.join('') : `(${texts.join(` ${word} `)})`
  }
  if (isList(where)) return within(where, 'AND')
  if ('all' in where) return within(where.all, 'AND')
  if ('any' in where) return within(where.any, 'OR')
  if ('not' in where) return `(NOT ${partOf(where.not, named, depth + 1)})`
  return conditionOf(named(where.field), where)
}

const isList = (where: Where): where is readonly Where[] => Array.isArray(where)

function conditionOf(field: FieldDescribe, condition: Condition): string {
  const { name } = field
  if (!field.filterable) throw unfit(field, 'cannot be filtered by')
  if (!FITS[condition.is](field)) throw unfit(field, `is of a type that has no “${condition.is}”`)
  switch (condition.is) {
    case 'in':
    case 'not in':
    case 'includes':
    case 'excludes': {
      if (condition.value.length === 0) throw unfit(field, 'needs a value to compare with')
      if (severalAtOnce(condition)) throw unfit(field, 'has no values with a semicolon, or empty ones')
      const list = condition.value.map((value) => literal(field, value)).join(', ')
      return `${name} ${condition.is.toUpperCase()} (${list})`
    }
    case 'does not contain':
      return `(NOT ${name} LIKE ${patternOf(field, 'contains', condition.value)})`
    case 'starts with':
    case 'ends with':
    case 'contains':
      return `${name} LIKE ${patternOf(field, condition.is, condition.value)}`
    default:
      return `${name} ${condition.is} ${condition.value === null ? 'null' : relativeOr(field, condition.value)}`
  }
}

/** In SOQL `'A;B'` asks for both. Whoever wants that says so with `all`. */
const severalAtOnce = ({ is, value }: { is: string; value: readonly unknown[] }): boolean =>
  (is === 'includes' || is === 'excludes') && value.some((one) => one === '' || String(one).includes(';'))

type Fits = (field: FieldDescribe) => boolean
const TEXTS = ['string', 'picklist', 'combobox', 'email', 'phone', 'url', 'textarea', 'encryptedstring']
const any: Fits = () => true
const isText: Fits = ({ type }) => TEXTS.includes(type)
const hasSeveral: Fits = ({ type }) => type === 'multipicklist'
const hasOrder: Fits = ({ type }) => type !== 'boolean' && type !== 'multipicklist'

const FITS: Readonly<Record<Condition['is'], Fits>> = {
  ...{ '=': any, '!=': any, in: any, 'not in': any },
  ...{ '<': hasOrder, '<=': hasOrder, '>': hasOrder, '>=': hasOrder },
  ...{ 'starts with': isText, 'ends with': isText, contains: isText, 'does not contain': isText },
  ...{ includes: hasSeveral, excludes: hasSeveral },
}

const refused = (detail: string): SalesforceError => new SalesforceError('REFUSED', { detail })

export function unfit({ name }: FieldDescribe, why: string): SalesforceError {
  return new SalesforceError('REFUSED', { errorCode: 'INVALID_FIELD', detail: `${name} ${why}` })
}
