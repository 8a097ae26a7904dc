import { AppError, type ErrorCode } from '../errors.ts'
import { SalesforceError, type SalesforceErrorCode } from '../salesforce/index.ts'

/** What went wrong at Salesforce, as the administrator is told it. */
const MEANS: Readonly<Record<SalesforceErrorCode, ErrorCode>> = {
  SESSION_EXPIRED: 'CONNECTION_NEEDS_REAUTHORIZATION',
  GRANT_EXPIRED: 'CONNECTION_NEEDS_REAUTHORIZATION',
  APP_REFUSED: 'APP_REFUSED',
  CODE_REFUSED: 'CODE_REFUSED',
  ANSWER_LOST: 'ANSWER_LOST',
  CONSENT_DENIED: 'CONSENT_DENIED',
  API_DISABLED: 'API_ACCESS_MISSING',
  LIMIT_EXCEEDED: 'SALESFORCE_LIMIT',
  UNAVAILABLE: 'SALESFORCE_UNAVAILABLE',
  NOT_JSON: 'SALESFORCE_UNREADABLE',
  TOO_LARGE: 'SALESFORCE_UNREADABLE',
  TRUNCATED: 'SALESFORCE_UNREADABLE',
  LOCATOR_EXPIRED: 'SALESFORCE_REFUSED',
  QUERY_FAILED: 'SALESFORCE_REFUSED',
  QUERY_ABORTED: 'SALESFORCE_REFUSED',
  QUERY_OVERDUE: 'SALESFORCE_UNAVAILABLE',
  HOST_REFUSED: 'HOST_REFUSED',
  WRONG_ORG: 'WRONG_ORG',
  REFUSED: 'SALESFORCE_REFUSED',
}

/** For `catch`: what Salesforce did in the words of our own errors; anything else as it was. */
export function refusedBySalesforce(error: unknown): never {
  if (!(error instanceof SalesforceError)) throw error
  const details = error.errorCode ? [{ field: 'salesforce', message: error.errorCode }] : undefined
  throw new AppError(MEANS[error.code], { cause: error, ...(details ? { details } : {}) })
}
