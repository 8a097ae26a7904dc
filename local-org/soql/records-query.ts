import type { Value, SObject } from '../records/types.ts'
import type { OrgObject } from '../schema/schema.ts'
import { recordColumns } from './column-metadata.ts'
import type { Run } from './conditions.ts'
import type { IdList } from './id-list.ts'
import { itemsOf } from './field-list.ts'
import type { Level, Related } from './operand.ts'
import { sortOf, type Sort } from './ordering.ts'
import { pinned } from './pinning.ts'
import { malformed, problem } from './problems.ts'
import type { Answer } from './query.ts'
import { candidates, runOf, type Rows } from './rows.ts'
import { entriesOf, rendered, type Entry, type FieldItem, type Item } from './selected.ts'
import { createKeys } from './sorting.ts'
import { childrenLevel } from './sources.ts'
import { inStretches } from './streaming.ts'
import type { Statement } from './statement.ts'
import { rowsOf } from './where.ts'

interface RecordsQuery {
  readonly object: OrgObject
  readonly rows: Rows
  readonly sort: Sort<SObject> | undefined
  readonly items: readonly Item[]
  readonly entries: readonly Entry[]
}

function compiled(level: Level, statement: Statement): RecordsQuery {
  const items = itemsOf(level, statement, (select) => childrenItem(level, statement, select))
  const rows = rowsOf(level, statement)
  const sort = sortOf(level, statement.orderBy)
  return { object: level.object, rows, sort, items, entries: entriesOf(level.context, items) }
}

/** A query for records, as they are or as rows of values. */
export function recordsAnswer(level: Level, statement: Statement): Answer {
  const { context, object } = level
  const query = compiled(level, statement)
  const { rows, sort, entries } = query
  const columns = query.items.filter((item) => item.kind === 'field')
  const read = (id: string): Related | undefined => {
    const record = context.store.read(object.name, id)
    const isThere = record && (context.deleted || record['IsDeleted'] !== true)
    return isThere ? { object, record } : undefined
  }
  const pin = () => pinned(rows, sort, statement)
  return {
    kind: 'records',
    columns: columns.map(({ column }) => column),
    columnMetadata: () => recordColumns(query.items),
    async select() {
      const ids = await pin()
      return {
        total: ids.length,
        page(from, size) {
          const end = Math.min(from + size, ids.length)
          const numbers = Array.from({ length: Math.max(0, end - from) }, (_, index) => from + index)
          return numbers.flatMap((number) => {
            const holder = read(ids.at(number))
            return holder ? [rendered(context, holder, entries)] : []
          })
        },
      }
    },
    async *values() {
      const toValue = valuesOf(columns)
      const isPlain = !sort && statement.limit === undefined && statement.offset === 0
      if (isPlain) {
        const run = await runOf(rows)
        yield* inStretches({ records: candidates(rows, run), test: rows.filter?.(run), toValue })
      } else yield* inStretches({ records: recordsOf(await pin(), (id) => read(id)?.record), toValue })
    },
  }
}

/** Those that are still there. */
function* recordsOf(ids: IdList, read: (id: string) => SObject | undefined): Generator<SObject> {
  for (let index = 0; index < ids.length; index++) {
    const record = read(ids.at(index))
    if (record) yield record
  }
}

function valuesOf(columns: readonly FieldItem[]): (record: SObject) => readonly Value[] {
  const getters = columns.map(({ operand, shown }) => shown ?? operand.value)
  return (record) => {
    const values: Value[] = []
    for (const value of getters) values.push(value(record))
    return values
  }
}

/** A subquery of the SELECT clause: each record's children, in the shape of an answer of their own. */
function childrenItem(level: Level, parent: Statement, select: Statement): Item {
  const { context } = level
  if (context.options.bulk) {
    throw problem('FUNCTIONALITY_NOT_ENABLED', 'Aggregate Relationships not supported in Bulk Query')
  }
  if (select.offset > 0 && parent.limit !== 1) {
    throw malformed('OFFSET in a subquery needs LIMIT 1 in the query around it')
  }
  if (select.groupBy.length > 0) throw malformed('only root queries support aggregate expressions')
  const { name, field, level: below } = childrenLevel(level, select)
  const query = compiled(below, select)
  if (query.rows.joins.length > 0) throw malformed('Semi join sub-selects are not supported in a subquery')
  const { store, deleted } = context
  return {
    kind: 'children',
    name,
    items: query.items,
    render({ record }) {
      const children = store.children(below.object.name, field.name, record.Id, { deleted })
      const found = chosen(children, query, select)
      if (found.length === 0) return null
      const records = found.map((child) =>
        rendered(context, { object: below.object, record: child }, query.entries),
      )
      return { totalSize: records.length, done: true, records }
    },
  }
}

function chosen(children: SObject[], { rows, sort }: RecordsQuery, { offset, limit }: Statement): SObject[] {
  const run: Run = { moment: rows.context.moment(), joins: new Map() }
  const met = rows.filter ? children.filter(rows.filter(run)) : children
  const end = limit === undefined ? undefined : offset + limit
  if (!sort) return met.slice(offset, end)
  const keys = createKeys(sort.directions)
  for (const child of met) keys.add(sort.keys(child))
  return [...keys.orderNow()].slice(offset, end).map((index) => met[index] as SObject)
}
