import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/log.ts'
import type { Vault } from '../lib/secrets.ts'
import type { Queue } from '../queue/index.ts'
import type { OAuth, SalesforceHttp } from '../salesforce/index.ts'
import type { Database, Transaction } from '../store/index.ts'
import type { GivenJobs } from './connection.ts'
import type { Change } from './metadata/difference.ts'
import type { TouchedJob } from './metadata/touched.ts'
import type { Reason } from './reasons.ts'
import type { OUT_OF_THE_BOX } from './rules.ts'

export interface Named {
  id: string
  name: string
}

/** What stands on a connection and keeps it from being deleted. */
export interface Dependents {
  jobs: readonly Named[]
  chains: readonly Named[]
}

/** What the jobs of a connection did with one record of Salesforce, as far as it is on record. */
export interface SyncHistory {
  /** Whether any job has read that object through this connection. */
  jobHasRun: boolean
  synced: { at: Date | null } | null
  rejected: { at: Date; reason: Reason } | null
  filteredOut: { at: Date; job: string } | null
  /** What was made of it has been deleted here. */
  deleted: { at: Date } | null
}

/** What other parts of the system do for connections; `app.ts` connects them. */
export interface Ports {
  dependents(tenantId: string, connectionId: string): Promise<Dependents>
  /** Whether a certificate of this org is trusted for this tenant, now. */
  isTrusted(tenantId: string, orgId: string): Promise<boolean>
  /** Creates the out-of-the-box jobs, in the transaction that makes the connection authorized for the first time. */
  onFirstAuthorized(
    tx: Transaction,
    event: { tenantId: string; connectionId: string; jobs: (typeof OUT_OF_THE_BOX)[GivenJobs] },
  ): Promise<void>
  /** The objects of Salesforce that jobs of this connection use. */
  usedObjects(tenantId: string, connectionId: string): Promise<readonly string[]>
  /** For each change the jobs it touches; see metadata/touched.ts. */
  jobsTouched(
    tenantId: string,
    connectionId: string,
    changes: readonly Change[],
  ): Promise<readonly (readonly TouchedJob[])[]>
  /** Throws when a job of this connection could not run on what its org has now. */
  demandRunnable(tenantId: string, connectionId: string): Promise<void>
  syncHistory(tenantId: string, connectionId: string, object: string, recordId: string): Promise<SyncHistory>
}

export interface ConnectionSettings {
  /** The installation's external client app, for connections without one of their own. */
  salesforceApp?: { clientId: string; clientSecret?: string } | undefined
  /** Where browsers reach this server, when it is known. */
  publicUrl(): string | undefined
  /** Who the widget tokens are for; linking tells the package. */
  widgetAudience: string
  /** Whether a local org may be connected: in the demo and in tests, never by a request. */
  allowLocalOrgs: boolean
}

export interface Parts {
  db: Database
  clock: Clock
  log: Logger
  vault: Vault
  oauth: OAuth
  http: SalesforceHttp
  queue: Pick<Queue, 'send'>
  settings: ConnectionSettings
  ports: Ports
}
