import { createBulk } from './bulk/index.ts'
import type { Business } from './business/index.ts'
import { createEvents, type Events } from './events/index.ts'
import { createFaults, type ScriptedFaults } from './faults/index.ts'
import type { FaultSpec } from './faults/types.ts'
import { createIdentity, defaultApp, type App, type Identity } from './identity/index.ts'
import { createSigningKey } from './identity/key.ts'
import { baseTables } from './records/base.ts'
import { liveBusiness } from './records/live.ts'
import { createStore, type RecordStore } from './records/store.ts'
import { createDoor, type Door } from './rest/door.ts'
import { createLimits, type Limits } from './rest/limits.ts'
import { listViewQuery } from './rest/meta/list-views.ts'
import { metaEndpoints } from './rest/meta/index.ts'
import { queryEndpoints } from './rest/query/endpoints.ts'
import { compositeEndpoints } from './rest/records/composite/index.ts'
import { recordEndpoints } from './rest/records/index.ts'
import { addCustom, type CustomSchema } from './schema/file.ts'
import { createSchema, type Schema } from './schema/schema.ts'
import { standardObjects } from './schema/standard/index.ts'
import { compileQuery, type QueryOptions } from './soql/index.ts'

export interface OrgOptions {
  business: Business
  orgId: string
  now?: () => number
  /** Whether records have a currency of their own; on when left out. */
  multiCurrency?: boolean
  /** Custom objects, and fields beside the standard ones. */
  custom?: CustomSchema
  /** The external client apps that are registered; the backend's own when left out. */
  apps?: readonly App[]
  faults?: readonly FaultSpec[]
  apiRequestsPerDay?: number
  /** The org's address, known once it listens. */
  url(): string
}

/** Everything the org is, but for the sockets. */
export interface Org {
  readonly orgId: string
  /** The user who may do everything. */
  readonly administrator: string
  /** The business as it is now. */
  readonly business: Business
  readonly schema: Schema
  readonly store: RecordStore
  readonly identity: Identity
  readonly events: Events
  readonly faults: ScriptedFaults
  readonly limits: Limits
  readonly door: Door
  close(): Promise<void>
}

const API_REQUESTS_PER_DAY = 100_000

export function createOrg(options: OrgOptions): Org {
  const { orgId, business, now = Date.now, multiCurrency = true } = options
  const faults = createFaults()
  for (const fault of options.faults ?? []) faults.arm(fault)
  const schema = createSchema(standardObjects({ business, multiCurrency }), now)
  if (options.custom) addCustom(schema, options.custom)
  const store = createStore({ schema, base: baseTables(business), now })
  const identity = createIdentity({
    ...{ orgId, seed: business.seed, store, faults, now, url: options.url, orgName: business.name },
    apps: options.apps ?? [defaultApp(business.seed)],
    signingKey: createSigningKey(),
  })
  const events = createEvents({
    ...{ schema, store, orgId, faults, now },
    authenticate: (token) => identity.authenticate(`Bearer ${token}`),
  })
  const limits = createLimits({ max: options.apiRequestsPerDay ?? API_REQUESTS_PER_DAY, now })
  const identityUrl = (userId: string) => `${options.url()}/id/${orgId}/${userId}`
  const { door, close } = createDataApi({ schema, store, identity, faults, limits }, identityUrl)
  return {
    ...{ orgId, schema, store, identity, events, faults, limits, door },
    administrator: administratorOf(store),
    business: liveBusiness(business, { schema, store }),
    async close() {
      await Promise.all([events.close(), close()])
    },
  }
}

function createDataApi(
  {
    schema,
    store,
    identity,
    faults,
    limits,
  }: Pick<Org, 'schema' | 'store' | 'identity' | 'faults' | 'limits'>,
  identityUrl: (userId: string) => string,
) {
  const { now } = store
  const compile = (text: string, how: QueryOptions) => compileQuery(text, { schema, store }, how)
  const bulk = createBulk({ schema, store, faults, now, compile })
  const door = createDoor({
    authenticate: identity.authenticate,
    limits,
    endpoints: (dispatch) => [
      ...metaEndpoints({ schema, store, limits, identityUrl }),
      ...recordEndpoints({ schema, store, now }),
      ...compositeEndpoints({ store, dispatch }),
      ...queryEndpoints({ compile, store, faults, listView: (id) => listViewQuery(schema.objects(), id) }),
      ...bulk.endpoints,
    ],
  })
  return { door, close: bulk.close }
}

function administratorOf(store: RecordStore): string {
  const [profile] = [...store.records('Profile')].filter(({ Name }) => Name === 'System Administrator')
  for (const user of store.records('User')) {
    if (user['IsActive'] && user['ProfileId'] === profile?.Id) return user.Id
  }
  throw new Error('the business has no administrator')
}
