import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

export interface RawReply {
  status: number
  headers: Record<string, string>
  body: string
}

/** Sends bytes as they are, for what no HTTP client would send; answers what came back until the server closed. */
export async function rawRequest(url: string, bytes: string | Buffer): Promise<RawReply> {
  const socket = openSocket(url)
  socket.write(bytes)
  return parseReply(await readAll(socket))
}

export function openSocket(url: string): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  // A server that has refused may reset; what it said before counts.
  socket.on('error', () => {})
  return socket
}

export async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('utf8')
}

export function parseReply(text: string): RawReply {
  const [head, body] = splitOnce(text, '\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => splitOnce(line, ': ')).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return { status: Number(statusLine.split(' ')[1]), headers, body }
}

export const headLines = (path: string, headers: readonly string[] = [], method = 'GET'): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n')

function splitOnce(text: string, at: string): [string, string] {
  const i = text.indexOf(at)
  return i < 0 ? [text, ''] : [text.slice(0, i), text.slice(i + at.length)]
}
