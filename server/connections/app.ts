import { AppError, type ErrorCode } from '../errors.ts'
import type { SalesforceApp } from '../salesforce/index.ts'
import type { Connection } from './connection.ts'
import type { Parts } from './parts.ts'
import { safeOf } from './sealed.ts'

/** Where Salesforce sends the browser back to. */
export const CALLBACK_PATH = '/console/oauth/callback'

/** Why nobody can be sent to Salesforce on behalf of this connection. */
export function appRefusal(
  { salesforceApp, publicUrl }: Parts['settings'],
  { clientId }: Pick<Connection, 'clientId'>,
): ErrorCode | undefined {
  if (publicUrl() === undefined) return 'PUBLIC_URL_MISSING'
  return clientId === null && !salesforceApp ? 'OAUTH_APP_MISSING' : undefined
}

/** The external client app of this connection: its own, or else the installation's. */
export function appOf(
  { settings, vault }: Pick<Parts, 'settings' | 'vault'>,
  tenantId: string,
  { id, clientId, clientSecretSealed }: Pick<Connection, 'id' | 'clientId' | 'clientSecretSealed'>,
  callbackPath = CALLBACK_PATH,
): SalesforceApp {
  const { salesforceApp } = settings
  const publicUrl = settings.publicUrl()
  if (publicUrl === undefined) throw new AppError('PUBLIC_URL_MISSING')
  const redirectUri = new URL(callbackPath, publicUrl).href
  if (clientId === null) {
    if (!salesforceApp) throw new AppError('OAUTH_APP_MISSING')
    return { ...salesforceApp, redirectUri }
  }
  if (clientSecretSealed === null) return { clientId, redirectUri }
  const clientSecret = safeOf(vault, tenantId, id).open('client-secret', clientSecretSealed)
  return { clientId, clientSecret, redirectUri }
}
