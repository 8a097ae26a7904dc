import { AppError } from '../errors.ts'
import { createSalesforceClient, type SalesforceClient } from '../salesforce/index.ts'
import { appOf } from './app.ts'
import { loginUrlOfConnection } from './authorize.ts'
import { readConnection } from './connection-store.ts'
import { grantStoreOf } from './grants.ts'
import type { Parts } from './parts.ts'
import { syncRefusal } from './rules.ts'

/** A client ready to use, or the reason why nothing can be synced through this connection. */
export async function clientFor(
  parts: Parts,
  tenantId: string,
  connectionId: string,
): Promise<SalesforceClient> {
  const connection = await readConnection(tenantId, parts.db, connectionId)
  if (!connection) throw new AppError('NOT_FOUND')
  const refusal = syncRefusal(connection)
  if (refusal) throw new AppError(refusal)
  return createSalesforceClient({
    oauth: parts.oauth,
    http: parts.http,
    app: appOf(parts, tenantId, connection),
    loginUrl: loginUrlOfConnection(connection),
    orgId: connection.orgId ?? '',
    grants: grantStoreOf(parts, tenantId, connection),
  })
}
