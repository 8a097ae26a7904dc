import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Business } from './business/index.ts'
import { HttpProblem, sendJson } from './http.ts'
import type { OrgKey } from './identity/key.ts'
import { answer, type Org } from './routes.ts'

export interface OrgServerOptions {
  business: Business
  key: OrgKey
  orgId: string
  /** Where the package's named credential points. */
  backendUrl: string
  /** Who the widget tokens are for. */
  audience: string
  /** Serves every other path; says false for one it does not know. */
  pages?: (req: IncomingMessage, res: ServerResponse) => boolean | Promise<boolean>
  now?: () => number
  /** How long Apex waits for the backend. */
  timeoutMs?: number
}

export interface OrgServer {
  handler(req: IncomingMessage, res: ServerResponse): void
  listen(port?: number, host?: string): Promise<{ url: string; port: number }>
  close(): Promise<void>
}

/** The org as HTTP: what the record pages need of it. */
export function createOrgServer(options: OrgServerOptions): OrgServer {
  const { business, key, orgId, backendUrl, audience, pages, now = Date.now, timeoutMs } = options
  const session = { business, key, orgId, backendUrl, audience, now, ...(timeoutMs && { timeoutMs }) }
  const org: Org = { business, session }

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (await answer(org, req, res)) return
    if (await pages?.(req, res)) return
    throw new HttpProblem(404, 'There is nothing at this address.')
  }
  function handler(req: IncomingMessage, res: ServerResponse): void {
    respond(req, res).catch((problem: unknown) => refuse(res, problem))
  }

  const server = createServer(handler)
  return {
    handler,
    listen: (port = 0, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          const address = server.address() as AddressInfo
          const name = host.includes(':') ? `[${host}]` : host
          resolve({ url: `http://${name}:${address.port}`, port: address.port })
        })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refuse(res: ServerResponse, problem: unknown): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  if (problem instanceof HttpProblem) {
    const { status, message, exceptionType } = problem
    sendJson(res, status, { message, ...(exceptionType && { exceptionType }) })
    return
  }
  process.stderr.write(`${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`)
  sendJson(res, 500, { message: 'The org failed. Its console says why.' })
}
