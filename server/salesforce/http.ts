import { backoffMs, systemPatience, type Patience } from '../lib/backoff.ts'
import { openBody, readBody } from './body.ts'
import { isSalesforceError, type SalesforceError } from './errors.ts'
import type { HostRules } from './hosts.ts'
import { createLimit } from './limit.ts'
import { redactor, secretsOf } from './redact.ts'
import { send } from './send.ts'
import type { SalesforceReply, SalesforceRequest, StreamedReply } from './wire.ts'

export interface SalesforceHttp extends HostRules {
  /**
   * Sends a request and reads the reply. When that fails in a way that passes, it is sent again after a while, a few
   * times; `read` says what failed by throwing a SalesforceError.
   */
  call<T>(request: SalesforceRequest, read: (reply: SalesforceReply) => T): Promise<T>
  /**
   * The same for more than memory should hold: of a 200 the body is still on its way when `read` gets it, and is whoever's
   * `read` hands it to. Nothing is sent again once `read` is done.
   */
  stream<T>(request: SalesforceRequest, reading: Reading<T>): Promise<T>
  /** How anyone waits who waits for Salesforce. */
  readonly patience: Patience
}

export interface Reading<T> {
  read(reply: StreamedReply): Promise<T>
  /** Says what any other answer than 200 means. */
  refuse(reply: SalesforceReply): SalesforceError
}

export interface SalesforceHttpOptions extends HostRules {
  /** For one try, the body included. */
  timeoutMs: number
  /** The largest body that is read at once, once it is unpacked. */
  maxBytes: number
  /** How long a body that is streamed may stay silent, from its first byte on. Large pages take their time to begin. */
  idleMs?: number
  /** The largest body that is streamed. */
  maxStreamBytes?: number
  userAgent: string
  patience?: Patience
}

const IDLE_MS = 60_000
const MAX_STREAM_BYTES = 2_000_000_000
const TRIES = 4
const PAUSES = { firstMs: 500, mostMs: 8_000 }
/** A server that asks for more than this is not waited for; whoever calls comes back later. */
const LONGEST_WAIT_MS = 30_000

/** The only way to Salesforce: to its hosts and no others, without redirects, with bounds on time and size. */
export function createSalesforceHttp(options: SalesforceHttpOptions): SalesforceHttp {
  const { allowLocal, patience = systemPatience } = options

  async function repeating<T>(request: SalesforceRequest, attempt: () => Promise<T>): Promise<T> {
    let before: SalesforceError | undefined
    for (let failures = 1; ; failures++) {
      try {
        request.signal?.throwIfAborted()
        request.onTry?.(before)
        return await attempt()
      } catch (error) {
        if (failures >= TRIES || !mayRepeat(error, request)) throw error
        before = error
        const pause = Math.max(error.retryAfterMs ?? 0, backoffMs(failures, PAUSES, patience.random))
        await patience.wait(pause, request.signal)
      }
    }
  }

  return {
    allowLocal,
    patience,
    call: (request, read) => repeating(request, async () => read(await whole(request, options))),
    stream: (request, reading) => repeating(request, () => streamed(request, options, reading)),
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

async function whole(request: SalesforceRequest, options: SalesforceHttpOptions): Promise<SalesforceReply> {
  const limit = createLimit(options.timeoutMs, request.signal)
  try {
    return await limit.within(async () => {
      const response = await send(request, options, limit)
      const body = await readBody(openBody(response, { maxBytes: options.maxBytes, limit }))
      return { ...headOf(response, request), body }
    })
  } finally {
    limit.end()
  }
}

async function streamed<T>(
  request: SalesforceRequest,
  options: SalesforceHttpOptions,
  { read, refuse }: Reading<T>,
): Promise<T> {
  const { maxBytes, maxStreamBytes = MAX_STREAM_BYTES, idleMs = IDLE_MS } = options
  const limit = createLimit(idleMs, request.signal)
  try {
    const response = await limit.within(() => send(request, options, limit))
    const head = headOf(response, request)
    if (response.status === 200)
      return await read({ ...head, body: openBody(response, { maxBytes: maxStreamBytes, limit }) })
    const body = await limit.within(() => readBody(openBody(response, { maxBytes, limit })))
    throw refuse({ ...head, body })
  } catch (error) {
    limit.end()
    throw error
  }
}

const headOf = ({ status, headers }: Response, request: SalesforceRequest) => {
  return { status, headers, redact: redactor(secretsOf(request)) }
}
