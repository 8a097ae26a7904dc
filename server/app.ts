import type { RequestListener } from 'node:http'
import { DEFAULT_RESOLUTION } from './companies/index.ts'
import type { Config } from './config.ts'
import { consoleDoor, errorPage } from './console/index.ts'
import type { Doors } from './http/callers.ts'
import type { AnyEndpoint } from './http/endpoint.ts'
import { mountOnExpress } from './http/express.ts'
import { fastLane } from './http/fast-lane.ts'
import { createMetrics } from './http/metrics.ts'
import { createPipeline } from './http/pipeline.ts'
import { createRateLimit } from './http/rate-limit.ts'
import { newRequestId } from './lib/ids.ts'
import { routes } from './routes.ts'
import { createServices, type ServiceOptions, type Services } from './services.ts'
import { createTeamView, remembering, teamViewStore } from './team-view/index.ts'
import { LICENCES_WITH_TEAM_VIEW, widgetDoor } from './tenants/index.ts'

export interface AppOptions extends ServiceOptions {
  config: ServiceOptions['config'] & Pick<Config, 'trustProxy' | 'requestsPerMinute'>
  timeLimitMs?: number
}

export interface App {
  listener: RequestListener
  endpoints: readonly AnyEndpoint[]
  doors: Doors
  services: Services
}

/** Puts the parts together. It neither listens nor reads the environment, so a test can have as many as it likes. */
export function createApp(options: AppOptions): App {
  const { config, db, clock, log, timeLimitMs } = options
  const metrics = createMetrics()
  const services = createServices(options)
  const { orgs } = services
  const rateLimit = createRateLimit(config.requestsPerMinute)
  const endpoints = routes({
    ...services,
    metrics,
    rateLimit,
    allowLocalOrgs: config.allowLocalOrgs ?? false,
    teamView: createTeamView(remembering(teamViewStore(db, LICENCES_WITH_TEAM_VIEW), db), DEFAULT_RESOLUTION),
  })
  const doors: Doors = {
    widget: widgetDoor({ audience: config.widgetAudience, orgs, clock }),
    console: consoleDoor({ db, clock }),
  }
  const pipeline = createPipeline({
    doors,
    rateLimit,
    errorPage,
    metrics,
    log,
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
  })
  const mount = { endpoints, pipeline, newId: newRequestId, trustProxy: config.trustProxy }
  return { endpoints, doors, services, listener: fastLane({ ...mount, behind: mountOnExpress(mount) }) }
}
