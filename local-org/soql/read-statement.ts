// From what the parser made of a query to a Statement.
import type * as Library from '@jetstreamapp/soql-parser-js'
import { conditionTree } from './condition-tree.ts'
import { malformed, unsupported } from './problems.ts'
import type { Reading } from './reading.ts'
import { OPERATORS, type Condition, type Expression, type Operator, type Ordering } from './statement.ts'
import type { SelectItem, Statement } from './statement.ts'

export interface Reader {
  reading: Reading
}

type Select = Library.Query | Library.Subquery

export function statementOf(query: Select, reader: Reader): Statement {
  refuseClauses(query)
  const { from, alias } = sourceOf(query, reader)
  // In the order of the text, as the reading follows it.
  const items = (query.fields ?? []).map((field) => itemOf(field, reader))
  const where = query.where && conditionOf(query.where, reader)
  return {
    from,
    alias,
    items,
    scope: query.usingScope,
    where,
    groupBy: listed(query.groupBy).map(expressionOf),
    having: undefined,
    orderBy: listed(query.orderBy).map(orderingOf),
    limit: query.limit,
    offset: query.offset ?? 0,
  }
}

export function havingOf({ where }: Library.Query, reader: Reader): Condition | undefined {
  return where && conditionOf(where, reader)
}

function refuseClauses(query: Select) {
  if (query.for === 'UPDATE') throw unsupported('FOR UPDATE')
  if (query.update) throw unsupported(`UPDATE ${query.update}`)
  if (query.withDataCategory) throw unsupported('WITH DATA CATEGORY')
  if (query.withSecurityEnforced) throw malformed('SECURITY_ENFORCED not allowed in this context')
  if (query.withAccessLevel) throw malformed(`${query.withAccessLevel} not allowed in this context`)
}

const RESERVED =
  /^(AND|ASC|DESC|EXCLUDES|FIRST|FROM|GROUP|HAVING|IN|INCLUDES|LAST|LIKE|LIMIT|NOT|NULL|NULLS|OR|SELECT|USING|WHERE|WITH|ORDER|OFFSET|FOR|ALL|AS|UPDATE)$/i

function sourceOf(query: Select, { reading }: Reader) {
  const from = 'relationshipName' in query ? query.relationshipName : query.sObject
  if (!from) throw reading.misplaced('FROM')
  const { sObjectAlias: alias } = query
  if (alias !== undefined && RESERVED.test(alias)) throw reading.misplaced(alias)
  return { from, alias }
}

function itemOf(field: Library.FieldType, reader: Reader): SelectItem {
  if (field.type === 'FieldTypeof') throw unsupported('TYPEOF')
  if (field.type === 'FieldSubquery') return { kind: 'children', select: statementOf(field.subquery, reader) }
  const alias = 'alias' in field ? field.alias : undefined
  if (alias !== undefined && RESERVED.test(alias)) throw reader.reading.misplaced(alias)
  const expression = field.type === 'FieldFunctionExpression' ? callOf(field) : pathOf(field)
  return { kind: 'expression', expression, alias }
}

function pathOf(field: { rawValue?: string; field: string }): Expression {
  return { kind: 'path', text: field.rawValue ?? field.field }
}

function callOf({ functionName, rawValue, parameters }: Library.FunctionExp): Expression {
  return {
    kind: 'call',
    name: (functionName ?? '').toUpperCase(),
    text: rawValue ?? '',
    parameters: (parameters ?? []).map((parameter) =>
      typeof parameter === 'string' ? { kind: 'path', text: parameter } : callOf(parameter),
    ),
  }
}

function expressionOf(part: { field: string } | { fn: Library.FunctionExp }): Expression {
  return 'fn' in part ? callOf(part.fn) : pathOf(part)
}

function orderingOf(clause: Library.OrderByClause): Ordering {
  return {
    by: expressionOf(clause),
    descending: clause.order === 'DESC',
    nullsLast: clause.nulls === 'LAST',
  }
}

function listed<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

type Leaf = Exclude<Library.WhereClause['left'], null>

function conditionOf(clause: Library.WhereClause, reader: Reader): Condition {
  const { reading } = reader
  const leaves = leavesOf(clause).values()
  const condition = conditionTree(reading.part, reading.where(), () => {
    const leaf = leaves.next().value
    if (!leaf) throw reading.misplaced('')
    return leafOf(leaf, reader)
  })
  if (leaves.next().value) throw reading.misplaced('')
  return condition
}

function leavesOf(clause: Library.WhereClause): Leaf[] {
  const leaves: Leaf[] = []
  for (
    let node: Library.WhereClause | undefined = clause;
    node;
    node = 'right' in node ? node.right : undefined
  ) {
    if (node.left && 'operator' in node.left) leaves.push(node.left)
  }
  return leaves
}

const OF_A_LIST: readonly Operator[] = ['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES']

function leafOf(leaf: Leaf, reader: Reader): Condition {
  if (!('operator' in leaf)) throw reader.reading.misplaced('')
  const left = expressionOf(leaf)
  const operator = operatorOf(leaf.operator)
  if ('valueQuery' in leaf) {
    if (operator !== 'IN' && operator !== 'NOT IN') throw reader.reading.misplaced('(')
    return {
      kind: 'join',
      left,
      negated: operator === 'NOT IN',
      select: statementOf(leaf.valueQuery, reader),
    }
  }
  const values: string | readonly string[] = leaf.value
  if (Array.isArray(values) !== OF_A_LIST.includes(operator)) {
    throw reader.reading.misplaced(Array.isArray(values) ? '(' : operator)
  }
  return {
    kind: 'comparison',
    left,
    operator,
    literals: [values].flat().map((value) => reader.reading.literal(value)),
  }
}

function operatorOf(written: string): Operator {
  const operator = written === '<>' ? '!=' : written.toUpperCase()
  const known = OPERATORS.find((name) => name === operator)
  if (!known) throw unsupported(`The operator ${written}`)
  return known
}
