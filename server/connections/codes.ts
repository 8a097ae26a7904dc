import type { ErrorCode } from '../errors.ts'

/** Why nothing can be done through a connection as it is now. */
export const NOT_AUTHORIZED: readonly ErrorCode[] = [
  'CONNECTION_NOT_AUTHORIZED',
  'CONNECTION_REVOKED',
  'CONNECTION_NEEDS_REAUTHORIZATION',
]

/** What can go wrong wherever the org itself is asked. */
export const ASKING_SALESFORCE: readonly ErrorCode[] = [
  ...NOT_AUTHORIZED,
  'OAUTH_APP_MISSING',
  'PUBLIC_URL_MISSING',
  'SEALING_KEY_MISSING',
  'APP_REFUSED',
  'API_ACCESS_MISSING',
  'HOST_REFUSED',
  'WRONG_ORG',
  'SALESFORCE_UNAVAILABLE',
  'SALESFORCE_UNREADABLE',
  'SALESFORCE_LIMIT',
  'SALESFORCE_REFUSED',
]
