import { backoffMs, systemPatience, type Patience } from '../lib/backoff.ts'
import { readBody } from './body.ts'
import { isSalesforceError, SalesforceError } from './errors.ts'
import { demandSalesforceOrigin, type HostRules } from './hosts.ts'
import { redactor, secretsOf } from './redact.ts'
import type { SalesforceReply, SalesforceRequest } from './wire.ts'

export interface SalesforceHttp extends HostRules {
  /**
   * Sends a request and reads the reply. When that fails in a way that passes, it is sent again after a while, a few
   * times; `read` says what failed by throwing a SalesforceError.
   */
  call<T>(request: SalesforceRequest, read: (reply: SalesforceReply) => T): Promise<T>
}

export interface SalesforceHttpOptions extends HostRules {
  /** For one try, the body included. */
  timeoutMs: number
  /** The largest body that is read, once it is unpacked. */
  maxBytes: number
  userAgent: string
  patience?: Patience
}

const TRIES = 4
const PAUSES = { firstMs: 500, mostMs: 8_000 }
/** A server that asks for more than this is not waited for; whoever calls comes back later. */
const LONGEST_WAIT_MS = 30_000

/** The only way to Salesforce: to its hosts and no others, without redirects, with bounds on time and size. */
export function createSalesforceHttp(options: SalesforceHttpOptions): SalesforceHttp {
  const { allowLocal, patience = systemPatience } = options

  return {
    allowLocal,
    async call(request, read) {
      for (let failures = 1; ; failures++) {
        try {
          request.onTry?.()
          return read(await send(request, options))
        } catch (error) {
          if (failures >= TRIES || !mayRepeat(error, request)) throw error
          await patience.wait(Math.max(error.retryAfterMs ?? 0, backoffMs(failures, PAUSES, patience.random)))
        }
      }
    },
  }
}

function mayRepeat(
  error: unknown,
  { method = 'GET', repeatable }: SalesforceRequest,
): error is SalesforceError {
  if (!isSalesforceError(error) || !error.retryable) return false
  if ((error.retryAfterMs ?? 0) > LONGEST_WAIT_MS) return false
  return error.untouched || (repeatable ?? method === 'GET')
}

async function send(request: SalesforceRequest, options: SalesforceHttpOptions): Promise<SalesforceReply> {
  const { timeoutMs, maxBytes } = options
  const signal = AbortSignal.timeout(timeoutMs)
  const url = urlOf(request, options)
  const response = await fetch(url, { ...contentOf(request, options), redirect: 'manual', signal }).catch(
    (error: unknown) => {
      throw unreachable(error)
    },
  )
  const body = await readBody(response, { maxBytes, signal })
  return { status: response.status, headers: response.headers, body, redact: redactor(secretsOf(request)) }
}

function urlOf({ origin, path, query }: SalesforceRequest, rules: HostRules): URL {
  const base = demandSalesforceOrigin(origin, rules)
  // A path that begins otherwise would lengthen the name of the host.
  if (!path.startsWith('/') || path.startsWith('//')) throw new SalesforceError('HOST_REFUSED')
  const url = new URL(base + path)
  if (url.origin !== base) throw new SalesforceError('HOST_REFUSED')
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  return url
}

function contentOf(request: SalesforceRequest, { userAgent }: SalesforceHttpOptions): RequestInit {
  const { method = 'GET', accessToken, form, json } = request
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'User-Agent': userAgent,
    ...request.headers,
    ...(accessToken !== undefined && { Authorization: `Bearer ${accessToken}` }),
    ...(json !== undefined && { 'Content-Type': 'application/json' }),
  }
  const body = form ? new URLSearchParams(form) : json === undefined ? undefined : JSON.stringify(json)
  return { method, headers, ...(body !== undefined && { body }) }
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

/** The platform's error stays behind: it may quote a header. Its code says enough. */
function unreachable(error: unknown): SalesforceError {
  const { name, cause } = error as Error & { cause?: { code?: unknown } }
  if (name === 'TimeoutError') return new SalesforceError('UNAVAILABLE', { detail: 'no answer in time' })
  const code = typeof cause?.code === 'string' && /^\w{1,60}$/.test(cause.code) ? cause.code : undefined
  return new SalesforceError('UNAVAILABLE', { detail: code, untouched: NEVER_SENT.has(code ?? '') })
}
