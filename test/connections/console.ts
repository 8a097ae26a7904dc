import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import {
  connectionEndpoints,
  createConnections,
  historyOfRows,
  type Connections,
  type Parts,
} from '../../server/connections/index.ts'
import { safeOf } from '../../server/connections/sealed.ts'
import type { ConnectionView } from '../../server/connections/view.ts'
import { AppError, type ErrorCode } from '../../server/errors.ts'
import type { ConsoleCaller } from '../../server/http/callers.ts'
import { mountOnExpress } from '../../server/http/express.ts'
import { createMetrics } from '../../server/http/metrics.ts'
import { createPipeline } from '../../server/http/pipeline.ts'
import { createRateLimit } from '../../server/http/rate-limit.ts'
import { newRequestId } from '../../server/lib/ids.ts'
import { createVault } from '../../server/lib/secrets.ts'
import { provisionTenant, type Tenant } from '../../server/objects/index.ts'
import { createQueue } from '../../server/queue/index.ts'
import { createOAuth, createSalesforceHttp } from '../../server/salesforce/index.ts'
import { connect, type Database } from '../../server/store/index.ts'
import { isTrustedFor, trustedOrgs } from '../../server/tenants/index.ts'
import { testClock, type TestClock } from '../support/clock.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { leaksInRows } from '../support/canary/rows.ts'
import { testLog } from '../support/log.ts'
import { logInAtOrg, type LogIn } from '../support/org-browser.ts'

export const NOW = '2026-11-20T09:30:00Z'
export const AUDIENCE = 'https://team-view.example.com'
const KEYS = { current: 'one', keys: new Map([['one', Buffer.alloc(32, 7)]]) }

export type SessionName = 'anna' | 'annaElsewhere' | 'ben' | 'viewer' | 'stranger'

/** What an answer has, if it is of the kind that has it. */
interface Body {
  connection: ConnectionView
  connections: ConnectionView[]
  notices: { code: string; message: string }[]
  url: string
  grant: Record<string, unknown> | null
  revocationsPending: number
  error?: { code: ErrorCode; message: string; action: string; details?: { field: string; message: string }[] }
}

/** What a call answered. */
export interface Answer {
  status: number
  code: ErrorCode | undefined
  body: Body
  text: string
  location: string | null
}

export interface TestConsole {
  url: string
  db: TestDatabase
  clock: TestClock
  tenant: Tenant
  otherTenant: Tenant
  connections: Connections
  parts: Parts
  logLines: string[]
  /** Everything the server ever answered. */
  answers: string[]
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** A connection that was made through the API. */
  create(input: Record<string, unknown>, options?: CallOptions): Promise<ConnectionView>
  /** All of an authorization, by the API, the org's pages and the way back. Answers the result in the redirect. */
  authorize(id: string, who: LogIn, options?: CallOptions & { confirmOtherOrg?: boolean }): Promise<string>
  /** Up to where the org sends the browser back. */
  toCallback(id: string, who: LogIn, options?: CallOptions & { confirmOtherOrg?: boolean }): Promise<URL>
  /** The way back, in this session. */
  callback(url: URL, options?: CallOptions): Promise<string>
  /** The connection as the API shows it. */
  read(id: string): Promise<ConnectionView>
  /** What the API answers to an action at the connection’s present version. */
  act(id: string, action: string, options?: CallOptions): Promise<Answer>
  /** The tokens of a connection, unsealed. */
  tokens(id: string): Promise<{ access: string; refresh: string } | undefined>
  /** Without any connection, as at first. */
  forget(): Promise<void>
  /** The same server once more, on the same database: as another process would be. */
  twin(): { connections: Connections; db: Database; close(): Promise<void> }
  close(): Promise<void>
}

interface CallOptions {
  as?: SessionName
  body?: unknown
}

export interface ConsoleOptions {
  salesforceApp?: { clientId: string; clientSecret?: string } | undefined
  publicUrl?: string | undefined
  allowLocalOrgs?: boolean
  ports?: Partial<Parts['ports']>
}

const gsid = (n: number) => `1P01${String(n).padStart(32, '0')}`

