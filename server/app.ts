import type { RequestListener } from 'node:http'
import type { Config } from './config.ts'
import { createAccountValues, resolutionsInForce } from './connections/index.ts'
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
import { hearTogether } from './store/index.ts'
import { createTeamView, remembering, teamViewStore, type TeamView } from './team-view/index.ts'
import { LICENCES_WITH_TEAM_VIEW, widgetDoor } from './tenants/index.ts'

export interface AppOptions extends ServiceOptions {
  config: ServiceOptions['config'] & Pick<Config, 'trustProxy' | 'requestsPerMinute' | 'adminLink'>
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
    adminLink: config.adminLink ?? 'npm run admin-link',
    teamView: teamViewOf(options, services),
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

function teamViewOf({ db, clock, log }: AppOptions, { connections }: Services): TeamView {
  const hearing = hearTogether(db)
  const values = createAccountValues({ clock, log, clientFor: connections.clientFor })
  return createTeamView({
    store: remembering(teamViewStore(db, LICENCES_WITH_TEAM_VIEW), hearing),
    resolutionOf: resolutionsInForce(db, hearing),
    valueOf: ({ tenantId }, { connectionId, accountField }, accountId) =>
      connectionId === null
        ? Promise.resolve(undefined)
        : values({ tenantId, connectionId, accountField, accountId }),
  })
}
