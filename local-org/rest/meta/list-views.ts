import type { Reader, SObject, Store, Value } from '../../records/types.ts'
import { valueOf } from '../../records/value.ts'
import { makeId, normalizeId } from '../../salesforce-id.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'

/** The two lists every object comes with: all records, and those of the user who asks. */
interface ListView {
  readonly id: string
  readonly label: string
  readonly developerName: string
  readonly scope: 'everything' | 'mine'
}

/** Every object has numbers for this many. */
const PER_OBJECT = 2
const DEFAULT_LIMIT = 25
const MOST = 2_000

export function listViewsOf(object: OrgObject, number: number): readonly ListView[] {
  const plural = object.labelPlural
  const view = (index: number, word: string, scope: ListView['scope']) => ({
    id: makeId('00B', number * PER_OBJECT + index),
    label: `${word} ${plural}`,
    developerName: `${word}${plural.replace(/\W/g, '')}`,
    scope,
  })
  const all = view(0, 'All', 'everything')
  return object.field('OwnerId') ? [all, view(1, 'My', 'mine')] : [all]
}

export function listListViews(object: OrgObject, number: number, base: string) {
  const views = listViewsOf(object, number)
  return {
    done: true,
    listviews: views.map(({ id, label, developerName }) => ({
      describeUrl: `${base}/sobjects/${object.name}/listviews/${id}/describe`,
      developerName,
      id,
      label,
      resultsUrl: `${base}/sobjects/${object.name}/listviews/${id}/results`,
      soqlCompatible: true,
      url: `${base}/sobjects/${object.name}/listviews/${id}`,
    })),
    nextRecordsUrl: null,
    size: views.length,
    sobjectType: object.name,
  }
}

export function describeListView(object: OrgObject, { id, scope }: ListView) {
  const fields = columnsOf(object).map(({ name }) => name)
  const using = scope === 'mine' ? ' USING SCOPE mine' : ''
  return {
    columns: describeColumns(object),
    id,
    orderBy: [{ fieldNameOrPath: 'Id', nullsPosition: 'first', sortDirection: 'ascending' }],
    query: `SELECT ${fields.join(', ')} FROM ${object.name}${using} ORDER BY Id ASC NULLS FIRST`,
    relatedEntityId: null,
    scope,
    scopeEntityId: null,
    sobjectType: object.name,
    whereCondition: { conditions: [], conjunction: 'and' },
  }
}

/** The query behind a list, found by the list's id. */
export function listViewQuery(objects: readonly OrgObject[], id: string): string | undefined {
  const views = objects.flatMap((object, number) =>
    listViewsOf(object, number).map((view) => ({ object, view })),
  )
  const found = views.find(({ view }) => view.id === normalizeId(id))
  return found && describeListView(found.object, found.view).query
}

/** In the order of the ids, so that no list has to be sorted for its first page. */
export function listViewResults(
  { object, view, store }: { object: OrgObject; view: ListView; store: Pick<Store, 'records'> & Reader },
  { userId, query }: { userId: string; query: URLSearchParams },
) {
  const columns = columnsOf(object)
  const isListed = ({ OwnerId }: SObject) => view.scope === 'everything' || OwnerId === userId
  const offset = wholeNumber(query, 'offset', 0, MOST)
  const page = pageOf(store.records(object.name), isListed, { offset, limit: limitOf(query) })
  return {
    columns: describeColumns(object),
    developerName: view.developerName,
    done: true,
    id: view.id,
    label: view.label,
    records: page.map((record) => ({ columns: columns.map((field) => cell(field, record, store)) })),
    size: page.length,
  }
}

function pageOf(
  records: Iterable<SObject>,
  isListed: (record: SObject) => boolean,
  { offset, limit }: { offset: number; limit: number },
): SObject[] {
  const page: SObject[] = []
  let number = 0
  for (const record of records) {
    if (page.length === limit) break
    if (isListed(record) && number++ >= offset) page.push(record)
  }
  return page
}

function cell(field: Field, record: SObject, reader: Reader) {
  return { fieldNameOrPath: field.name, value: written(valueOf(field, record, reader)) }
}

/** List views give every value as text. */
function written(value: Value): string | null {
  return value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const limitOf = (query: URLSearchParams) => wholeNumber(query, 'limit', DEFAULT_LIMIT, MOST)

function wholeNumber(query: URLSearchParams, name: string, usual: number, most: number): number {
  const given = query.get(name)
  if (given === null) return usual
  const number = /^\d+$/.test(given) ? Number(given) : NaN
  if (number <= most) return number
  throw new SalesforceProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', `${name} must be from 0 to ${most}`)
}

/** The name first, then what people look for in a list. */
function columnsOf(object: OrgObject): Field[] {
  const wanted = ['Phone', 'Type', 'Subject', 'Status', 'StageName', 'Amount', 'Email', 'Id', 'CreatedDate']
  const name = object.fields.find(({ nameField }) => nameField)
  return [...(name ? [name] : []), ...wanted.flatMap((field) => object.field(field) ?? [])]
}

function describeColumns(object: OrgObject) {
  return columnsOf(object).map(({ name, label, type, sortable }) => ({
    ascendingLabel: null,
    descendingLabel: null,
    fieldNameOrPath: name,
    hidden: name === 'Id' || name === 'CreatedDate',
    label,
    searchable: type === 'string',
    selectListItem: name,
    sortDirection: null,
    sortIndex: null,
    sortable: sortable ?? true,
    type,
  }))
}
