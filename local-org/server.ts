import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createControl, type Stage } from './control/index.ts'
import { faultyAnswer } from './faults/index.ts'
import { setUpPackage } from './apex/team-view-settings.ts'
import { HttpProblem, sendJson } from './http.ts'
import { sendReply } from './identity/http-call.ts'
import type { OrgKey } from './identity/key.ts'
import { frontPage } from './identity/pages/front-page.ts'
import { createOrg, type Org, type OrgOptions } from './org.ts'
import { answer } from './pages/routes.ts'
import { unknownPath } from './rest/absent.ts'
import { createSoap } from './soap/index.ts'

export interface OrgServerOptions extends Omit<OrgOptions, 'url'> {
  /** Signs the widget tokens. */
  key: OrgKey
  /** Where the package's named credential points. */
  backendUrl: string
  /** Whom the widget tokens are for: the package's settings are set up with it, when the package is there. */
  audience?: string | undefined
  /** Serves every other path; says false for one it does not know. */
  pages?: (req: IncomingMessage, res: ServerResponse) => boolean | Promise<boolean>
  /** How long Apex waits for the backend. */
  timeoutMs?: number
}

export interface OrgServer extends Org {
  handler(req: IncomingMessage, res: ServerResponse): void
  /** The HTTP port and that of the event bus; 0 for any free one. */
  listen(
    port?: number,
    host?: string,
    pubsubPort?: number,
  ): Promise<{ url: string; port: number; pubsub: string }>
  /** Does to the org what the command line's `--stage` says. */
  stage(stage: Stage): void
}

type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => boolean | Promise<boolean>

/** The org with its doors: OAuth, SOAP, the data API, events, the record pages, and one to stage things through. */
export function createOrgServer(options: OrgServerOptions): OrgServer {
  const { key, backendUrl, audience, pages = () => false, now = Date.now, timeoutMs } = options
  let address = 'http://127.0.0.1'
  const org = createOrg({ ...options, url: () => address })
  const { business, orgId, schema, store } = org
  if (audience !== undefined) setUpPackage(org, audience)
  const session = { schema, store, key, orgId, backendUrl, now, ...(timeoutMs && { timeoutMs }) }
  const soap = createSoap({ ...org, now, url: () => address })
  const control = createControl(org)
  const handlers: readonly Handler[] = [
    (req, res) => canFail(req) && faultyAnswer(org.faults, req, res),
    org.identity.handle,
    soap.handle,
    org.door.handle,
    unknownService,
    control.handle,
    (req, res, url) => answer({ business, session }, { req, res, url }),
    pages,
    (req, res, { pathname }) => {
      const isWanted = pathname === '/' && (req.method === 'GET' || req.method === 'HEAD')
      if (isWanted) sendReply(res, frontPage({ name: business.name, orgId }))
      return isWanted
    },
  ]

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
    // The Salesforce CLI writes an instance URL with a slash at its end, and then another.
    req.url = req.url?.replace(/^\/+(?=services\/)/, '/')
    // Glued, not resolved: resolving `//host/path` would read a path of two slashes as another host.
    const target = `http://org.invalid${req.url ?? '/'}`
    if (!URL.canParse(target)) throw new HttpProblem(400, 'This is no address.')
    for (const handle of handlers) if (await handle(req, res, new URL(target))) return
    throw new HttpProblem(404, 'There is nothing at this address.')
  }
  function handler(req: IncomingMessage, res: ServerResponse): void {
    respond(req, res).catch((problem: unknown) => refuse(res, problem))
  }

  const server = createServer(handler)
  return {
    ...org,
    handler,
    stage: (stage) => void control.stage(stage),
    async listen(port = 0, host = '127.0.0.1', pubsubPort = 0) {
      const bound = await new Promise<number>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve((server.address() as AddressInfo).port)
        })
      })
      address = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
      const events = await org.events.listen(pubsubPort, host)
      return { url: address, port: bound, pubsub: events.address }
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await Promise.all([closed, org.close()])
    },
  }
}

/** Below /services, what is not known is told in Salesforce's own shape. */
function unknownService(req: IncomingMessage, res: ServerResponse): boolean {
  if (!req.url?.startsWith('/services/')) return false
  req.resume()
  sendJson(res, 404, [{ errorCode: 'NOT_FOUND', message: unknownPath(req.url) }])
  return true
}

/** What stands for Salesforce can fail; the preview and the door that arms the faults cannot. */
function canFail({ url = '' }: IncomingMessage): boolean {
  return /^\/(services|id|secur|\.well-known)\//.test(url)
}

function refuse(res: ServerResponse, problem: unknown): void {
  // Who has gone hears nothing, and that is no failure of the org.
  if (res.headersSent || res.destroyed) {
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
