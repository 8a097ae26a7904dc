import { AppError, type ErrorCode } from '../../errors.ts'
import { isSalesforceError, type SalesforceErrorCode } from '../../salesforce/index.ts'

/** What went wrong at Salesforce, as the person who logs in is told it. */
const MEANS: Readonly<Record<SalesforceErrorCode, ErrorCode>> = {
  APP_REFUSED: 'LOGIN_APP_REFUSED',
  CODE_REFUSED: 'LOGIN_CODE_REFUSED',
  ANSWER_LOST: 'LOGIN_ANSWER_LOST',
  CONSENT_DENIED: 'LOGIN_DENIED',
  WRONG_ORG: 'LOGIN_WRONG_ORG',
  REFUSED: 'LOGIN_UNPROVEN',
  HOST_REFUSED: 'HOST_REFUSED',
  UNAVAILABLE: 'SALESFORCE_UNAVAILABLE',
  LIMIT_EXCEEDED: 'SALESFORCE_LIMIT',
  NOT_JSON: 'SALESFORCE_UNREADABLE',
  TOO_LARGE: 'SALESFORCE_UNREADABLE',
  TRUNCATED: 'SALESFORCE_UNREADABLE',
  // A login asks for none of the things these are about.
  SESSION_EXPIRED: 'LOGIN_UNPROVEN',
  GRANT_EXPIRED: 'LOGIN_UNPROVEN',
  API_DISABLED: 'LOGIN_APP_REFUSED',
  LOCATOR_EXPIRED: 'LOGIN_UNPROVEN',
  QUERY_FAILED: 'LOGIN_UNPROVEN',
  QUERY_ABORTED: 'LOGIN_UNPROVEN',
  QUERY_OVERDUE: 'LOGIN_UNPROVEN',
}

/** For `catch`: what Salesforce did in the words of a login; anything else as it was. */
export function loginRefusedBySalesforce(error: unknown): never {
  if (!isSalesforceError(error)) throw error
  throw new AppError(MEANS[error.code], { cause: error })
}
