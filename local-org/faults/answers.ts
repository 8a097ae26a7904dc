/** The answers that stand in for the real one. */
export type AnswerKind = 'unauthorized' | 'unavailable' | 'limit' | 'html'

export interface FaultyAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const MAINTENANCE = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Scheduled Maintenance</title></head>
<body><h1>We are down for maintenance.</h1><p>Sorry for the inconvenience. We'll be back shortly.</p></body>
</html>
`

export const ANSWERS: Readonly<Record<AnswerKind, FaultyAnswer>> = {
  unauthorized: refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
  unavailable: refusal(503, 'SERVER_UNAVAILABLE', 'Server Unavailable'),
  limit: refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
  html: { status: 200, type: 'text/html;charset=UTF-8', body: MAINTENANCE },
}

function refusal(status: number, errorCode: string, message: string): FaultyAnswer {
  return { status, type: 'application/json;charset=UTF-8', body: JSON.stringify([{ message, errorCode }]) }
}
