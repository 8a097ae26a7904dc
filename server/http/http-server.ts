import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import type { Duplex } from 'node:stream'
import { STATUS_CODES } from 'node:http'
import { AppError, type ErrorCode } from '../errors.ts'
import { errorReply } from './error-reply.ts'

/** What a client may cost before anything is known about it: 16 KB of headers, ten seconds to send them. */
const LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  // How often those times are looked at; half a minute unless told.
  connectionsCheckingInterval: 1_000,
}

const UNREADABLE: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
}

/** The listener behind node:http's limits. What node itself cannot read is answered in our words too. */
export function createHttpServer(
  listener: RequestListener,
  { newId, limits = {} }: { newId(): string; limits?: ServerOptions },
): Server {
  const server = createServer({ ...LIMITS, ...limits }, listener)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else refuse(socket, { code: UNREADABLE[error.code ?? ''] ?? 'MALFORMED_REQUEST', requestId: newId() })
  })
  return server
}

function refuse(socket: Duplex, { code, requestId }: { code: ErrorCode; requestId: string }): void {
  const { status, headers, body } = errorReply(new AppError(code), requestId)
  const lines = Object.entries({ ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ]
  // Whoever does not even read the refusal is cut off with it.
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
