import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Session } from '../identity/session.ts'
import { SalesforceProblem } from '../salesforce-problem.ts'
import { unknownPath } from './absent.ts'
import { bodyOf, readJson } from './body.ts'
import type { ApiCall, ApiEndpoint, Dispatch, Method, Reply } from './call.ts'
import type { Limits } from './limits.ts'
import { createRouter, type Match, type Router } from './router.ts'
import { send } from './send.ts'
import { isServedVersion, versions } from './versions.ts'

export interface DoorParts {
  endpoints(dispatch: Dispatch): readonly ApiEndpoint[]
  /** Throws a SalesforceProblem when the token is no good. */
  authenticate(authorization: string | undefined): Session
  limits: Limits
}

/** `/services/data`: the version, the session and the limits are looked at here, so no endpoint has to. */
export interface Door {
  /** Says false for a path that is not the data API's. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean>
}

const PREFIX = '/services/data'

export function createDoor({ endpoints, authenticate, limits }: DoorParts): Door {
  const dispatch: Dispatch = async ({ url, method, version, session, headers, json }) => {
    const target = URL.parse(url, 'http://org.invalid')
    if (!target) return refusal(unknownResource())
    const found = versionAndPath(target.pathname)
    const sent = () => Readable.from(json === undefined ? [] : [Buffer.from(JSON.stringify(json))])
    const caller = { method, version: found?.version ?? version, session, query: target.searchParams }
    return answered(inner, found?.path ?? target.pathname, {
      ...caller,
      header: (name) => headers[name.toLowerCase()],
      json: () => (json === undefined ? readJson(sent()) : Promise.resolve(json)),
      body: sent,
    })
  }
  const all = endpoints(dispatch)
  const router = createRouter(all)
  const inner = createRouter(all.filter(({ makesCalls }) => !makesCalls))

  async function answer(req: IncomingMessage, url: URL): Promise<Reply> {
    const found = versionAndPath(url.pathname)
    if (!found) return isRoot(url.pathname) ? { status: 200, json: versions() } : refusal(unknownResource())
    try {
      if (!isServedVersion(found.version)) throw unknownResource()
      const session = authenticate(req.headers.authorization)
      limits.count()
      return await answered(router, found.path, {
        method: methodOf(req, url),
        version: found.version,
        query: url.searchParams,
        session,
        header: (name) => [req.headers[name.toLowerCase()]].flat()[0],
        json: () => readJson(bodyOf(req)),
        body: () => bodyOf(req),
      })
    } catch (problem) {
      if (problem instanceof SalesforceProblem) return refusal(problem)
      throw problem
    }
  }

  return {
    async handle(req, res, url) {
      if (!isRoot(url.pathname) && !url.pathname.startsWith(`${PREFIX}/`)) return false
      const reply = await answer(req, url)
      // Unread bytes would be taken for the next request of this connection.
      if (!req.readableEnded) req.resume()
      await send(req, res, { ...reply, headers: { 'sforce-limit-info': limits.info(), ...reply.headers } })
      return true
    },
  }
}

/** What an endpoint says, its refusals included. */
async function answered(
  router: Router,
  path: string,
  call: Omit<ApiCall, 'path' | 'params'>,
): Promise<Reply> {
  try {
    const { endpoint, params } = find(router, call.method, path)
    return await endpoint.handle({ ...call, path, params })
  } catch (problem) {
    if (problem instanceof SalesforceProblem) return refusal(problem)
    throw problem
  }
}

function find(router: Router, method: Method, path: string): Match {
  const match = router.match(method, path)
  if (!match) throw unknownResource(path)
  if ('endpoint' in match) return match
  const words = `HTTP Method '${method}' not allowed. Allowed are ${match.allowed.join(',')}`
  throw new SalesforceProblem(405, 'METHOD_NOT_ALLOWED', words)
}

function refusal({ status, errors }: SalesforceProblem): Reply {
  return { status, json: errors }
}

function unknownResource(path = ''): SalesforceProblem {
  return new SalesforceProblem(404, 'NOT_FOUND', unknownPath(path))
}

function isRoot(pathname: string): boolean {
  return pathname === PREFIX || pathname === `${PREFIX}/`
}

function versionAndPath(pathname: string): { version: number; path: string } | undefined {
  const match = /^\/services\/data\/v(\d{1,3})\.0(\/.*)?$/.exec(pathname)
  return match ? { version: Number(match[1]), path: match[2] ?? '/' } : undefined
}

/** Clients that cannot send PATCH send POST and say so. */
function methodOf(req: IncomingMessage, url: URL): Method {
  const override = url.searchParams.get('_HttpMethod')
  return (req.method === 'POST' && override ? override.toUpperCase() : req.method) as Method
}
