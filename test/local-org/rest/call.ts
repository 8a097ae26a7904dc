import { Readable } from 'node:stream'
import type { ApiCall, ApiEndpoint, Dispatch, Method, Reply } from '../../../local-org/rest/call.ts'
import { createRouter } from '../../../local-org/rest/router.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'
import { SalesforceProblem } from '../../../local-org/salesforce-problem.ts'

export interface CallOptions {
  method?: Method
  body?: unknown
  version?: number
  headers?: Readonly<Record<string, string>>
  userId?: string
}

/** A call as the door hands it to an endpoint; `path` is below the version and may have a query. */
export function apiCall(
  path: string,
  options: CallOptions = {},
  params: Readonly<Record<string, string>> = {},
): ApiCall {
  const { method = 'GET', body, version = 65, headers = {}, userId = makeId('005', 0) } = options
  const url = new URL(path, 'http://org.invalid')
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null)
  return {
    method,
    version,
    params,
    path: url.pathname,
    query: url.searchParams,
    session: { userId, clientId: 'client', scopes: ['api'] },
    header: (name) => headers[name.toLowerCase()],
    json: () => Promise.resolve(JSON.parse(text)),
    body: () => Readable.from([Buffer.from(text)]),
  }
}

export interface Answer extends Reply {
  /** The JSON that is answered; whatever it is, a test says what it expects. */
  readonly json: any // eslint-disable-line @typescript-eslint/no-explicit-any
}

export type Caller = (path: string, options?: CallOptions) => Promise<Answer>

/** Calls endpoints as the door does, refusals included. */
export function caller(endpoints: readonly ApiEndpoint[]): Caller {
  const router = createRouter(endpoints)
  return async (path, options = {}) => {
    const { pathname } = new URL(path, 'http://org.invalid')
    const match = router.match(options.method ?? 'GET', pathname)
    if (!match || !('endpoint' in match)) return { status: match ? 405 : 404, json: undefined }
    try {
      const reply = await match.endpoint.handle(apiCall(path, options, match.params))
      return { ...reply, json: reply.json }
    } catch (problem) {
      if (problem instanceof SalesforceProblem) return { status: problem.status, json: problem.errors }
      throw problem
    }
  }
}

/** A dispatch over the same endpoints, for calls inside of calls. */
export function dispatchTo(call: () => Caller): Dispatch {
  return ({ url, method, version, session, headers, json }) =>
    call()(url.replace(/^\/services\/data\/v\d+\.0/, ''), {
      method,
      version,
      headers,
      userId: session.userId,
      body: json,
    })
}
