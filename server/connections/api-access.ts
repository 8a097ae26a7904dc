import { AppError } from '../errors.ts'
import {
  createSalesforceClient,
  type Grant,
  type GrantStore,
  type SalesforceApp,
} from '../salesforce/index.ts'
import type { Parts } from './parts.ts'

/**
 * A cheap call for data: who may log in may not always use the API, and that should be said now and not by a job at night.
 * Everybody may read their own user; the org's limits, say, take a permission that syncing does not.
 */
export async function checkApiAccess(
  { oauth, http }: Pick<Parts, 'oauth' | 'http'>,
  { app, grant, orgId, loginUrl }: { app: SalesforceApp; grant: Grant; orgId: string; loginUrl: string },
): Promise<void> {
  const client = createSalesforceClient({ oauth, app, loginUrl, orgId, http, grants: onlyFor(grant) })
  await client.query('SELECT Id FROM User LIMIT 1')
}

/** A grant that is seconds old is not refreshed: were it refused, so would the next be, and its token be used up. */
const onlyFor = (grant: Grant): GrantStore => ({
  read: () => Promise.resolve(grant),
  renew: () => Promise.reject(new AppError('SALESFORCE_REFUSED')),
  lost: () => Promise.resolve(),
})
