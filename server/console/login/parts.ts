import type { RateLimit } from '../../http/rate-limit.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Logger } from '../../lib/log.ts'
import type { OAuth, SalesforceApp } from '../../salesforce/index.ts'
import type { Database } from '../../store/index.ts'
import type { Sessions } from '../sessions.ts'

/** An org whose users may log in here. */
export interface LoginOrg {
  connectionId: string
  /** The only org whose word counts. */
  orgId: string
  loginUrl: string
  app: SalesforceApp
  /** Whether users count as this org's whose rows do not say where they came from. */
  ownsUnmarkedUsers: boolean
}

/** What connections do for logins; `app.ts` connects them. */
export interface LoginOrgs {
  /** Those that somebody can log in through now. */
  list(tenantId: string): Promise<{ connectionId: string; name: string }[]>
  /** One of them, to be called back at this path. */
  read(tenantId: string, connectionId: string, callbackPath: string): Promise<LoginOrg | undefined>
}

export interface LoginParts {
  db: Database
  clock: Clock
  log: Logger
  oauth: OAuth
  orgs: LoginOrgs
  rateLimit: Pick<RateLimit, 'login'>
  sessions: Sessions
}
