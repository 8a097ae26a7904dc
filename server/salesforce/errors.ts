/** What can go wrong with Salesforce, told apart by what one can do about it. */
export const SALESFORCE_ERRORS = {
  SESSION_EXPIRED: {
    meaning: 'Salesforce does not take this session, nor one that was just renewed.',
    action:
      'Re-authorize the connection. If it happens again, check the app’s policies and IP ranges in Setup.',
  },
  GRANT_EXPIRED: {
    meaning:
      'Salesforce no longer takes the refresh token: it was revoked, has expired, the password was changed, or its replacement was lost on the way.',
    action: 'Re-authorize the connection.',
  },
  APP_REFUSED: {
    meaning: 'Salesforce refuses the external client app.',
    action: 'Compare consumer key, consumer secret, callback address and scopes with the app in Setup.',
  },
  CODE_REFUSED: {
    meaning: 'Salesforce does not take the code it sent: it is used up, too old, or not meant for us.',
    action: 'Authorize once more from the beginning.',
  },
  ANSWER_LOST: {
    meaning: 'The answer of Salesforce was lost on its way, and Salesforce gives it only once.',
    action: 'Authorize once more from the beginning.',
  },
  CONSENT_DENIED: {
    meaning: 'Access was denied in Salesforce.',
    action: 'Authorize once more and choose Allow.',
  },
  API_DISABLED: {
    meaning: 'The Salesforce user may not use the API.',
    action: 'Give the user the permission API Enabled, or authorize as a user who has it.',
  },
  LIMIT_EXCEEDED: {
    meaning: 'The org has used up a limit of Salesforce.',
    action: 'Wait until it allows more; Setup, Company Information shows how much is used.',
  },
  UNAVAILABLE: {
    meaning: 'Salesforce cannot be reached or cannot answer just now.',
    action: 'Try again later; status.salesforce.com shows whether Salesforce has trouble.',
  },
  NOT_JSON: {
    meaning: 'Salesforce answered with something other than the document that belongs here.',
    action: 'Try again later: it may be a maintenance page. If it stays, check the domain of the connection.',
  },
  TOO_LARGE: {
    meaning: 'The answer of Salesforce is larger than we take.',
    action: 'Ask for less at once.',
  },
  TRUNCATED: {
    meaning: 'The answer of Salesforce ended before it was complete.',
    action: 'Try again.',
  },
  LOCATOR_EXPIRED: {
    meaning: 'Salesforce no longer knows where the query had got to.',
    action: 'Start the query again.',
  },
  QUERY_FAILED: {
    meaning: 'Salesforce could not carry out the bulk query.',
    action: 'See what Salesforce says about it.',
  },
  QUERY_ABORTED: {
    meaning: 'The bulk query was aborted in Salesforce.',
    action: 'Start it again; Setup, Bulk Data Load Jobs shows who aborted it.',
  },
  QUERY_OVERDUE: {
    meaning: 'Salesforce has not carried out the bulk query in the time we wait for one.',
    action: 'Start it again when the org is less busy, or ask for less at once.',
  },
  HOST_REFUSED: {
    meaning: 'An address was named that is not one of Salesforce’s.',
    action: 'Check the domain of the connection, and re-authorize it. Nothing was sent there.',
  },
  WRONG_ORG: {
    meaning: 'Another org answers than the one this connection was authorized with.',
    action: 'Re-authorize the connection with its own org.',
  },
  REFUSED: {
    meaning: 'Salesforce refuses this request.',
    action: 'See what Salesforce says about it.',
  },
} as const satisfies Record<string, { meaning: string; action: string }>

export type SalesforceErrorCode = keyof typeof SALESFORCE_ERRORS

export interface SalesforceErrorFacts {
  status?: number | undefined
  /** Salesforce's own code. */
  errorCode?: string | undefined
  /** Salesforce's own words, for an administrator; they may name records, so no log line has them. */
  said?: string | undefined
  /** In our words, for the message. */
  detail?: string | undefined
  /** Whether the same request may well succeed a little later. */
  retryable?: boolean
  /** Nothing was done: even what must not happen twice can be sent again. */
  untouched?: boolean
  retryAfterMs?: number | undefined
}

/**
 * The only error this feature throws, but for the reason of a signal that ended it. It carries no `cause`: errors of the platform quote headers and bodies, which hold
 * tokens.
 */
export class SalesforceError extends Error {
  override readonly name = 'SalesforceError'
  readonly code: SalesforceErrorCode
  readonly status: number | undefined
  readonly errorCode: string | undefined
  readonly said: string | undefined
  readonly retryable: boolean
  readonly untouched: boolean
  readonly retryAfterMs: number | undefined

  constructor(code: SalesforceErrorCode, facts: SalesforceErrorFacts = {}) {
    const { status, errorCode, said, detail, retryAfterMs } = facts
    const more = [detail, status, errorCode].filter((fact) => fact !== undefined).join(', ')
    super(`${SALESFORCE_ERRORS[code].meaning}${more === '' ? '' : ` (${more})`}`)
    this.code = code
    this.status = status
    this.errorCode = errorCode
    this.said = said
    this.retryable = facts.retryable ?? (code === 'UNAVAILABLE' || code === 'TRUNCATED')
    this.untouched = facts.untouched ?? false
    this.retryAfterMs = retryAfterMs
  }
}

export const isSalesforceError = (error: unknown, code?: SalesforceErrorCode): error is SalesforceError =>
  error instanceof SalesforceError && (code === undefined || error.code === code)
