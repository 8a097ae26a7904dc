import { AUTHORIZATION_ERRORS } from './authorization-errors.ts'
import { CONNECTION_ERRORS } from './connection-errors.ts'
import { LOGIN_ERRORS } from './login-errors.ts'

/**
 * Every error a caller can be given: its status, what it means and what to do about it. The codes are stable; the API
 * documentation prints this table.
 */
export const ERRORS = {
  INVALID_REQUEST: {
    status: 400,
    meaning: 'The request is not valid.',
    action: 'Correct the fields named in the details.',
  },
  MALFORMED_REQUEST: {
    status: 400,
    meaning: 'This is not a request we can read.',
    action: 'Send HTTP/1.1 as a browser or a Salesforce callout does.',
  },
  INVALID_JSON: {
    status: 400,
    meaning: 'The body is not valid JSON.',
    action: 'Send one JSON object, encoded as UTF-8.',
  },
  BODY_TOO_LARGE: {
    status: 400,
    meaning: 'The body is larger than this endpoint takes.',
    action: 'Send less at once.',
  },
  WRONG_CONTENT_TYPE: {
    status: 400,
    meaning: 'The body is not of a type this endpoint takes.',
    action: 'Send the Content-Type named in the details.',
  },
  UNAUTHENTICATED: {
    status: 401,
    meaning: 'This request is not signed by a caller we trust.',
    action:
      'Check that the org certificate is trusted here, and that the audience in the package settings is the address of this backend.',
  },
  NOT_SIGNED_IN: {
    status: 401,
    meaning: 'You are not signed in, or your session has ended.',
    action: 'Open /console and sign in.',
  },
  SIGN_IN_REFUSED: {
    status: 403,
    meaning: 'You cannot sign in here.',
    action:
      'Ask a super admin for a role in the console, and for a licence of Full, Viewer Analytics or Viewer. Users who were deactivated cannot sign in.',
  },
  LINK_REFUSED: {
    status: 403,
    meaning: 'This link does not work: it was used, is over an hour old, or was never made.',
    action: 'Run npm run admin-link on the server for a new one.',
  },
  FORBIDDEN: {
    status: 403,
    meaning: 'Your role does not allow this.',
    action: 'Ask somebody with a higher role to do it, or a super admin to change yours.',
  },
  CROSS_ORIGIN: {
    status: 403,
    meaning: 'This request does not come from a page of this server.',
    action:
      'Use the console. A program sends Origin with the address of this server; a proxy in front of it must leave Host as it was.',
  },
  USER_UNKNOWN: {
    status: 404,
    meaning: 'There is no such user.',
    action: 'Choose one of the list of users.',
  },
  SESSION_UNKNOWN: {
    status: 404,
    meaning: 'There is no such session: it may have ended.',
    action: 'Look at the list of sessions again.',
  },
  LAST_SUPER_ADMIN: {
    status: 409,
    meaning: 'This is the last super admin who can sign in; without one nobody could give roles any more.',
    action: 'Make somebody else super admin first.',
  },
  NOT_FOUND: { status: 404, meaning: 'There is nothing here.', action: 'See /docs for what there is.' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    meaning: 'This address does not take that method.',
    action: 'Use a method named in the Allow header.',
  },
  CONFLICT: {
    status: 409,
    meaning: 'Somebody else changed this in the meantime.',
    action: 'Read it again and repeat the change.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    meaning: 'The request did not arrive in time.',
    action: 'Send it again, without pauses.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    meaning: 'Too many requests.',
    action: 'Wait for the time named in Retry-After, then try again.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    meaning: 'The headers of the request are larger than we take.',
    action: 'Send fewer or shorter headers; a token has at most 4096 characters.',
  },
  INTERNAL: {
    status: 500,
    meaning: 'Something went wrong on our side.',
    action: 'Try again; if it stays, give an administrator the request id.',
  },
  UNAVAILABLE: {
    status: 503,
    meaning: 'The service cannot answer just now.',
    action: 'Try again in a minute.',
  },
  ...CONNECTION_ERRORS,
  ...AUTHORIZATION_ERRORS,
  ...LOGIN_ERRORS,
} as const satisfies Record<string, { status: number; meaning: string; action: string }>

export type ErrorCode = keyof typeof ERRORS
export interface ErrorDetail {
  field: string
  message: string
}

/** An error that may be told to the caller. Everything else becomes INTERNAL, and its text stays in the log. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly details: ErrorDetail[] | undefined
  readonly headers: Record<string, string>

  constructor(
    code: ErrorCode,
    options: { details?: ErrorDetail[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(ERRORS[code].meaning, { cause: options.cause })
    this.code = code
    this.details = options.details
    this.headers = options.headers ?? {}
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}

export const invalid = (field: string, message: string): AppError =>
  new AppError('INVALID_REQUEST', { details: [{ field, message }] })
