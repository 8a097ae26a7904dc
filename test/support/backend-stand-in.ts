import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Listener = (req: IncomingMessage, res: ServerResponse) => void

export interface Seen {
  method: string | undefined
  url: string
  headers: IncomingMessage['headers']
}

/** A real HTTP server whose answer each test scripts; it remembers what it was asked. */
export async function startBackend() {
  const seen: Seen[] = []
  let listener: Listener = (_req, res) => void res.end()
  const server = createServer((req, res) => {
    seen.push({ method: req.method, url: req.url ?? '', headers: req.headers })
    listener(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    answers(next: Listener) {
      listener = next
      seen.length = 0
    },
    answersWith(status: number, body: unknown) {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      this.answers(
        (_req, res) => void res.writeHead(status, { 'content-type': 'application/json' }).end(text),
      )
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
