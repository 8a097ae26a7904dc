import type { Store } from '../../records/types.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { OrgObject, Schema } from '../../schema/schema.ts'
import type { ApiCall, ApiEndpoint, Reply } from '../call.ts'
import type { Limits } from '../limits.ts'
import { unlessUnchanged } from './changed.ts'
import { describeObject, summarizeObject } from './describe-object.ts'
import { compactLayoutsOf, layoutOf, layoutsOf } from './layouts.ts'
import { describeListView, listListViews, listViewResults, listViewsOf } from './list-views.ts'
import { orgLimits } from './org-limits.ts'
import { tabs, theme } from './pages.ts'
import { recordTypeChoices, recordTypesIn } from './record-types.ts'

export interface MetaParts {
  readonly schema: Schema
  readonly store: Pick<Store, 'records' | 'read' | 'now'>
  readonly limits: Pick<Limits, 'apiRequests'>
  /** Where the identity of a user is told. */
  identityUrl(userId: string): string
}

/** What the org tells about itself. */
export function metaEndpoints(parts: MetaParts): ApiEndpoint[] {
  return [...orgEndpoints(parts), ...objectEndpoints(parts), ...pageEndpoints(parts)]
}

const ok = (json: unknown): Reply => ({ status: 200, json })
const baseOf = ({ version }: ApiCall) => `/services/data/v${version}.0`
const get = (path: string, handle: (call: ApiCall) => Reply): ApiEndpoint => ({ method: 'GET', path, handle })

const timesOf = ({ schema, store }: Pick<MetaParts, 'schema' | 'store'>) => ({
  changedAt: schema.changedAt,
  now: store.now(),
})

function notThere(): SalesforceProblem {
  return new SalesforceProblem(404, 'NOT_FOUND', 'The requested resource does not exist')
}

const RESOURCES = [
  'appMenu',
  'composite',
  'jobs',
  'limits',
  'query',
  'queryAll',
  'quickActions',
  'recent',
  'sobjects',
  'tabs',
  'theme',
]

function orgEndpoints({ schema, store, limits, identityUrl }: MetaParts): ApiEndpoint[] {
  return [
    get('/', (call) =>
      ok({
        ...Object.fromEntries(RESOURCES.map((name) => [name, `${baseOf(call)}/${name}`])),
        identity: identityUrl(call.session.userId),
      }),
    ),
    get('/limits', () => ok(orgLimits(limits.apiRequests()))),
    get('/sobjects', (call) =>
      unlessUnchanged(call, timesOf({ schema, store }), () => ({
        encoding: 'UTF-8',
        maxBatchSize: 200,
        sobjects: sorted(schema).map((object) => summarizeObject(object, baseOf(call))),
      })),
    ),
    get('/tabs', () => ok(tabs(sorted(schema)))),
    get('/theme', () => ok(theme(sorted(schema)))),
    get('/appMenu', (call) => ok({ AppSwitcher: `${baseOf(call)}/appMenu/AppSwitcher` })),
    get('/appMenu/AppSwitcher', () => ok({ appMenuItems: [] })),
    // Nobody has opened a page here, and no actions were made.
    get('/recent', () => ok([])),
    get('/quickActions', () => ok([])),
  ]
}

function objectEndpoints({ schema, store }: MetaParts): ApiEndpoint[] {
  const recordTypes = recordTypesIn(store)
  return [
    get('/sobjects/:object', (call) =>
      ok({ objectDescribe: summarizeObject(objectOf(schema, call), baseOf(call)), recentItems: [] }),
    ),
    get('/sobjects/:object/describe', (call) => {
      const object = objectOf(schema, call)
      return unlessUnchanged(call, timesOf({ schema, store }), () =>
        describeObject({ schema, recordTypes }, object, baseOf(call)),
      )
    }),
    get('/sobjects/:object/listviews', (call) => {
      const object = objectOf(schema, call)
      return ok(listListViews(object, numberOf(schema, object), baseOf(call)))
    }),
    get('/sobjects/:object/listviews/:id/describe', (call) => {
      const object = objectOf(schema, call)
      return ok(describeListView(object, viewOf(schema, object, call)))
    }),
    get('/sobjects/:object/listviews/:id/results', (call) => {
      const object = objectOf(schema, call)
      const { query, session } = call
      const view = viewOf(schema, object, call)
      return ok(listViewResults({ object, view, store }, { userId: session.userId, query }))
    }),
    get('/sobjects/:object/quickActions', (call) => {
      objectOf(schema, call)
      return ok([])
    }),
  ]
}

function pageEndpoints({ schema, store }: MetaParts): ApiEndpoint[] {
  const recordTypes = recordTypesIn(store)
  const laid = (call: ApiCall) => {
    const object = objectOf(schema, call)
    const own = recordTypes(object.name)
    return { object, number: numberOf(schema, object), own, base: baseOf(call) }
  }
  return [
    get('/sobjects/:object/describe/layouts', (call) => ok(layoutsOf(laid(call)))),
    get('/sobjects/:object/describe/layouts/:recordType', (call) => {
      const layout = laid(call)
      if (!recordTypeChoices(layout.own).some(({ id }) => id === call.params.recordType)) throw notThere()
      return ok(layoutOf(layout))
    }),
    get('/sobjects/:object/describe/namedLayouts/:name', (call) => {
      // The page that users see of each other; no other object has a layout by name.
      if (call.params.object !== 'User' || call.params.name !== 'UserAlt') throw notThere()
      return ok(layoutsOf(laid(call)))
    }),
    get('/sobjects/:object/describe/compactLayouts', (call) => {
      const { primary: _, ...all } = compactLayoutsOf(laid(call))
      return ok(all)
    }),
    get('/sobjects/:object/describe/compactLayouts/primary', (call) =>
      ok(compactLayoutsOf(laid(call)).primary),
    ),
    get('/sobjects/:object/describe/approvalLayouts', (call) => {
      objectOf(schema, call)
      return ok({ approvalLayouts: [] })
    }),
  ]
}

/** In the order of their names, as Salesforce lists them. */
function sorted(schema: Schema): OrgObject[] {
  return schema.objects().toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function objectOf(schema: Schema, { params }: ApiCall): OrgObject {
  const object = schema.object(params.object ?? '')
  if (!object) throw notThere()
  return object
}

const numberOf = (schema: Schema, { name }: OrgObject) =>
  schema.objects().findIndex((object) => object.name === name)

function viewOf(schema: Schema, object: OrgObject, { params }: ApiCall) {
  const view = listViewsOf(object, numberOf(schema, object)).find(({ id }) => id === params.id)
  if (!view) throw notThere()
  return view
}
