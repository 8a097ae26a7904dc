import type { Logger } from 'pino'
import { AppError, invalid } from '../errors.ts'
import { doorOf, type Caller, type ClosedDoor, type Credentials, type Door, type Doors } from './callers.ts'
import { answerReply, redirectReply } from './answer-reply.ts'
import { readCookie } from './cookies.ts'
import type { AnyEndpoint } from './endpoint.ts'
import { asAppError, errorReply, type ErrorPage } from './error-reply.ts'
import { guard, wantsPage } from './guard.ts'
import type { Reply, Request } from './message.ts'
import type { Metrics } from './metrics.ts'
import type { RateLimit } from './rate-limit.ts'
import { redirect } from './reply.ts'
import { createTimeLimit } from './time-limit.ts'
import { parseQuery, validatePart } from './validate.ts'

export interface PipelineOptions {
  doors: Doors
  rateLimit: RateLimit
  metrics: Metrics
  log: Logger
  /** What people see of an error, where people come. Without it they see what programs do. */
  errorPage?: ErrorPage
  /** How long an answer may take before the caller is told to come back. */
  timeLimitMs?: number
}

const TIME_LIMIT_MS = 15_000

/** The other doors are for programs, whatever they say they accept. */
const PEOPLE_COME_TO: ReadonlySet<Door> = new Set(['console', 'open'])

/** What has happened to a request so far, for the log and the metrics. */
interface Trace {
  endpoint: string
  caller: Caller | null
  routine: boolean
  error?: AppError
}

/** What stands at the address asked for: an endpoint, only other methods, or nothing. */
export type Target =
  { endpoint: AnyEndpoint; params: Record<string, string> } | { allow: string[] } | undefined

export type Pipeline = (request: Request, target: Target) => Promise<Reply>

/**
 * The one way from a request to a reply: who calls → may they call this often → may they do this → is it well formed →
 * do it → say it.
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const withinTime = createTimeLimit(options.timeLimitMs ?? TIME_LIMIT_MS)
  return async (request, target) => {
    const started = performance.now()
    const trace: Trace = { endpoint: 'none', caller: null, routine: false }
    const reply = await withinTime(answer(options, { request, target, trace })).catch((error: unknown) => {
      trace.error = asAppError(error)
      if (!wantsPage(request) || !PEOPLE_COME_TO.has(doorTo(target, request)))
        return errorReply(trace.error, request.id)
      // A person who is not signed in gets the page that says how; a program gets the error.
      if (trace.error.code === 'NOT_SIGNED_IN' && request.method === 'GET')
        return redirectReply(redirect(signedOutPage(target)), request.id)
      return errorReply(trace.error, request.id, options.errorPage)
    })
    report(options, { request, reply, trace, ms: performance.now() - started })
    return reply
  }
}

async function answer(
  options: PipelineOptions,
  { request, target, trace }: { request: Request; target: Target; trace: Trace },
): Promise<Reply> {
  const door = doorTo(target, request)
  // Before anything is said about the address: a stranger learns nothing about what stands behind a door, not even which addresses exist.
  if (door !== 'open') trace.caller = await authenticate(options, door, request)
  await options.rateLimit.spend(trace.caller ? identityOf(trace.caller) : `address ${request.ip}`)
  if (!target) throw new AppError('NOT_FOUND')
  if ('allow' in target)
    throw new AppError('METHOD_NOT_ALLOWED', { headers: { Allow: target.allow.join(', ') } })
  trace.endpoint = target.endpoint.name
  trace.routine = target.endpoint.fast === true
  guard(target.endpoint, request, trace.caller)
  const work = () => perform(target.endpoint, { request, params: target.params, caller: trace.caller })
  return target.endpoint.login ? options.rateLimit.login(`address ${request.ip}`, work) : work()
}

const signedOutPage = (target: Target): `/${string}` =>
  (target && 'endpoint' in target ? target.endpoint.signedOut : undefined) ?? '/console'

/** An endpoint stands behind its own door, however its address was spelt. */
const doorTo = (target: Target, request: Request): Door =>
  target && 'endpoint' in target ? (target.endpoint.door as Door) : doorOf(request.path)

async function authenticate(options: PipelineOptions, door: ClosedDoor, request: Request): Promise<Caller> {
  try {
    const open = options.doors[door]
    if (!open) throw new AppError(keyMissing(door), { cause: new Error(`the ${door} door has no keys`) })
    return await open(credentialsOf(request))
  } catch (error) {
    if (error instanceof AppError && error.code === keyMissing(door))
      await options.rateLimit.countFailure(request.ip)
    throw error
  }
}

/** The console's callers are people, who are told something else than the administrator of an org. */
const keyMissing = (door: ClosedDoor) => (door === 'console' ? 'NOT_SIGNED_IN' : 'UNAUTHENTICATED')

async function perform(
  endpoint: AnyEndpoint,
  { request, params, caller }: { request: Request; params: Record<string, string>; caller: Caller | null },
): Promise<Reply> {
  const credentials = credentialsOf(request)
  const handled: unknown = await endpoint.handle({
    caller,
    params: validatePart('params', endpoint.params, params),
    query: validatePart('query', endpoint.query, parseQuery(request.search)),
    body: await validBody(endpoint, request),
    cookie: (name) => readCookie(credentials.header('cookie'), name),
  })
  return answerReply(endpoint, handled, request.id)
}

async function validBody(endpoint: AnyEndpoint, request: Request): Promise<unknown> {
  if (endpoint.body)
    return validatePart('body', endpoint.body, await request.readBody(endpoint.takes ?? 'json'))
  if (request.hasBody) throw invalid('body', 'this endpoint takes no body')
  return {}
}

function report(
  options: PipelineOptions,
  { request, reply, trace, ms }: { request: Request; reply: Reply; trace: Trace; ms: number },
): void {
  const { caller, error } = trace
  options.metrics.observe(trace.endpoint, reply.status, ms / 1000)
  if (error && error.status >= 500)
    options.log.error({ requestId: request.id, err: error.cause ?? error }, 'request failed')
  // A page view that went well is counted, and logged only when asked for: there are thousands for each event of note.
  const level = trace.routine && !error ? 'debug' : 'info'
  if (!options.log.isLevelEnabled(level)) return
  options.log[level](
    {
      requestId: request.id,
      method: request.method,
      path: request.path,
      status: reply.status,
      ms: Math.round(ms * 10) / 10,
      ...(caller ? { door: caller.door, caller: identityOf(caller) } : {}),
      // The caller is not told which check failed; whoever reads the log is. The door says it without quoting the key.
      ...(error && [401, 403].includes(error.status) && error.cause instanceof Error
        ? { refused: error.cause.message }
        : {}),
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
