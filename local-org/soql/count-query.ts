import type { Level } from './operand.ts'
import { malformed } from './problems.ts'
import type { Answer } from './query.ts'
import { eachRow, runOf, type Rows } from './rows.ts'
import type { Expression, Statement } from './statement.ts'
import { rowsOf } from './where.ts'

/** SELECT COUNT(): how many records there are, and none of them. */
export function isCount({ items }: Statement): boolean {
  return items.some((item) => item.kind === 'expression' && isBareCount(item.expression))
}

function isBareCount(expression: Expression): boolean {
  return expression.kind === 'call' && expression.name === 'COUNT' && expression.parameters.length === 0
}

export function countAnswer(level: Level, statement: Statement): Answer {
  const { items, groupBy, orderBy, offset, limit } = statement
  if (items.length > 1) throw malformed('COUNT() can only be selected alone')
  if (groupBy.length > 0) throw malformed('Grouped query cannot use COUNT(), use COUNT(Id)')
  if (orderBy.length > 0) throw malformed('COUNT() cannot be used with ORDER BY')
  const rows = rowsOf(level, statement)
  const count = async () => {
    const all = rows.filter ? await counted(rows) : level.context.store.count(rows.object, level.context)
    return Math.min(Math.max(0, all - offset), limit ?? Infinity)
  }
  return {
    kind: 'count',
    columns: ['expr0'],
    columnMetadata: () => [],
    select: async () => ({ total: await count(), page: () => [] }),
    async *values() {
      yield [[await count()]]
    },
  }
}

async function counted(rows: Rows): Promise<number> {
  let count = 0
  await eachRow(rows, await runOf(rows), () => {
    count++
  })
  return count
}
