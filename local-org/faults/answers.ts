import { addressIn, DIALECTS, type Dialect } from '../soap/dialects.ts'
import { fault, faultXml } from '../soap/fault.ts'

/** The answers that stand in for the real one. */
export type AnswerKind = 'unauthorized' | 'unavailable' | 'limit' | 'html'

export interface FaultyAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}
/** What a door answers; what has no answer cannot happen there. */
type Answers = Readonly<Partial<Record<AnswerKind, FaultyAnswer>>>

interface Refusal {
  readonly status: number
  readonly errorCode: string
  readonly message: string
}
const REFUSALS: Readonly<Record<Exclude<AnswerKind, 'html'>, Refusal>> = {
  unauthorized: { status: 401, errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
  unavailable: { status: 503, errorCode: 'SERVER_UNAVAILABLE', message: 'Server Unavailable' },
  limit: { status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' },
}

const MAINTENANCE = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Scheduled Maintenance</title></head>
<body><h1>We are down for maintenance.</h1><p>Sorry for the inconvenience. We'll be back shortly.</p></body>
</html>
`
const page = (status: number): FaultyAnswer => ({
  status,
  type: 'text/html;charset=UTF-8',
  body: MAINTENANCE,
})

const DATA: Answers = {
  unauthorized: asJson(REFUSALS.unauthorized),
  unavailable: asJson(REFUSALS.unavailable),
  limit: asJson(REFUSALS.limit),
  html: page(200),
}
/** Where tokens come from: no session is needed and no request counted. */
const LOGIN: Answers = { unavailable: page(503), html: page(200) }
/** Where a token says who its user is. */
const WHO: Answers = {
  ...LOGIN,
  unauthorized: { status: 403, type: 'text/plain;charset=UTF-8', body: 'Bad_OAuth_Token' },
}

/** The answers at an address, each as Salesforce has it there. */
export function answersAt(path: string): Answers {
  if (/^\/services\/oauth2\/userinfo$|^\/id\/[^/]+\//.test(path)) return WHO
  if (/^\/(services\/oauth2|id|secur|\.well-known)\//.test(path)) return LOGIN
  const soap = addressIn(path)
  return soap ? soapAnswers(DIALECTS[soap.dialect] as Dialect) : DATA
}

function soapAnswers(dialect: Dialect): Answers {
  const asXml = ({ errorCode, message }: Refusal): FaultyAnswer => {
    return {
      status: 500,
      type: 'text/xml; charset=utf-8',
      body: faultXml(fault(errorCode, message), dialect),
    }
  }
  return {
    unauthorized: asXml({
      ...REFUSALS.unauthorized,
      message: 'Invalid Session ID found in SessionHeader: Illegal Session',
    }),
    unavailable: asXml(REFUSALS.unavailable),
    limit: asXml(REFUSALS.limit),
    html: page(200),
  }
}

function asJson({ status, errorCode, message }: Refusal): FaultyAnswer {
  return { status, type: 'application/json;charset=UTF-8', body: JSON.stringify([{ message, errorCode }]) }
}
