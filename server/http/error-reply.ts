import { AppError, ERRORS, type ErrorCode } from '../errors.ts'
import type { Reply } from './message.ts'
import { isOutage } from './outage.ts'
import { PAGE_POLICY, SECURITY_HEADERS } from './security-headers.ts'

/** An error as a page, for whoever looks at it in a browser. */
export type ErrorPage = (error: AppError, requestId: string) => string

/** What is not meant for the caller keeps its text to itself: it is told only whether a retry is worth it. */
export const asAppError = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError(isOutage(error) ? 'UNAVAILABLE' : 'INTERNAL', { cause: error })

/** What kind of key is missing. Nothing that would make a browser ask for a password. */
const CHALLENGES: { [C in ErrorCode]?: Record<string, string> } = {
  UNAUTHENTICATED: { 'WWW-Authenticate': 'Bearer' },
  NOT_SIGNED_IN: { 'WWW-Authenticate': 'Cookie' },
}

export function errorReply(error: AppError, requestId: string, page?: ErrorPage): Reply {
  const { code, details } = error
  const { meaning, action } = ERRORS[code]
  const headers = {
    ...SECURITY_HEADERS,
    'X-Request-Id': requestId,
    ...error.headers,
    ...CHALLENGES[code],
  }
  if (page)
    return {
      status: error.status,
      headers: {
        ...headers,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': PAGE_POLICY,
      },
      body: page(error, requestId),
    }
  return {
    status: error.status,
    headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      error: { code, message: meaning, action, requestId, ...(details ? { details } : {}) },
    }),
  }
}
