import type { RequestListener, Server, ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import supertest from 'supertest'
import { createApp, type App } from '../../server/app.ts'
import { errorPage } from '../../server/console/index.ts'
import type { Doors } from '../../server/http/callers.ts'
import type { AnyEndpoint } from '../../server/http/endpoint.ts'
import { mountOnExpress } from '../../server/http/express.ts'
import { createHttpServer } from '../../server/http/http-server.ts'
import { createMetrics } from '../../server/http/metrics.ts'
import { createPipeline } from '../../server/http/pipeline.ts'
import { createRateLimit } from '../../server/http/rate-limit.ts'
import { newRequestId } from '../../server/lib/ids.ts'
import type { Logger } from '../../server/lib/log.ts'
import { parseSalesforceId, type SalesforceObject, KEY_PREFIX } from '../../server/lib/salesforce-id.ts'
import {
  STANDARD_OBJECTS,
  insertRows,
  picklistItemGsid,
  provisionTenant,
  type Row,
  type Tenant,
} from '../../server/objects/index.ts'
import { startWorker } from '../../server/queue/index.ts'
import type { Database } from '../../server/store/index.ts'
import { boundTasks, RECURRING } from '../../server/tasks.ts'
import { trustOrg } from '../../server/tenants/index.ts'
import { testClock, type TestClock } from './clock.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { testLog } from './log.ts'
import { testVault } from './secrets.ts'
import { forge, goodClaims, newKeyPair, rs256, type KeyPair } from './tokens.ts'

export const AUDIENCE = 'https://team-view.example.com'
export const NOW = new Date('2026-11-20T09:30:00Z')

/** A valid 18-character id of that object, the same for the same number. */
export function salesforceId(object: SalesforceObject, n: number): string {
  const id = parseSalesforceId(`${KEY_PREFIX[object]}5e00000Tv${String(n).padStart(3, '0')}`, object)
  if (!id) throw new Error(`there is no ${object} id for ${n}`)
  return id
}

export const ORG_ID = salesforceId('Organization', 1)
export const OTHER_ORG_ID = salesforceId('Organization', 2)
export const KEY_ID = 'Team_View'

/** Users of every kind of licence, by the name a test calls them. */
export const USERS = {
  full: { id: salesforceId('User', 1), licence: 'Full', active: true },
  viewer: { id: salesforceId('User', 2), licence: 'Viewer', active: true },
  viewerAnalytics: { id: salesforceId('User', 3), licence: 'Viewer Analytics', active: true },
  collaborator: { id: salesforceId('User', 4), licence: 'Internal Collaborators', active: true },
  external: { id: salesforceId('User', 5), licence: 'External', active: true },
  inactive: { id: salesforceId('User', 6), licence: 'Full', active: false },
  unlicensed: { id: salesforceId('User', 7), licence: null, active: true },
} as const
export type UserName = keyof typeof USERS

export const ACCOUNTS = {
  mapped: salesforceId('Account', 1),
  unmapped: salesforceId('Account', 2),
  shared: salesforceId('Account', 3),
}

export interface TestServerOptions {
  requestsPerMinute?: number
  trustProxy?: number
  timeLimitMs?: number
  limits?: ServerOptions
  /** The database as the app sees it, for what a healthy one does not do. */
  wrap?(db: Database): Database
  /** Endpoints of the test's own, beside the server's; they stand on the Express lane. */
  extra?: readonly AnyEndpoint[]
  doors?: Doors
  /** Does what endpoints send for later; without one it waits. */
  worker?: boolean
}

export type Lane = 'fast' | 'express'
export const LANES: readonly Lane[] = ['fast', 'express']

export interface TestServer {
  /** The app as it is deployed, and the same endpoints with nothing in front of Express. */
  urls: Record<Lane, string>
  app: App
  db: TestDatabase
  clock: TestClock
  tenant: Tenant
  keys: KeyPair
  logLines: string[]
  sign(claims?: Record<string, unknown>, header?: Record<string, unknown>): string
  tokenOf(user: UserName): string
  get(
    path: string,
    options?: { token?: string; lane?: Lane; headers?: Record<string, string> },
  ): Promise<supertest.Response>
  insert(object: string, rows: readonly Row[]): Promise<string[]>
  close(): Promise<void>
}

/** The server with everything real: PostgreSQL, HTTP, keys. Only the clock is the test's. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const db = await freshDatabase()
  const tenant = await provisionTenant(db, { name: 'Team View' })
  await trust(db, { tenant, orgId: ORG_ID, keys })
  await seed(inserter(db, tenant))
  const server = await serve({ db, tenant }, options)
  return { ...server, close: () => server.close().then(() => db.close()) }
}

/** The key of the org: making one takes longer than most tests. */
const keys = newKeyPair()

/** A server on a database that has its tenant; closing it leaves the database. */
export async function serve(
  { db, tenant }: Pick<TestServer, 'db' | 'tenant'>,
  options: TestServerOptions,
): Promise<TestServer> {
  const clock = testClock(NOW)
  const insert = inserter(db, tenant)
  const { log, logLines } = testLog()
  const { urls, app, close } = await listenOnBothLanes(options, { db: options.wrap?.(db) ?? db, clock, log })
  const sign: TestServer['sign'] = (claims = {}, header = {}) =>
    forge({
      header: { alg: 'RS256', ...header },
      payload: {
        ...goodClaims({ orgId: ORG_ID, userId: USERS.full.id, audience: AUDIENCE, now: clock.now() }),
        ...claims,
      },
      sign: rs256(keys.privateKey),
    })
  return {
    urls,
    app,
    db,
    clock,
    tenant,
    keys,
    logLines,
    sign,
    tokenOf: (user) => sign({ sub: USERS[user].id }),
    get(path, { token, lane = 'fast', headers = {} } = {}) {
      const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` }
      return supertest(urls[lane])
        .get(path)
        .set({ ...authorization, ...headers })
    },
    insert,
    close,
  }
}

export async function trust(
  db: Database,
  { tenant, orgId, keys, keyId = KEY_ID }: { tenant: Tenant; orgId: string; keys: KeyPair; keyId?: string },
): Promise<void> {
  await trustOrg(db, { tenantId: tenant.id, orgId, keyId, pem: keys.pem, validFrom: new Date('2026-01-01') })
}

export const inserter =
  (db: Database, tenant: Tenant): TestServer['insert'] =>
  (name, rows) => {
    const object = STANDARD_OBJECTS.find((candidate) => candidate.name === name)
    if (!object) throw new Error(`there is no object ${name}`)
    return insertRows(db, tenant.schemaName, object, rows)
  }

export async function seed(insert: TestServer['insert']): Promise<void> {
  await insert(
    'User',
    Object.entries(USERS).map(([name, { id, licence, active }]) => ({
      Name: `${name} user`,
      Email: `${name}@example.com`,
      SfdcUserId: id,
      IsActiveUser: active,
      LicenseType: licence === null ? null : picklistItemGsid('USER_LICENSE_TYPE', licence),
    })),
  )
  await insert('Company', [
    {
      Name: 'Meridian Foods',
      SfdcAccountId: ACCOUNTS.mapped,
      CurrentScore: 64,
      Trend: picklistItemGsid('SCORE_TREND', 'Down'),
      RenewalDate: '2027-02-28',
      Arr: 91_250.75,
      CurrencyIsoCode: 'GBP',
    },
    { Name: 'Atlas Robotics', SfdcAccountId: ACCOUNTS.shared },
    { Name: 'Atlas Robotics (EMEA)', SfdcAccountId: ACCOUNTS.shared },
  ])
}

async function listenOnBothLanes(
  options: TestServerOptions,
  { db, clock, log }: { db: Database; clock: TestClock; log: Logger },
): Promise<{ urls: Record<Lane, string>; app: App; close(): Promise<void> }> {
  const { requestsPerMinute = 1_000_000, trustProxy = 0, timeLimitMs, extra = [] } = options
  const limit = timeLimitMs === undefined ? {} : { timeLimitMs }
  const config = {
    ...{ widgetAudience: AUDIENCE, trustProxy, requestsPerMinute, publicUrl: AUDIENCE },
    ...{ salesforceApp: { clientId: 'team-view.test' }, allowLocalOrgs: true },
  }
  const app = createApp({ config, db, clock, log, vault: testVault(), version: '0.0.0-test', ...limit })
  const pipeline = createPipeline({
    doors: { ...app.doors, ...options.doors },
    rateLimit: createRateLimit(requestsPerMinute),
    errorPage,
    metrics: createMetrics(),
    log,
    ...limit,
  })
  const endpoints = [...app.endpoints, ...extra]
  const express = mountOnExpress({ endpoints, pipeline, newId: newRequestId, trustProxy })
  const servers = await Promise.all([listen(app.listener, options.limits), listen(express, options.limits)])
  const tasks = boundTasks(app.services)
  const worker = options.worker && (await startWorker({ db, log, tasks, recurring: RECURRING }))
  return {
    app,
    urls: { fast: urlOf(servers[0]), express: urlOf(servers[1]) },
    close: async () => {
      await Promise.all([...servers.map(stop), worker && worker.stop()])
      await app.services.queue.close()
    },
  }
}

async function listen(listener: RequestListener, limits: ServerOptions = {}): Promise<Server> {
  const server = createHttpServer(listener, { newId: newRequestId, limits })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
