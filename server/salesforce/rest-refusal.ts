import { SalesforceError, type SalesforceErrorCode, type SalesforceErrorFacts } from './errors.ts'
import type { SalesforceReply } from './wire.ts'
import { tryJson } from './json.ts'
import { codeOf, retryAfterMs, said } from './said.ts'

type Meaning = readonly [SalesforceErrorCode, Pick<SalesforceErrorFacts, 'retryable' | 'untouched'>?]

const NOT_DONE = { untouched: true }

/** Salesforce's codes that say more than the status. */
const BY_CODE: Readonly<Record<string, Meaning>> = {
  INVALID_SESSION_ID: ['SESSION_EXPIRED'],
  INVALID_AUTH_HEADER: ['SESSION_EXPIRED'],
  Bad_OAuth_Token: ['SESSION_EXPIRED'],
  Missing_OAuth_Token: ['SESSION_EXPIRED'],
  Wrong_Org: ['WRONG_ORG'],
  API_CURRENTLY_DISABLED: ['API_DISABLED'],
  API_DISABLED_FOR_ORG: ['API_DISABLED'],
  REQUEST_LIMIT_EXCEEDED: ['LIMIT_EXCEEDED'],
  INVALID_QUERY_LOCATOR: ['LOCATOR_EXPIRED'],
  SERVER_UNAVAILABLE: ['UNAVAILABLE', NOT_DONE],
  UNABLE_TO_LOCK_ROW: ['UNAVAILABLE', NOT_DONE],
  QUERY_TIMEOUT: ['UNAVAILABLE'],
}

/** What a refusal of the data APIs, or of the identity service, means. */
export function restRefusal(reply: SalesforceReply): SalesforceError {
  const { status, headers, redact } = reply
  const told = whatItTells(reply)
  const errorCode = codeOf(told.errorCode, redact)
  const [code, facts] = meaningOf(status, errorCode, told)
  return new SalesforceError(code, {
    ...{ status, errorCode, said: said(told.message, redact), retryAfterMs: retryAfterMs(headers) },
    ...facts,
  })
}

interface Told {
  errorCode?: unknown
  message?: unknown
  isDocument: boolean
}

/** The data APIs tell `[{errorCode, message}]`, the identity service a word. */
function whatItTells({ body }: SalesforceReply): Told {
  const document = tryJson(body)
  if (document === undefined) return { errorCode: body.toString('latin1', 0, 100).trim(), isDocument: false }
  const first: unknown = Array.isArray(document) ? document[0] : document
  return { ...(typeof first === 'object' ? (first as object) : {}), isDocument: true }
}

function meaningOf(status: number, errorCode: string | undefined, told: Told): Meaning {
  const known = Object.hasOwn(BY_CODE, errorCode ?? '') ? BY_CODE[errorCode ?? ''] : undefined
  if (known?.[0] === 'LIMIT_EXCEEDED')
    return ['LIMIT_EXCEEDED', { retryable: passesSoon(told), untouched: true }]
  if (known) return known
  if (status === 401) return ['SESSION_EXPIRED']
  if (status === 429) return ['LIMIT_EXCEEDED', { retryable: true, untouched: true }]
  if (status === 503) return ['UNAVAILABLE', NOT_DONE]
  if (status >= 500 || status === 408) return ['UNAVAILABLE']
  // A redirect is not followed, and a page is no refusal that we could read.
  return [status < 400 || !told.isDocument ? 'NOT_JSON' : 'REFUSED']
}

/** Too many requests at once pass in a moment, too many in a day do not: only the words tell them apart. */
const passesSoon = ({ message }: Told): boolean => typeof message === 'string' && /^Concurrent/i.test(message)
