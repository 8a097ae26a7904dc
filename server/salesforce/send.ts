import { SalesforceError } from './errors.ts'
import { demandSalesforceOrigin, type HostRules } from './hosts.ts'
import type { Limit } from './limit.ts'
import type { SalesforceRequest } from './wire.ts'

export interface SendOptions extends HostRules {
  userAgent: string
}

/** Sends a request, to a host of Salesforce's and nowhere else. What is answered begins to come: a redirect is not followed. */
export async function send(
  request: SalesforceRequest,
  options: SendOptions,
  limit: Limit,
): Promise<Response> {
  const url = urlOf(request, options)
  try {
    return await fetch(url, { ...contentOf(request, options), redirect: 'manual', signal: limit.signal })
  } catch (error) {
    throw limit.reason() ?? unreachable(error)
  }
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

function contentOf(request: SalesforceRequest, { userAgent }: SendOptions): RequestInit {
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
  const { cause } = error as Error & { cause?: { code?: unknown } }
  const code = typeof cause?.code === 'string' && /^\w{1,60}$/.test(cause.code) ? cause.code : undefined
  return new SalesforceError('UNAVAILABLE', { detail: code, untouched: NEVER_SENT.has(code ?? '') })
}
