import type { Logger } from 'pino'
import { AppError, ERRORS, invalid } from '../errors.ts'
import { doorOf, type Caller, type ClosedDoor, type Credentials, type Doors } from './callers.ts'
import type { AnyEndpoint } from './endpoint.ts'
import type { Reply, Request } from './message.ts'
import type { Metrics } from './metrics.ts'
import type { RateLimit } from './rate-limit.ts'
import { PAGE_POLICY, SECURITY_HEADERS } from './security-headers.ts'
import { parseQuery, validatePart } from './validate.ts'

export interface PipelineOptions {
  doors: Doors
  rateLimit: RateLimit
  metrics: Metrics
  log: Logger
}

/** What has happened to a request so far, for the log and the metrics. */
interface Trace {
  endpoint: string
  caller: Caller | null
}

/** What stands at the address asked for: an endpoint, only other methods, or nothing. */
export type Target =
  { endpoint: AnyEndpoint; params: Record<string, string> } | { allow: string[] } | undefined

export type Pipeline = (request: Request, target: Target) => Promise<Reply>

/** The one way from a request to a reply: who calls → may they call this often → is it well formed → do it → say it. */
export function createPipeline(options: PipelineOptions): Pipeline {
  return async (request, target) => {
    const started = performance.now()
    const trace: Trace = { endpoint: 'none', caller: null }
    let reply: Reply
    try {
      reply = await answer(options, { request, target, trace })
    } catch (error) {
      reply = refuse(options.log, request, error)
    }
    report(options, { request, reply, trace, ms: performance.now() - started })
    return reply
  }
}

async function answer(
  options: PipelineOptions,
  { request, target, trace }: { request: Request; target: Target; trace: Trace },
): Promise<Reply> {
  const door = doorOf(request.path)
  // Before anything is said about the address: a stranger learns nothing about what stands behind a door, not even which addresses exist.
  if (door !== 'open') trace.caller = await authenticate(options, door, request)
  if (!target) throw new AppError('NOT_FOUND')
  if ('allow' in target)
    throw new AppError('METHOD_NOT_ALLOWED', { headers: { Allow: target.allow.join(', ') } })
  trace.endpoint = target.endpoint.name
  await options.rateLimit.spend(trace.caller ? identityOf(trace.caller) : `address ${request.ip}`)
  return perform(target.endpoint, { request, params: target.params, caller: trace.caller })
}

async function authenticate(options: PipelineOptions, door: ClosedDoor, request: Request): Promise<Caller> {
  await options.rateLimit.checkAddress(request.ip)
  try {
    const open = options.doors[door]
    if (!open) throw new AppError('UNAUTHENTICATED', { cause: new Error(`the ${door} door has no keys`) })
    return await open(credentialsOf(request))
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAUTHENTICATED')
      await options.rateLimit.countFailure(request.ip)
    throw error
  }
}

async function perform(
  endpoint: AnyEndpoint,
  { request, params, caller }: { request: Request; params: Record<string, string>; caller: Caller | null },
): Promise<Reply> {
  const result: unknown = await endpoint.handle({
    caller,
    params: validatePart('params', endpoint.params, params),
    query: validatePart('query', endpoint.query, parseQuery(request.search)),
    body: await validBody(endpoint, request),
  })
  const produces = endpoint.produces ?? 'application/json; charset=utf-8'
  const headers: Record<string, string> = {
    'Content-Type': produces,
    ...SECURITY_HEADERS,
    'X-Request-Id': request.id,
  }
  if (produces.startsWith('text/html')) headers['Content-Security-Policy'] = PAGE_POLICY
  // The schema decides what leaves: a field it does not name is not sent, whatever the handler returned.
  const body: unknown = endpoint.answer.parse(result)
  return { status: 200, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

async function validBody(endpoint: AnyEndpoint, request: Request): Promise<unknown> {
  if (endpoint.body) return validatePart('body', endpoint.body, await request.readBody())
  if (request.hasBody) throw invalid('body', 'this endpoint takes no body')
  return {}
}

function refuse(log: Logger, request: Request, error: unknown): Reply {
  const known =
    error instanceof AppError
      ? error
      : new AppError(isOutage(error) ? 'UNAVAILABLE' : 'INTERNAL', { cause: error })
  if (known.status >= 500) log.error({ requestId: request.id, err: known.cause ?? known }, 'request failed')
  const { meaning, action } = ERRORS[known.code]
  return {
    status: known.status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      ...SECURITY_HEADERS,
      'X-Request-Id': request.id,
      ...known.headers,
      ...(known.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify({
      error: {
        code: known.code,
        message: meaning,
        action,
        requestId: request.id,
        ...(known.details ? { details: known.details } : {}),
      },
    }),
  }
}

/** The database is away, restarting, or out of connections or time: worth a retry, unlike a fault of ours. */
function isOutage(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return (
    /^(08|53|57)/.test(code) ||
    /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND)$/.test(code) ||
    code === 'ENOENT' ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message)
  )
}

function report(
  options: PipelineOptions,
  { request, reply, trace, ms }: { request: Request; reply: Reply; trace: Trace; ms: number },
): void {
  options.metrics.observe(trace.endpoint, reply.status, ms / 1000)
  options.log.info(
    {
      requestId: request.id,
      method: request.method,
      path: request.path,
      status: reply.status,
      ms: Math.round(ms * 10) / 10,
      ...(trace.caller ? { door: trace.caller.door, caller: identityOf(trace.caller) } : {}),
    },
    'request',
  )
}

function identityOf(caller: Caller): string {
  if (caller.door === 'widget') return `${caller.orgId}/${caller.userId}`
  if (caller.door === 'console') return caller.adminId
  return caller.door === 'data' ? caller.keyId : caller.clientId
}

/** Two headers of one name are as good as none: which of them was checked would depend on who looked. */
function credentialsOf(request: Request): Credentials {
  return {
    header(name) {
      const count = request.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === name).length
      const value = request.headers[name]
      return count === 1 && typeof value === 'string' ? value : undefined
    },
  }
}
