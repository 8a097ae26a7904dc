import type { SObject, Value } from '../records/types.ts'
import { computedOf, type Computed } from './expression.ts'
import { ungrouped } from './field-list.ts'
import { isAggregate, measureOf, type Measure, type Tally } from './measures.ts'
import type { Level, Valued } from './operand.ts'
import type { Expression } from './statement.ts'

/** What is known of the records that have the same values in the grouped fields. */
export interface Group {
  readonly values: readonly Value[]
  readonly tallies: readonly Tally[]
}

/** Says what an expression is of a group: one of the fields it is grouped by, or an aggregate. */
export interface Grouping {
  valued(expression: Expression, after?: string, refusal?: string): Valued<Group>
  collect(): { add(record: SObject): void; groups(): Group[] }
}

export function groupingOf(level: Level, groupBy: readonly Expression[]): Grouping {
  const fields = groupBy.map((expression) => groupable(level, expression))
  const places = new Map(groupBy.map((expression, place) => [canonical(level, expression, 'GROUP'), place]))
  const measures: Measure[] = []
  return {
    valued(expression, after, refusal) {
      if (isAggregate(expression)) {
        const measure = measureOf(level, expression, after)
        const place = measures.push(measure) - 1
        return {
          name: expression.text,
          field: measure.field,
          value: ({ tallies }) => tallies[place]?.result() ?? null,
        }
      }
      const place = places.get(canonical(level, expression, after))
      const found = place === undefined ? undefined : fields[place]
      if (!found || place === undefined) throw refuse(level, expression, { after, refusal })
      return { name: found.name, field: found.field, value: ({ values }) => values[place] ?? null }
    },
    collect: () => collector(fields, measures),
  }
}

function refuse(
  level: Level,
  expression: Expression,
  { after, refusal }: { after?: string; refusal?: string },
) {
  if (refusal === undefined) return ungrouped(level, expression)
  const { text } = expression
  return level.context.complain(
    text,
    'MALFORMED_QUERY',
    `${refusal} must be grouped or aggregated: ${text}`,
    after,
  )
}

/** The same expression is written in several ways: in another case, with an alias, with spaces. */
function canonical(level: Level, expression: Expression, after?: string): string {
  if (expression.kind === 'path') return computedOf(level, expression, after).name
  const parameters = expression.parameters.map((parameter) => canonical(level, parameter, after))
  return `${expression.name}(${parameters.join()})`
}

function groupable(level: Level, expression: Expression): Computed {
  const computed = computedOf(level, expression, 'GROUP')
  const { field } = computed.operand
  if (!computed.isFunction && (field.groupable === false || field.type === 'address')) {
    throw level.context.complain(
      expression.text,
      'MALFORMED_QUERY',
      `field '${field.name}' can not be grouped in a query call`,
      'GROUP',
    )
  }
  return computed
}

function collector(fields: readonly Computed[], measures: readonly Measure[]) {
  const groups = new Map<string, Group>()
  const started = (values: readonly Value[]): Group => ({
    values,
    tallies: measures.map(({ start }) => start()),
  })
  // Without GROUP BY, all records are one group, even when there are none.
  if (fields.length === 0) groups.set('[]', started([]))
  return {
    add(record: SObject) {
      const values = fields.map(({ value }) => value(record))
      const key = JSON.stringify(values)
      const group = groups.get(key) ?? started(values)
      groups.set(key, group)
      for (const tally of group.tallies) tally.add(record)
    },
    groups: () => [...groups.values()],
  }
}
