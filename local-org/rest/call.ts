import type { Readable } from 'node:stream'
import type { Session } from '../identity/session.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD'

/** A call of the data API, after the version, the session and the limits were looked at. */
export interface ApiCall {
  readonly method: Method
  /** Below `/services/data/vXX.0`, starting with a slash; decoded params are in `params`. */
  readonly path: string
  /** 65 for `v65.0`. */
  readonly version: number
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly session: Session
  header(name: string): string | undefined
  /** The body as JSON; a body that is none is refused as Salesforce does (`JSON_PARSER_ERROR`). */
  json(): Promise<unknown>
  /** The raw body, unpacked when it was sent with gzip. Read it once. */
  body(): Readable
}

/** What is answered. At most one of `json`, `text` and `stream`; none is an empty body. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
  readonly stream?: Readable
}

/** One entry of the data API. `path` as in `/sobjects/:object/:id`; a last `:name*` takes the rest of the path. */
export interface ApiEndpoint {
  readonly method: Method
  readonly path: string
  /** Makes calls of its own, and so cannot be called inside another one. */
  readonly makesCalls?: true
  handle(call: ApiCall): Reply | Promise<Reply>
}

/** Answers a call made inside another one (composite): the same endpoints, session and version. */
export type Dispatch = (
  call: Pick<ApiCall, 'method' | 'version' | 'session'> & {
    url: string
    headers: Readonly<Record<string, string>>
    json?: unknown
  },
) => Promise<Reply>
