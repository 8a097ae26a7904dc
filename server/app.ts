import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { DEFAULT_RESOLUTION } from './companies/index.ts'
import type { Config } from './config.ts'
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
import type { Database } from './store/index.ts'
import { createTeamView, remembering, teamViewStore } from './team-view/index.ts'
import { LICENCES_WITH_TEAM_VIEW, trustedOrgs, widgetDoor } from './tenants/index.ts'

export interface AppOptions {
  config: Pick<Config, 'widgetAudience' | 'trustProxy' | 'requestsPerMinute'>
  db: Database
  clock: Clock
  log: Logger
  /** Seals what is kept of Salesforce: tokens and client secrets. */
  vault: Vault
  version: string
  timeLimitMs?: number
}

export interface App {
  listener: RequestListener
  endpoints: readonly AnyEndpoint[]
  doors: Doors
}

/** Puts the parts together. It neither listens nor reads the environment, so a test can have as many as it likes. */
export function createApp({ config, db, clock, log, version, vault: _vault, ...limits }: AppOptions): App {
  const metrics = createMetrics()
  const endpoints = routes({
    database: db,
    clock,
    metrics,
    version,
    teamView: createTeamView(remembering(teamViewStore(db, LICENCES_WITH_TEAM_VIEW), db), DEFAULT_RESOLUTION),
  })
  const doors: Doors = {
    widget: widgetDoor({ audience: config.widgetAudience, orgs: trustedOrgs(db, clock), clock }),
    console: consoleDoor({ db, clock }),
  }
  const pipeline = createPipeline({
    doors,
    rateLimit: createRateLimit(config.requestsPerMinute),
    metrics,
    log,
    ...limits,
  })
  const mount = { endpoints, pipeline, newId: newRequestId, trustProxy: config.trustProxy }
  return { endpoints, doors, listener: fastLane({ ...mount, behind: mountOnExpress(mount) }) }
}
