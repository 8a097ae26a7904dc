import { createHash, randomBytes, type JsonWebKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { createFaults } from '../../../local-org/faults/index.ts'
import {
  createIdentity,
  defaultApp,
  type App,
  type IdentityOptions,
} from '../../../local-org/identity/index.ts'
import { createOrgKey } from '../../../local-org/identity/key.ts'
import { orgIdFor } from '../../../local-org/identity/org.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { createStore } from '../../../local-org/records/store.ts'
import type { SObject, Values } from '../../../local-org/records/types.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'

export const SEED = 7
export const CALLBACK = 'https://app.example.com/oauth/callback?from=salesforce'
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const signingKey = await createOrgKey()
const business = createBusiness({ seed: SEED, accounts: 20, today: '2026-11-20' })

/** An app that keeps its refresh token and needs no PKCE: what most tests want. */
export const PLAIN: App = {
  name: 'Plain & <Simple>',
  clientId: 'plain.app',
  clientSecret: 'plain secret: 100% safe?',
  redirectUris: [CALLBACK, 'http://localhost:3000/other'],
  scopes: ['api', 'refresh_token', 'openid', 'id', 'web'],
}
export const ROTATING: App = {
  ...PLAIN,
  name: 'Rotating',
  clientId: 'rotating.app',
  rotateRefreshTokens: true,
}
/** The backend's app as it ships, called back here. */
export const TEAM_VIEW = defaultApp(SEED, [CALLBACK])
export const PUBLIC: App = {
  name: 'Public',
  clientId: 'public.app',
  redirectUris: [CALLBACK],
  scopes: ['api', 'refresh_token'],
}

export type TestOrg = Awaited<ReturnType<typeof startOrg>>

/** The identity service of an org with everything real but the rest of the org. */
export async function startOrg(options: Partial<IdentityOptions> = {}) {
  const clock = { time: Date.UTC(2026, 10, 20, 9, 30) }
  const now = () => clock.time
  const schema = createSchema(standardObjects({ business, multiCurrency: true }), now)
  const store = createStore({ schema, base: baseTables(business), now })
  const faults = createFaults()
  let url = ''
  const identity = createIdentity({
    orgId: orgIdFor(SEED),
    seed: SEED,
    orgName: business.name,
    store,
    faults,
    apps: [TEAM_VIEW, PLAIN, ROTATING, PUBLIC],
    signingKey,
    now,
    url: () => url,
    ...options,
  })
  const server = createServer((req, res) => {
    identity.handle(req, res, new URL(req.url ?? '/', url)).then(
      (known) => known || res.writeHead(404).end('not the identity service'),
      (problem: unknown) => res.writeHead(500).end(String(problem)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const people = identity.credentials().filter(({ isActive }) => isActive)
  const user = people[0]!
  return {
    url,
    identity,
    store,
    faults,
    clock,
    user,
    other: people[1]!,
    inactive: identity.credentials().find(({ isActive }) => !isActive),
    orgId: orgIdFor(SEED),
    record: (userId: string): SObject => store.read('User', userId)!,
    /** What an administrator does in Setup. */
    update: (object: string, id: string, values: Values) =>
      store.write({ userId: user.userId, origin: '' }, [{ op: 'update', object, id, values }]),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** One org for all tests of a file. */
export function withOrg(use: (org: TestOrg) => void): void {
  let org: TestOrg
  beforeAll(async () => use((org = await startOrg())))
  afterAll(() => org.close())
}

/** What the answers that tests read on from are made of; what is not there is undefined whatever its type says. */
interface Json {
  readonly [name: string]: unknown
  readonly access_token: string
  readonly refresh_token: string
  readonly id_token: string
  readonly id: string
  readonly zoneinfo: string
  readonly utcOffset: number
  readonly urls: { readonly rest: string }
  readonly keys: readonly (JsonWebKey & { readonly kid: string })[]
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}

export async function post(
  org: TestOrg,
  path: string,
  params: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return read(
    await fetch(org.url + path, {
      method: 'POST',
      body: new URLSearchParams(params),
      headers,
      redirect: 'manual',
    }),
  )
}

export async function get(org: TestOrg, path: string, token?: string): Promise<Answer> {
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` })
  return read(await fetch(org.url + path, { headers, redirect: 'manual' }))
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: (isJson ? JSON.parse(text) : {}) as Json,
  }
}

export const token = (org: TestOrg, params: Readonly<Record<string, string>>) =>
  post(org, '/services/oauth2/token', params)

/** How an app shows who it is. */
export function client({ clientId, clientSecret }: App): Record<string, string> {
  return { client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }) }
}

export const pkce = () => {
  const verifier = randomBytes(96).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** A browser as far as cookies and forms go. */
export function createBrowser(org: TestOrg) {
  const cookies = new Map<string, string>()
  async function go(address: string, body?: URLSearchParams): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(address, org.url), {
      redirect: 'manual',
      headers: { cookie },
      ...(body && { method: 'POST', body }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split('=')
      if (attributes.includes('Max-Age=0')) cookies.delete(name)
      else cookies.set(name, value)
    }
    return read(response)
  }
  /** Sends the form of a page, its hidden fields included. */
  function submit(address: string, page: Answer, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const hidden = [...page.text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
    return go(
      address,
      new URLSearchParams([
        ...hidden.map(([, name, value]): [string, string] => [name!, value!]),
        ...Object.entries(fields),
      ]),
    )
  }
  return { go, submit, cookies }
}

export type Browser = ReturnType<typeof createBrowser>

export function authorizeAddress(app: App, params: Readonly<Record<string, string>> = {}): string {
  const query = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUris[0]!,
    ...params,
  }
  return `/services/oauth2/authorize?${new URLSearchParams(query).toString()}`
}

interface Asked {
  readonly params?: Readonly<Record<string, string>>
  readonly browser?: Browser
  readonly username?: string
  readonly password?: string
}

/** Login, Allow, and where the browser is sent then. */
export async function allow(org: TestOrg, app: App, asked: Asked = {}): Promise<URLSearchParams> {
  const { browser = createBrowser(org), username = org.user.username } = asked
  const password =
    asked.password ?? org.identity.credentials().find((one) => one.username === username)!.password
  let address = authorizeAddress(app, asked.params)
  let page = await browser.go(address)
  if (page.text.includes('name="pw"')) {
    page = await browser.submit(address, page, { username, pw: password })
    address = page.headers.get('location')!
    page = await browser.go(address)
  }
  if (page.text.includes('id="oaapprove"')) page = await browser.submit(address, page, { decision: 'allow' })
  return new URL(page.headers.get('location') ?? `${org.url}/nowhere?page=${page.text}`).searchParams
}

/** All of the web server flow. */
export async function connect(org: TestOrg, app: App, asked: Asked = {}): Promise<Answer> {
  const { verifier, challenge } = pkce()
  const answer = await allow(org, app, { ...asked, params: { code_challenge: challenge, ...asked.params } })
  return token(org, {
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    redirect_uri: app.redirectUris[0]!,
    code_verifier: verifier,
    ...client(app),
  })
}

/** What the data APIs say to a token: a session, or the refusal's code. */
export function dataApi(org: TestOrg, accessToken: string): string {
  try {
    org.identity.authenticate(`Bearer ${accessToken}`)
    return 'let in'
  } catch (problem) {
    return (problem as { errors: { errorCode: string }[] }).errors[0]!.errorCode
  }
}
