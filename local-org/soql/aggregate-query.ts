import type { Value } from '../records/types.ts'
import { fieldColumn, functionColumn, type ColumnMetadata } from './column-metadata.ts'
import { filterOf } from './conditions.ts'
import { groupingOf, type Group, type Grouping } from './groups.ts'
import { isAggregate } from './measures.ts'
import type { Level, Valued } from './operand.ts'
import { malformed, problem } from './problems.ts'
import type { Answer } from './query.ts'
import { eachRow, runOf } from './rows.ts'
import { createKeys, keyOf } from './sorting.ts'
import type { Join, Ordering, Statement } from './statement.ts'
import { boundTo, rowsOf } from './where.ts'

/** More would need queryMore, which Salesforce does not have for aggregates. */
const MOST_ROWS = 2000

export function isAggregateQuery({ items, groupBy }: Statement): boolean {
  return (
    groupBy.length > 0 || items.some((item) => item.kind === 'expression' && isAggregate(item.expression))
  )
}

/** A query for counts, sums and the like. */
export function aggregateAnswer(level: Level, statement: Statement): Answer {
  if (statement.groupBy.length === 0 && statement.limit !== undefined) {
    throw malformed('Non-grouped query that uses overall aggregate functions cannot also use LIMIT')
  }
  const grouping = groupingOf(level, statement.groupBy)
  const columns = columnsOf(grouping, statement)
  const rows = rowsOf(level, statement)
  const having = havingOf(level, grouping, statement)
  const sorted = sorting(grouping, statement.orderBy)
  const found = async (): Promise<Group[]> => {
    const run = await runOf(rows)
    const collector = grouping.collect()
    await eachRow(rows, run, (record) => {
      collector.add(record)
    })
    const groups = sorted(having ? collector.groups().filter(having(run)) : collector.groups())
    const { offset, limit } = statement
    return groups.slice(offset, limit === undefined ? undefined : offset + limit)
  }
  return {
    kind: 'aggregate',
    columns: columns.map(({ name }) => name),
    columnMetadata: () => columns.map(({ metadata }) => metadata),
    async select() {
      const groups = await found()
      if (groups.length > MOST_ROWS) throw tooMany()
      const records = groups.map((group) => result(columns, group))
      return { total: records.length, page: (from, size) => records.slice(from, from + size) }
    },
    async *values() {
      const groups = await found()
      yield groups.map((group) => columns.map(({ value }) => value(group)))
    },
  }
}

function tooMany() {
  return problem(
    'EXCEEDED_ID_LIMIT',
    'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
  )
}

type Column = Pick<Valued<Group>, 'name' | 'value'> & { readonly metadata: ColumnMetadata }

function result(columns: readonly Column[], group: Group): Record<string, unknown> {
  const values: Record<string, Value> = Object.fromEntries(
    columns.map(({ name, value }) => [name, value(group)]),
  )
  return { attributes: { type: 'AggregateResult' }, ...values }
}

/** Functions without an alias are called expr0, expr1 and so on; fields by their own name, without their path. */
function columnsOf(grouping: Grouping, { items }: Statement): Column[] {
  let unnamed = 0
  const columns = items.map((item) => {
    if (item.kind === 'children') {
      throw malformed('Grouped query cannot use child relationships in the SELECT list')
    }
    const { expression, alias } = item
    const { value, field } = grouping.valued(expression)
    const name = alias ?? (expression.kind === 'call' ? `expr${unnamed++}` : field.name)
    const isField = expression.kind === 'path'
    const metadata = isField ? fieldColumn(field) : functionColumn(field, name, expression.text)
    return { name, value, metadata }
  })
  const names = columns.map(({ name }) => name.toLowerCase())
  const twice = columns.find((_, index) => names.indexOf(names[index] ?? '') < index)
  if (twice) throw malformed(`duplicate alias: ${twice.name}`)
  return columns
}

function havingOf(level: Level, grouping: Grouping, { having }: Statement) {
  if (!having) return undefined
  return filterOf<Group>(having, {
    comparison(comparison) {
      const left = grouping.valued(comparison.left, 'HAVING', 'Having field')
      return { left, bind: boundTo(level, left, comparison) }
    },
    join: (_join: Join) => {
      throw malformed('Semi-joins are only supported in WHERE clauses')
    },
  })
}

function sorting(grouping: Grouping, orderBy: readonly Ordering[]) {
  const by = orderBy.map((ordering) => {
    const { field, value } = grouping.valued(ordering.by, 'ORDER', 'Ordered field')
    const key = keyOf(field)
    return (group: Group) => key(value(group))
  })
  return (groups: Group[]): Group[] => {
    if (by.length === 0) return groups
    const keys = createKeys(orderBy)
    for (const group of groups) keys.add(by.map((key) => key(group)))
    return [...keys.orderNow()].map((index) => groups[index] as Group)
  }
}
