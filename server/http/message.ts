import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request and its reply as plain values, so that the pipeline needs neither Express nor node:http. */
export interface Request {
  id: string
  method: string
  path: string
  search: string
  headers: IncomingMessage['headers']
  /** Name, value, name, value: as they came. node:http keeps only the first of two Authorization headers elsewhere. */
  rawHeaders: readonly string[]
  hasBody: boolean
  /** Reads and parses the body; called only once the caller is known and the endpoint takes one. */
  readBody(takes: 'json' | 'form'): Promise<unknown>
  ip: string
}

export interface Reply {
  status: number
  headers: Record<string, string>
  cookies?: readonly string[]
  body: string
}

export function describeRequest(
  message: IncomingMessage,
  options: { newId(): string; trustProxy: number; readBody: Request['readBody'] },
): Request {
  const [path, search] = splitOnce(originForm(message.url ?? '/'), '?')
  const given = message.headers['x-request-id']
  return {
    id: typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : options.newId(),
    method: message.method ?? 'GET',
    path,
    search,
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    hasBody: bringsBody(message),
    readBody: options.readBody,
    ip: addressOf(message, options.trustProxy),
  }
}

/** A proxy is asked with the whole address (`GET http://host/path`); what stands before the path counts for nothing here. */
const originForm = (url: string): string =>
  url.startsWith('/') ? url : url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '') || '/'

export const bringsBody = (message: IncomingMessage): boolean =>
  message.headers['transfer-encoding'] !== undefined || Number(message.headers['content-length'] ?? 0) > 0

export function send(response: ServerResponse, reply: Reply): void {
  if (response.headersSent || response.destroyed) return
  const length = Buffer.byteLength(reply.body)
  const cookies = reply.cookies?.length ? { 'Set-Cookie': [...reply.cookies] } : {}
  response.writeHead(reply.status, { ...reply.headers, ...cookies, 'Content-Length': length })
  if (response.req.method === 'HEAD') response.end()
  // Text that is all ASCII is the same in both encodings, and one of them need not be worked out.
  else response.end(reply.body, length === reply.body.length ? 'latin1' : 'utf8')
}

/** Counted from our own side of the proxies we run: what stands further left in the header, anybody can write. */
function addressOf(message: IncomingMessage, trustProxy: number): string {
  const socket = message.socket.remoteAddress ?? 'unknown'
  if (trustProxy === 0) return socket
  const forwarded = String(message.headers['x-forwarded-for'] ?? '')
  const chain = [
    ...forwarded
      .split(',')
      .map((text) => text.trim())
      .filter(Boolean),
    socket,
  ]
  return chain[Math.max(0, chain.length - 1 - trustProxy)] ?? socket
}

function splitOnce(text: string, at: string): [string, string] {
  const i = text.indexOf(at)
  return i < 0 ? [text, ''] : [text.slice(0, i), text.slice(i + 1)]
}
