import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { createConnections, historyOfRows, type Connections } from './connections/index.ts'
import type { Clock } from './lib/clock.ts'
import type { Vault } from './lib/secrets.ts'
import { createQueue, type Queue } from './queue/index.ts'
import { createOAuth, createSalesforceHttp, type OAuth, type SalesforceHttp } from './salesforce/index.ts'
import type { Database } from './store/index.ts'
import { isTrustedFor, trustedOrgs, type TrustedOrgs } from './tenants/index.ts'

export interface ServiceOptions {
  config: Pick<Config, 'widgetAudience' | 'publicUrl' | 'salesforceApp' | 'allowLocalOrgs'>
  db: Database
  clock: Clock
  log: Logger
  /** Seals what is kept of Salesforce: tokens and client secrets. */
  vault: Vault
  version: string
  /** The address it listens at, once it does: the demo needs no other. */
  ownUrl?(): string | undefined
}

/** What endpoints and tasks do their work with. A server has them and so has a worker that serves nobody. */
export interface Services {
  database: Database
  clock: Clock
  log: Logger
  oauth: OAuth
  orgs: TrustedOrgs
  queue: Queue
  connections: Connections
  version: string
}

export function createServices(options: ServiceOptions): Services {
  const { config, db, clock, log, version } = options
  const orgs = trustedOrgs(db, clock)
  const queue = createQueue({ db, log })
  const http = createSalesforceHttp({
    ...{ allowLocal: config.allowLocalOrgs ?? false, timeoutMs: 10_000, maxBytes: 20_000_000 },
    userAgent: `Team View/${version}`,
  })
  const oauth = createOAuth({ http, clock })
  const connections = connectionsOf(options, { orgs, queue, http, oauth })
  return { database: db, clock, log, version, oauth, orgs, queue, connections }
}

function connectionsOf(
  { config, db, clock, log, vault, ownUrl }: ServiceOptions,
  { orgs, ...shared }: Pick<Services, 'oauth' | 'orgs' | 'queue'> & { http: SalesforceHttp },
): Connections {
  const { widgetAudience, publicUrl, salesforceApp, allowLocalOrgs = false } = config
  return createConnections({
    ...{ db, clock, log, vault, ...shared },
    settings: { publicUrl: () => publicUrl ?? ownUrl?.(), salesforceApp, widgetAudience, allowLocalOrgs },
    ports: {
      isTrusted: (tenantId, orgId) => isTrustedFor(orgs, { tenantId, orgId, now: clock.now() }),
      // There are no jobs yet.
      dependents: () => Promise.resolve({ jobs: [], chains: [] }),
      onFirstAuthorized: () => Promise.resolve(),
      usedObjects: () => Promise.resolve([]),
      jobsTouched: () => Promise.resolve([]),
      demandRunnable: () => Promise.resolve(),
      syncHistory: historyOfRows(db),
    },
  })
}
