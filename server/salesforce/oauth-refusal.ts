import { SalesforceError, type SalesforceErrorCode } from './errors.ts'
import type { SalesforceReply } from './wire.ts'
import { tryJson } from './json.ts'
import { restRefusal } from './rest-refusal.ts'
import { codeOf, retryAfterMs, said } from './said.ts'

/** Which token was asked for: what is wrong with a grant depends on it. */
export type OAuthStep = 'exchange' | 'refresh' | 'callback' | 'revoke'

const OF_THE_APP = [
  'invalid_client',
  'invalid_client_id',
  'invalid_client_credentials',
  'unauthorized_client',
  'invalid_app_access',
  'app_not_found',
  'redirect_uri_mismatch',
  'redirect_uri_missing',
  'unsupported_grant_type',
  'unsupported_response_type',
  'invalid_request',
  'invalid_scope',
]
const OF_THE_GRANT = ['invalid_grant', 'inactive_user']
const PASSING = ['server_error', 'temporarily_unavailable', 'unknown_error']

const BY_ERROR: ReadonlyMap<string, SalesforceErrorCode> = new Map([
  ...OF_THE_APP.map((error) => [error, 'APP_REFUSED'] as const),
  ...PASSING.map((error) => [error, 'UNAVAILABLE'] as const),
  ['access_denied', 'CONSENT_DENIED'],
  ['rate_limit_exceeded', 'LIMIT_EXCEEDED'],
])

/** What a refusal of the OAuth endpoints means. */
export function oauthRefusal(reply: SalesforceReply, step: OAuthStep): SalesforceError {
  const { status, headers, redact } = reply
  const told = whatItTells(reply)
  const error = codeOf(told.error, redact)
  // Before it gets to OAuth at all, Salesforce refuses as everywhere else.
  if (error === undefined) return restRefusal(reply)
  const code = codeByError(error, step)
  const passes = code === 'UNAVAILABLE' || code === 'LIMIT_EXCEEDED'
  return new SalesforceError(code, {
    ...{ status, errorCode: error, said: said(told.error_description, redact) },
    ...{ retryable: passes, untouched: passes && (status === 503 || status === 429) },
    retryAfterMs: retryAfterMs(headers),
  })
}

/** What the browser brings back from Salesforce in place of a code: `?error=access_denied&error_description=…`. */
export function callbackRefusal(error: string, description?: string): SalesforceError {
  const asItIs = (text: string) => text
  const errorCode = codeOf(error, asItIs)
  return new SalesforceError(codeByError(errorCode ?? '', 'callback'), {
    errorCode,
    said: said(description, asItIs),
  })
}

function codeByError(error: string, step: OAuthStep): SalesforceErrorCode {
  if (OF_THE_GRANT.includes(error)) return step === 'refresh' ? 'GRANT_EXPIRED' : 'CODE_REFUSED'
  // OAUTH_APP_ACCESS_DENIED, OAUTH_APP_BLOCKED, OAUTH_APPROVAL_ERROR_GENERIC: the org does not let the app in.
  if (/^OAUTH_/i.test(error)) return 'APP_REFUSED'
  return BY_ERROR.get(error) ?? 'REFUSED'
}

/** As JSON, and from `revoke` as a form. */
function whatItTells({ body }: SalesforceReply): { error?: unknown; error_description?: unknown } {
  const document = tryJson(body)
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document
  const text = body.toString('utf8')
  return /^error=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : {}
}
