import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { DEFAULT_RESOLUTION } from './companies/index.ts'
import type { Config } from './config.ts'
import { createConnections, type Connections } from './connections/index.ts'
import { consoleDoor } from './console/index.ts'
import type { Doors } from './http/callers.ts'
import type { AnyEndpoint } from './http/endpoint.ts'
import { mountOnExpress } from './http/express.ts'
import { fastLane } from './http/fast-lane.ts'
import { createMetrics } from './http/metrics.ts'
import { createPipeline } from './http/pipeline.ts'
import { createRateLimit } from './http/rate-limit.ts'
import type { Clock } from './lib/clock.ts'
import type { Vault } from './lib/secrets.ts'
import { newRequestId } from './lib/ids.ts'
import { routes } from './routes.ts'
import { createOAuth, createSalesforceHttp } from './salesforce/index.ts'
import type { Database } from './store/index.ts'
import { createTeamView, remembering, teamViewStore } from './team-view/index.ts'
import {
  LICENCES_WITH_TEAM_VIEW,
  isTrustedFor,
  trustedOrgs,
  widgetDoor,
  type TrustedOrgs,
} from './tenants/index.ts'

export interface AppOptions {
  config: Pick<Config, 'widgetAudience' | 'trustProxy' | 'requestsPerMinute'> &
    Pick<Config, 'publicUrl' | 'salesforceApp' | 'allowLocalOrgs'>
  db: Database
  clock: Clock
  log: Logger
  /** Seals what is kept of Salesforce: tokens and client secrets. */
  vault: Vault
  version: string
  timeLimitMs?: number
  /** The address it listens at, once it does: the demo needs no other. */
  ownUrl?(): string | undefined
}

export interface App {
  listener: RequestListener
  endpoints: readonly AnyEndpoint[]
  doors: Doors
}

/** Puts the parts together. It neither listens nor reads the environment, so a test can have as many as it likes. */
export function createApp(options: AppOptions): App {
  const { config, db, clock, log, version, timeLimitMs } = options
  const metrics = createMetrics()
  const orgs = trustedOrgs(db, clock)
  const endpoints = routes({
    database: db,
    clock,
    metrics,
    version,
    connections: connectionsOf(options, orgs),
    teamView: createTeamView(remembering(teamViewStore(db, LICENCES_WITH_TEAM_VIEW), db), DEFAULT_RESOLUTION),
  })
  const doors: Doors = {
    widget: widgetDoor({ audience: config.widgetAudience, orgs, clock }),
    console: consoleDoor({ db, clock }),
  }
  const pipeline = createPipeline({
    doors,
    rateLimit: createRateLimit(config.requestsPerMinute),
    metrics,
    log,
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
  })
  const mount = { endpoints, pipeline, newId: newRequestId, trustProxy: config.trustProxy }
  return { endpoints, doors, listener: fastLane({ ...mount, behind: mountOnExpress(mount) }) }
}

function connectionsOf(
  { config, db, clock, log, vault, version, ownUrl }: AppOptions,
  orgs: TrustedOrgs,
): Connections {
  const { widgetAudience, publicUrl, salesforceApp, allowLocalOrgs = false } = config
  const http = createSalesforceHttp({
    ...{ allowLocal: allowLocalOrgs, timeoutMs: 10_000, maxBytes: 20_000_000 },
    userAgent: `Team View/${version}`,
  })
  return createConnections({
    ...{ db, clock, log, vault, http, oauth: createOAuth({ http, clock }) },
    settings: { publicUrl: () => publicUrl ?? ownUrl?.(), salesforceApp, widgetAudience, allowLocalOrgs },
    ports: {
      isTrusted: (tenantId, orgId) => isTrustedFor(orgs, { tenantId, orgId, now: clock.now() }),
      // There are no jobs yet.
      dependents: () => Promise.resolve({ jobs: [], chains: [] }),
      onFirstAuthorized: () => Promise.resolve(),
    },
  })
}
