import type { Field } from '../schema/types.ts'
import { computedOf } from './expression.ts'
import type { Condition, Expression, SelectItem, Statement } from './statement.ts'
import type { Level } from './operand.ts'
import { malformed, problem } from './problems.ts'
import type { Item } from './selected.ts'

const MOST_UNBOUND = 200

/** What a SELECT clause names, FIELDS() spelt out. */
export function itemsOf(level: Level, statement: Statement, children: (select: Statement) => Item): Item[] {
  const seen = new Set<string>()
  const items = statement.items.flatMap((item) =>
    item.kind === 'children'
      ? children(item.select)
      : expanded(level, statement, item).map((field) => fieldItem(level, field, seen)),
  )
  if (items.length > 0) return items
  throw malformed(`'FIELDS(...)' expansion function must result in at least one field being selected.`)
}

function fieldItem(level: Level, { expression, alias }: Selected, seen: Set<string>): Item {
  const { context } = level
  const { operand, isFunction, value } = computedOf(level, expression)
  if (expression.kind === 'call' && expression.name !== 'TOLABEL') throw ungrouped(level, expression)
  if (alias !== undefined && !isFunction) throw malformed('only aggregate expressions use field aliasing')
  if (context.options.bulk && operand.field.type === 'address') {
    throw problem('FUNCTIONALITY_NOT_ENABLED', 'Selecting compound data not supported in Bulk Query')
  }
  const column = alias ?? operand.name
  if (seen.has(column.toLowerCase())) {
    throw context.complain(
      expression.text,
      'INVALID_FIELD',
      `duplicate field selected: ${operand.field.name}`,
    )
  }
  seen.add(column.toLowerCase())
  const name = alias ?? operand.field.name
  return { kind: 'field', name, column, operand, ...(isFunction && { shown: value }) }
}

export function ungrouped({ context }: Level, { text }: Expression): Error {
  return context.complain(text, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${text}`)
}

type Selected = SelectItem & { kind: 'expression' }

function expanded(level: Level, statement: Statement, item: Selected): Selected[] {
  const which = fieldsFunction(item.expression)
  if (which === undefined) return [item]
  const { bulk } = level.context.options
  if (which !== 'STANDARD') {
    if (bulk) {
      throw malformed('The SOQL FIELDS function is not supported with an unbounded set of fields in this API')
    }
    if (!isBound(statement)) throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200')
  }
  return level.object.fields
    .filter((field) => !field.hidden && isAmong(which, field) && !(bulk && field.type === 'address'))
    .map((field) => ({ ...item, expression: { kind: 'path', text: field.name } }))
}

function fieldsFunction(expression: Expression): string | undefined {
  if (expression.kind !== 'call' || expression.name !== 'FIELDS') return undefined
  const which = expression.parameters[0]?.text.toUpperCase() ?? ''
  if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) throw malformed(`unexpected token: '${which}'`)
  return which
}

function isAmong(which: string, { name }: Field): boolean {
  return which === 'ALL' || name.endsWith('__c') === (which === 'CUSTOM')
}

/** At most 200 records, by the limit or by their ids. */
function isBound({ limit, where }: Statement): boolean {
  return (
    (limit !== undefined && limit <= MOST_UNBOUND) || (where !== undefined && idCount(where) <= MOST_UNBOUND)
  )
}

function idCount(condition: Condition): number {
  if (condition.kind === 'comparison') {
    const named = condition.operator === '=' || condition.operator === 'IN'
    return named && condition.left.text.toLowerCase() === 'id' ? condition.literals.length : Infinity
  }
  if (condition.kind === 'and') return Math.min(...condition.parts.map(idCount))
  return condition.kind === 'or' ? condition.parts.reduce((sum, part) => sum + idCount(part), 0) : Infinity
}
