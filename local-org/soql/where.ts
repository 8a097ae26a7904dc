import type { SObject } from '../records/types.ts'
import { compareWith } from './comparison.ts'
import { filterOf } from './conditions.ts'
import { computedOf, type Computed } from './expression.ts'
import { hintOf, joinHint, type Hint } from './hints.ts'
import { checkPlacement, joinedFields, MOST_JOINS } from './joins.ts'
import type { Level, Valued } from './operand.ts'
import { malformed } from './problems.ts'
import type { Joined, Rows } from './rows.ts'
import type { Comparison, Condition, Expression, Statement } from './statement.ts'

/** The records that a FROM and a WHERE clause name. */
export function rowsOf(level: Level, statement: Statement): Rows {
  const where = scoped(level, statement)
  const rows = { context: level.context, object: level.object.name }
  if (!where) return { ...rows, filter: undefined, hints: [], joins: [] }
  const joins: Joined[] = []
  const hints: Hint[] = []
  const always = new Set(where.kind === 'and' ? where.parts : [where])
  const note = (condition: Condition, hint: Hint | undefined) => {
    if (hint && always.has(condition)) hints.push(hint)
  }
  const filter = filterOf<SObject>(where, {
    comparison(comparison) {
      const left = filterable(level, comparison.left)
      if (!left.isFunction) note(comparison, hintOf(left.operand, comparison))
      return { left, bind: boundTo(level, left, comparison) }
    },
    join(join, placement) {
      checkPlacement(placement)
      const { left, inner, selected } = joinedFields(level, join)
      joins.push({ join, rows: rowsOf(inner, join.select), id: selected.value })
      if (joins.length > MOST_JOINS)
        throw malformed(`Maximum ${MOST_JOINS} semi join sub-selects are allowed`)
      note(join, joinHint(left, join))
      return left
    },
  })
  return { ...rows, filter, hints, joins }
}

/** USING SCOPE mine is a condition as well. */
function scoped({ context, object }: Level, { scope, where }: Statement): Condition | undefined {
  if (scope === undefined || /^everything$/i.test(scope)) return where
  if (!/^mine$/i.test(scope) || !object.field('OwnerId')) {
    throw malformed(`The scope ${scope} is not supported for ${object.name}`)
  }
  const id = context.options.userId
  const mine: Comparison = {
    kind: 'comparison',
    left: { kind: 'path', text: 'OwnerId' },
    operator: '=',
    literals: [{ kind: 'string', raw: id, value: id }],
  }
  return where ? { kind: 'and', parts: [mine, ...(where.kind === 'and' ? where.parts : [where])] } : mine
}

function filterable(level: Level, expression: Expression): Computed {
  const left = computedOf(level, expression, 'WHERE')
  const { field, name } = left.operand
  if (field.filterable === false) {
    const text = expression.kind === 'path' ? expression.text : name
    throw level.context.complain(
      text,
      'INVALID_FIELD',
      `field '${field.name}' can not be filtered in a query call`,
      'WHERE',
    )
  }
  return left
}

/** Says what is wrong with a comparison, and where. */
export function boundTo<Row>(
  { context }: Level,
  left: Valued<Row>,
  { left: { text }, operator, literals }: Comparison,
) {
  if (literals.some(({ kind }) => kind === 'days')) context.passing()
  return compareWith(left.field, operator, literals, (errorCode, message) =>
    context.complain(text, errorCode, message, 'WHERE'),
  )
}
