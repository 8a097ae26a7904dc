// Where Salesforce takes a semi-join, and which.
import type { Placement } from './conditions.ts'
import type { Level, Operand } from './operand.ts'
import { operandOf } from './operand.ts'
import { malformed } from './problems.ts'
import { levelOf } from './sources.ts'
import type { Condition, Join, Path, Statement } from './statement.ts'

export const MOST_JOINS = 2

const MISPLACED: Readonly<Record<Exclude<Placement, 'top'>, string>> = {
  or: `Semi join sub-selects are not allowed with the 'OR' operator`,
  not: `Semi join sub-selects are not allowed with the 'NOT' operator`,
  nested:
    'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
}

export function checkPlacement(placement: Placement) {
  if (placement !== 'top') throw malformed(MISPLACED[placement])
}

export function joinedFields(level: Level, join: Join): { left: Operand; inner: Level; selected: Operand } {
  const left = operandOf(level, join.left.text, 'WHERE')
  if (left.steps.length > 0) throw malformed('The left operand of a semi join cannot use relationships')
  if (!isId(left)) throw malformed(`Semi join left operand '${left.name}' must be an ID or reference field`)
  const selectedPath = onlyField(join.select)
  const inner = levelOf(level.context, join.select)
  const selected = operandOf(inner, selectedPath.text)
  if (selected.steps.length > 0)
    throw malformed('The inner select field of a semi join cannot use relationships')
  if (!isId(selected)) {
    throw malformed(`The inner select field '${selected.name}' should be an ID or reference field`)
  }
  if (inner.object.name === level.object.name) {
    throw malformed('The inner and outer selects should not be on the same object type')
  }
  if (!pointSame(targetsOf(level, left), targetsOf(inner, selected))) {
    throw level.context.complain(
      join.left.text,
      'MALFORMED_QUERY',
      `The selected field '${selected.name}' in the subquery and the left operand field in the where expression in the ` +
        `outer query '${left.name}' should point to the same object type`,
      'WHERE',
    )
  }
  return { left, inner, selected }
}

const isId = ({ field }: Operand) => field.type === 'id' || field.type === 'reference'

function targetsOf({ object }: Level, { field }: Operand): readonly string[] {
  return field.type === 'id' ? [object.name] : (field.referenceTo ?? [])
}

function pointSame(left: readonly string[], right: readonly string[]): boolean {
  return left.some((name) => right.includes(name))
}

function onlyField({ items, where, groupBy, orderBy, limit, offset }: Statement): Path {
  const [item, another] = items
  if (where && hasJoin(where)) throw malformed('Nesting of semi join sub-selects is not supported')
  const grouped = groupBy.length > 0 || orderBy.length > 0 || limit !== undefined || offset > 0
  if (grouped) throw malformed('Semi join sub-selects cannot have GROUP BY, ORDER BY, LIMIT or OFFSET')
  if (another || item?.kind !== 'expression' || item.expression.kind !== 'path') {
    throw malformed('Semi join sub-selects must select exactly one field')
  }
  return item.expression
}

function hasJoin(condition: Condition): boolean {
  if (condition.kind === 'join') return true
  if (condition.kind === 'not') return hasJoin(condition.part)
  return condition.kind !== 'comparison' && condition.parts.some(hasJoin)
}
