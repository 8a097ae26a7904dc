import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SObject } from '../records/types.ts'
import type { Run, Filter } from './conditions.ts'
import type { Context } from './context.ts'
import { sorted, type Hint } from './hints.ts'
import type { Join } from './statement.ts'

/** The records of an object that meet a condition. */
export interface Rows {
  readonly context: Context
  readonly object: string
  readonly filter: Filter<SObject> | undefined
  readonly hints: readonly Hint[]
  readonly joins: readonly Joined[]
}

/** A subquery of a semi-join, and the field whose ids it gives. */
export interface Joined {
  readonly join: Join
  readonly rows: Rows
  id(record: SObject): unknown
}

/** How many records are looked at before others get their turn. */
export const TURN = 2000

export async function runOf({ context, joins }: Rows): Promise<Run> {
  const found = new Map<Join, ReadonlySet<string>>()
  for (const { join, rows, id } of joins) {
    const ids = new Set<string>()
    await eachRow(rows, await runOf(rows), (record) => {
      const value = id(record)
      if (typeof value === 'string') ids.add(value)
    })
    found.set(join, ids)
  }
  return { moment: context.moment(), joins: found }
}

/** In the order of their ids, until one is answered with false. */
export async function eachRow(rows: Rows, run: Run, visit: (record: SObject) => unknown): Promise<void> {
  const test = rows.filter?.(run)
  let turn = 0
  for (const record of candidates(rows, run)) {
    if (++turn % TURN === 0) await nextTurn()
    if ((!test || test(record)) && visit(record) === false) return
  }
}

/** The records that may meet the condition: the fewest that are easy to find. */
export function candidates({ context, object, hints }: Rows, run: Run): Iterable<SObject> {
  const { store, deleted } = context
  const hint = ORDER.map((kind) => hints.find((one) => one.kind === kind)).find((one) => one !== undefined)
  switch (hint?.kind) {
    case 'ids':
      return read(context, object, hint.ids)
    case 'children':
      return childrenOf(context, { object, field: hint.field.name, parents: hint.ids })
    case 'joined': {
      const ids = sorted(run.joins.get(hint.join) ?? [])
      if (hint.field.type === 'id') return read(context, object, ids)
      return childrenOf(context, { object, field: hint.field.name, parents: ids })
    }
    case 'since': {
      const time = hint.time(run.moment)
      return time === undefined ? [] : store.stampedSince(object, time, { deleted })
    }
    default:
      return store.records(object, { deleted })
  }
}

const ORDER: readonly Hint['kind'][] = ['ids', 'children', 'joined', 'since']

function* read({ store, deleted }: Context, object: string, ids: Iterable<string>): Generator<SObject> {
  for (const id of ids) {
    const record = store.read(object, id)
    if (record && (deleted || record['IsDeleted'] !== true)) yield record
  }
}

interface Children {
  object: string
  field: string
  parents: readonly string[]
}

/** Several parents' children in the order of their own ids, as everywhere. */
function childrenOf({ store, deleted }: Context, { object, field, parents }: Children): SObject[] {
  const records = parents.flatMap((id) => store.children(object, field, id, { deleted }))
  return parents.length > 1 ? records.sort((a, b) => (a.Id < b.Id ? -1 : a.Id > b.Id ? 1 : 0)) : records
}
