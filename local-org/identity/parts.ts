import type { Faults } from '../faults/types.ts'
import type { ApiAccess } from './api-access.ts'
import type { Approvals } from './approvals.ts'
import type { Apps } from './apps.ts'
import type { BrowserSessions } from './browser-sessions.ts'
import type { Codes } from './codes.ts'
import type { Directory } from './directory.ts'
import type { Passwords } from './passwords.ts'
import type { Tokens } from './tokens.ts'
import type { SigningKey } from './types.ts'

/** What the endpoints are made of. */
export interface Parts {
  readonly orgId: string
  readonly orgName: string
  readonly signingKey: SigningKey
  readonly faults: Faults | undefined
  /** Made anew with every start: signs the forms of the login pages. */
  readonly formSecret: string
  readonly apps: Apps
  readonly directory: Directory
  readonly passwords: Passwords
  readonly apiAccess: ApiAccess
  readonly approvals: Approvals
  readonly codes: Codes
  readonly tokens: Tokens
  readonly browsers: BrowserSessions
  now(): number
  url(): string
}

/** A request as the endpoints want it. */
export interface OAuthCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** The query as it was sent, with its question mark. */
  readonly search: string
  /** The fields of a form body; empty for any other body. */
  readonly form: URLSearchParams
  header(name: string): string | undefined
  cookie(name: string): string | undefined
}

export interface OAuthReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
  /** The request is carried out, but its answer is lost on the way. */
  readonly lost?: boolean
}

export type Endpoint = (parts: Parts, call: OAuthCall) => OAuthReply