/** The connections' endpoints with everything real behind them; only the keys to the console's door are the test's. */
export async function startConsole(options: ConsoleOptions): Promise<TestConsole> {
  const db = await freshDatabase()
  const clock = testClock(NOW)
  const tenant = await provisionTenant(db, { name: 'Northwind' })
  const otherTenant = await provisionTenant(db, { name: 'Southwind' })
  const { log, logLines } = testLog()
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end()
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const partsOn = (database: Database): Parts => {
    const http = createSalesforceHttp({
      ...{ allowLocal: options.allowLocalOrgs ?? true, timeoutMs: 10_000, maxBytes: 10_000_000 },
      userAgent: 'team-view-test',
      patience: { wait: () => Promise.resolve(), random: () => 0 },
    })
    const orgs = trustedOrgs(database, clock)
    return {
      ...{ db: database, clock, log, http, queue: createQueue({ db: database, log }) },
      vault: createVault(KEYS),
      oauth: createOAuth({ http, clock }),
      settings: {
        salesforceApp: options.salesforceApp,
        publicUrl: () => ('publicUrl' in options ? options.publicUrl : url),
        widgetAudience: AUDIENCE,
        allowLocalOrgs: options.allowLocalOrgs ?? true,
      },
      ports: {
        dependents: () => Promise.resolve({ jobs: [], chains: [] }),
        isTrusted: (tenantId, orgId) => isTrustedFor(orgs, { tenantId, orgId, now: clock.now() }),
        onFirstAuthorized: () => Promise.resolve(),
        usedObjects: () => Promise.resolve([]),
        syncHistory: historyOfRows(database),
        jobsTouched: () => Promise.resolve([]),
        demandRunnable: () => Promise.resolve(),
        ...options.ports,
      },
    }
  }

  const callers: Record<SessionName, ConsoleCaller> = {
    anna: session(tenant, { adminId: gsid(1), role: 'admin', sessionId: 'anna-1' }),
    annaElsewhere: session(tenant, { adminId: gsid(1), role: 'admin', sessionId: 'anna-2' }),
    ben: session(tenant, { adminId: gsid(2), role: 'super-admin', sessionId: 'ben-1' }),
    viewer: session(tenant, { adminId: gsid(3), role: 'viewer', sessionId: 'viewer-1' }),
    stranger: session(otherTenant, { adminId: gsid(4), role: 'super-admin', sessionId: 'stranger-1' }),
  }
  const parts = partsOn(db)
  const connections = createConnections(parts)
  const pipeline = createPipeline({
    doors: {
      console: ({ header }) => {
        const name = /^session=(\w+)$/.exec(header('cookie') ?? '')?.[1] ?? ''
        const caller = Object.hasOwn(callers, name) ? callers[name as SessionName] : undefined
        return caller ? Promise.resolve(caller) : Promise.reject(new AppError('UNAUTHENTICATED'))
      },
    },
    rateLimit: createRateLimit(1_000_000),
    metrics: createMetrics(),
    log,
  })
  const endpoints = connectionEndpoints(connections)
  listener = mountOnExpress({ endpoints, pipeline, newId: newRequestId, trustProxy: 0 })

  const answers: string[] = []
  const call: TestConsole['call'] = async (method, path, { as = 'anna', body: sent } = {}) => {
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        cookie: `session=${as}`,
        'sec-fetch-site': 'same-origin',
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    })
    const text = await response.text()
    answers.push(`${[...response.headers].join('\n')}\n${text}`)
    const body = (text === '' ? {} : JSON.parse(text)) as Body
    const location = response.headers.get('location')
    return { status: response.status, code: body.error?.code, body, text, location }
  }
  const callback: TestConsole['callback'] = async (at, as) =>
    new URL((await call('GET', at.pathname + at.search, as)).location ?? 'none:', url).searchParams.get(
      'result',
    ) ?? ''
  const toCallback: TestConsole['toCallback'] = async (id, who, { confirmOtherOrg, ...as } = {}) => {
    const begun = await call('POST', `/console/v1/connections/${id}/authorize`, {
      ...as,
      body: confirmOtherOrg === undefined ? {} : { confirmOtherOrg },
    })
    if (begun.status !== 200) throw new Error(`authorize answered ${begun.text}`)
    return logInAtOrg(begun.body.url, who)
  }

  return {
    ...{
      url,
      db,
      clock,
      tenant,
      otherTenant,
      connections,
      parts,
      logLines,
      answers,
      call,
      callback,
      toCallback,
    },
    async create(input, as) {
      const made = await call('POST', '/console/v1/connections', {
        ...as,
        body: { orgType: 'production', ...input },
      })
      if (made.status !== 200) throw new Error(`create answered ${made.text}`)
      return made.body.connection
    },
    read: async (id) => (await call('GET', `/console/v1/connections/${id}`)).body.connection,
    async act(id, action, as) {
      const { version } = (await call('GET', `/console/v1/connections/${id}`)).body.connection
      return call('POST', `/console/v1/connections/${id}/${action}`, { ...as, body: { version } })
    },
    async tokens(id) {
      const [row] = await db.query<{ access_token_sealed: string; refresh_token_sealed: string }>(
        'select * from control.connection_grant where connection_id = $1',
        [id],
      )
      const safe = safeOf(parts.vault, tenant.id, id)
      return (
        row && {
          access: safe.open('access-token', row.access_token_sealed),
          refresh: safe.open('refresh-token', row.refresh_token_sealed),
        }
      )
    },
    async forget() {
      // What is emptied here is gone when the database is looked at in the end.
      expect(await leaksInRows(db)).toEqual([])
      await db.query('truncate control.connection cascade')
    },
    authorize: async (id, who, how) => callback(await toCallback(id, who, how), how),
    twin() {
      const database = connect({ connectionString: db.connectionString })
      return {
        connections: createConnections(partsOn(database)),
        db: database,
        close: () => database.close(),
      }
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      await db.close()
    },
  }
}

const session = (
  { id: tenantId, schemaName: schema }: Tenant,
  who: Pick<ConsoleCaller, 'adminId' | 'role' | 'sessionId'>,
): ConsoleCaller => ({ door: 'console', tenantId, schema, ...who })
