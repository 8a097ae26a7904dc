import { randomBytes } from 'node:crypto'
import type { Faults } from '../../faults/types.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { Store } from '../../records/types.ts'
import type { Query, QueryOptions } from '../../soql/index.ts'
import type { ApiCall, ApiEndpoint, Reply } from '../call.ts'
import { createCursors, invalidLocator, type Cursor } from './cursors.ts'

export interface QueryParts {
  compile(text: string, options: QueryOptions): Query
  store: Store
  /** The query behind a list view, by the list's id. */
  listView(id: string): string | undefined
  faults: Faults
}

const LEAST_BATCH = 200
const LARGEST_BATCH = 2000

/** `query` and `queryAll`, and their pages by locator. */
export function queryEndpoints({ compile, store, listView, faults }: QueryParts): ApiEndpoint[] {
  const cursors = createCursors({ now: store.now, makeId: cursorIds() })

  async function run(call: ApiCall, all: boolean): Promise<Reply> {
    const { version, session } = call
    const options = { version, all, userId: session.userId }
    const explained = call.query.get('explain')
    if (explained !== null) {
      return { status: 200, json: plan(compile(listView(explained) ?? explained, options), store) }
    }
    const text = call.query.get('q')
    if (text === null) throw new SalesforceProblem(400, 'MALFORMED_QUERY', 'No query string provided')
    const query = compile(text, options)
    if (call.query.get('columns') === 'true') return { status: 200, json: columnsOf(query) }
    const selection = await query.select()
    const off = faults.take('wrong-total', subject(call))?.by ?? 0
    const total = selection.total + off
    const size = batchSize(call)
    const records = selection.page(0, size)
    if (selection.total <= size) return { status: 200, json: { totalSize: total, done: true, records } }
    const cursor = cursors.open(selection, session.userId)
    return { status: 200, json: page(call, { cursor, from: 0, size, records, total }) }
  }

  function more(call: ApiCall): Reply {
    if (faults.take('expired-locator', subject(call))) throw invalidLocator()
    const { cursor, from } = cursors.at(call.params.locator ?? '', call.session.userId)
    const size = batchSize(call)
    const records = cursor.pages.page(from, size)
    return { status: 200, json: page(call, { cursor, from, size, records, total: cursor.pages.total }) }
  }

  return [
    { method: 'GET', path: '/query', handle: (call) => run(call, false) },
    { method: 'GET', path: '/queryAll', handle: (call) => run(call, true) },
    { method: 'GET', path: '/query/:locator', handle: more },
    { method: 'GET', path: '/queryAll/:locator', handle: more },
  ]
}

/** What there would be to see: asked before, or in place of, the records. */
function columnsOf({ object, kind, columns, columnMetadata }: Query) {
  const idSelected = columns.includes('Id')
  return { columnMetadata: columnMetadata(), entityName: object, groupBy: kind === 'aggregate', idSelected }
}

/** What Salesforce's query optimizer would say, as far as it is true here. */
function plan({ object }: Query, store: Store) {
  const cardinality = store.count(object)
  const only = {
    ...{ cardinality, fields: [], leadingOperationType: 'TableScan', notes: [], relativeCost: 1 },
    ...{ sobjectCardinality: cardinality, sobjectType: object },
  }
  return { plans: [only] }
}

/** Salesforce's look the same: `0r8`, and an end that nobody can guess. */
function cursorIds(): () => string {
  return () => `0r8${randomBytes(8).toString('hex').slice(0, 15).toUpperCase()}`
}

interface Page {
  cursor: Cursor
  from: number
  size: number
  records: unknown[]
  total: number
}

function page(call: ApiCall, { cursor, from, size, records, total }: Page) {
  const next = from + size
  if (next >= cursor.pages.total) return { totalSize: total, done: true, records }
  const nextRecordsUrl = `/services/data/v${call.version}.0/query/${cursor.id}-${next}`
  return { totalSize: total, done: false, nextRecordsUrl, records }
}

/** `Sforce-Query-Options: batchSize=500` is a wish; Salesforce keeps it within its own bounds. */
function batchSize(call: ApiCall): number {
  const wished = /batchSize\s*=\s*(\d+)/i.exec(call.header('sforce-query-options') ?? '')?.[1]
  if (wished === undefined) return LARGEST_BATCH
  return Math.min(LARGEST_BATCH, Math.max(LEAST_BATCH, Number(wished)))
}

function subject({ path, method }: ApiCall) {
  return { path, method }
}
