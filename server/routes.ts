import { auditEndpoints } from './audit/index.ts'
import { connectionEndpoints, DOCUMENTED_CODES } from './connections/index.ts'
import { consoleEndpoints } from './console/index.ts'
import { documentation } from './docs/index.ts'
import type { AnyEndpoint } from './http/endpoint.ts'
import type { Metrics } from './http/metrics.ts'
import type { RateLimit } from './http/rate-limit.ts'
import { getHealth, getMetrics, getReadiness } from './operations/index.ts'
import type { Services } from './services.ts'
import { REASONS, getTeamView, type TeamView } from './team-view/index.ts'

export interface RouteServices extends Services {
  metrics: Metrics
  rateLimit: RateLimit
  /** Whether a connection may lead to an org on this machine. */
  allowLocalOrgs: boolean
  teamView: TeamView
  /** What to run on this machine for a link that signs in. */
  adminLink: string
}

/** Every endpoint of the server. What is not in this list cannot be called. */
export function routes(services: RouteServices): AnyEndpoint[] {
  const endpoints = [
    getTeamView(services.teamView),
    getHealth(),
    getReadiness(services.database),
    getMetrics(services.metrics),
    ...consoleEndpoints({
      ...services,
      db: services.database,
      orgs: services.connections.loginOrgs,
    }),
    ...auditEndpoints(services.database),
    ...connectionEndpoints(services.connections),
  ]
  const reasons = {
    id: 'reasons',
    title: 'Reasons',
    lead: 'Answers, with status 200: there is no customer to show, and this is what to do about it.',
    codes: Object.entries(REASONS).map(([note, reason]) => ({ note, ...reason })),
  }
  const codes = [reasons, ...DOCUMENTED_CODES]
  return [...endpoints, ...documentation({ endpoints, version: services.version, codes })]
}
