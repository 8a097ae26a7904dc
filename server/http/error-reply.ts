import { AppError, ERRORS, type ErrorCode } from '../errors.ts'
import type { Reply } from './message.ts'
import { isOutage } from './outage.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

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

export function errorReply(error: AppError, requestId: string): Reply {
  const { code, details } = error
  const { meaning, action } = ERRORS[code]
  return {
    status: error.status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      ...SECURITY_HEADERS,
      'X-Request-Id': requestId,
      ...error.headers,
      ...CHALLENGES[code],
    },
    body: JSON.stringify({
      error: { code, message: meaning, action, requestId, ...(details ? { details } : {}) },
    }),
  }
}
