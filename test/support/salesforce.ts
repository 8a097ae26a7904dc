import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App } from '../../local-org/identity/index.ts'
import { systemClock, type Clock } from '../../server/lib/clock.ts'
import {
  createOAuth,
  createPkce,
  createSalesforceClient,
  createSalesforceHttp,
  type Grant,
  type GrantStore,
  type SalesforceApp,
  type SalesforceClient,
  type SalesforceErrorCode,
  type SalesforceHttp,
  type SalesforceHttpOptions,
} from '../../server/salesforce/index.ts'
import { startLocalOrg, type LocalOrgOptions, type RunningOrg } from './local-org.ts'
import { logInAtOrg } from './org-browser.ts'

export const CALLBACK = 'http://127.0.0.1:8080/console/oauth/callback'
export const SCOPES = ['api', 'refresh_token', 'openid', 'id']

const common = {
  clientSecret: 'CANARY-client-secret',
  redirectUris: [CALLBACK],
  scopes: SCOPES,
  requirePkce: true,
}
/** The app of a partner, whose refresh tokens are good for once; and one of the customer's own, whose are good for ever. */
export const ROTATING: App = {
  ...common,
  name: 'Rotating',
  clientId: 'rotating.app',
  rotateRefreshTokens: true,
}
export const STEADY: App = { ...common, name: 'Steady', clientId: 'steady.app' }

export const asOurs = ({ clientId, clientSecret }: App): SalesforceApp => ({
  clientId,
  redirectUri: CALLBACK,
  ...(clientSecret !== undefined && { clientSecret }),
})

export const startConnectableOrg = (options: LocalOrgOptions = {}): Promise<RunningOrg> =>
  startLocalOrg({ apps: [ROTATING, STEADY], ...options })

export interface PatientHttp extends SalesforceHttp {
  /** How long it would have waited before each further try. */
  readonly waits: number[]
}

/** The real thing, but for time that passes at once. */
export function quickHttp(options: Partial<SalesforceHttpOptions> = {}): PatientHttp {
  const waits: number[] = []
  const wait = (ms: number) => Promise.resolve(void waits.push(ms))
  const http = createSalesforceHttp({
    ...{ allowLocal: true, timeoutMs: 20_000, maxBytes: 50_000_000, userAgent: 'Team View (test)' },
    patience: { wait, random: Math.random },
    ...options,
  })
  return { ...http, waits }
}

/** What a person of the org does in the browser; ends with what the callback is given. */
export async function allowAccess(
  org: RunningOrg,
  address: string,
  { user = org.administrator, decision = 'allow' }: { user?: string; decision?: 'allow' | 'deny' } = {},
): Promise<URLSearchParams> {
  const { username, password } = org.identity.credentials().find(({ userId }) => userId === user)!
  return (await logInAtOrg(address, { username, password, decision })).searchParams
}

/** All of the web server flow. */
export async function connect(
  org: RunningOrg,
  app: App = ROTATING,
  { http = quickHttp(), ...who }: { http?: SalesforceHttp; user?: string; nonce?: string } = {},
): Promise<Grant> {
  const oauth = createOAuth({ http, clock: systemClock })
  const { verifier, challenge } = createPkce()
  const ours = asOurs(app)
  const { nonce, ...person } = who
  const more = nonce === undefined ? {} : { nonce }
  const address = oauth.authorizeUrl({
    ...{ loginUrl: org.url, app: ours, state: 'state', challenge, scopes: SCOPES },
    ...more,
  })
  const code = (await allowAccess(org, address, person)).get('code')!
  return oauth.exchange({ loginUrl: org.url, app: ours, code, verifier })
}

export interface MemoryGrants extends GrantStore {
  grant: Grant
  readonly losses: { code: SalesforceErrorCode; accessToken: string }[]
  /** Every grant that was stored, in order. */
  readonly stored: Grant[]
  /** The next time a renewed grant should be stored, this happens in its place. */
  crash: (() => void) | undefined
}

/** A grant that several clients share, as several processes share a row: one of them renews it at a time. */
export function memoryGrants(grant: Grant): MemoryGrants {
  let turn: Promise<unknown> = Promise.resolve()
  const grants: MemoryGrants = {
    grant,
    losses: [],
    stored: [],
    crash: undefined,
    read: () => Promise.resolve(grants.grant),
    renew(_seen, work) {
      const mine = turn.then(async () => {
        const next = await work(grants.grant)
        const { crash } = grants
        grants.crash = undefined
        crash?.()
        grants.grant = next
        grants.stored.push(next)
        return next
      })
      turn = mine.catch(() => undefined)
      return mine
    },
    lost: (code, { accessToken }) => Promise.resolve(void grants.losses.push({ code, accessToken })),
  }
  return grants
}

export function clientOf(
  org: Pick<RunningOrg, 'url' | 'orgId'>,
  grants: GrantStore,
  {
    app = ROTATING,
    http = quickHttp(),
    clock = systemClock,
  }: { app?: App; http?: SalesforceHttp; clock?: Clock } = {},
): SalesforceClient {
  const oauth = createOAuth({ http, clock })
  return createSalesforceClient({
    ...{ oauth, http, grants, app: asOurs(app), loginUrl: org.url, orgId: org.orgId },
  })
}

export interface StandIn {
  url: string
  requests: { method: string; path: string; body: string; headers: IncomingMessage['headers'] }[]
  close(): Promise<void>
}

/** Answers whatever a test wants, for what no org does. */
export async function standIn(
  answer: (req: IncomingMessage, res: ServerResponse, body: string) => void,
): Promise<StandIn> {
  const requests: StandIn['requests'] = []
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      requests.push({ method: req.method!, path: req.url!, body, headers: req.headers })
      answer(req, res, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
