import { randomUUID } from 'node:crypto'
import supertest from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { LOGIN_CALLBACK_PATH } from '../../server/console/login/rules.ts'
import type { App } from '../../local-org/identity/index.ts'
import { dump } from '../support/dump.ts'
import { giveRole, makeUser, signIn, type Person, type PersonOptions } from '../support/console.ts'
import { startLocalOrg, type LocalOrgOptions, type RunningOrg } from '../support/local-org.ts'
import { logInAtOrg, type LogIn } from '../support/org-browser.ts'
import { AUDIENCE, startTestServer, type TestServer } from '../support/server.ts'

export const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin' }
export const ASKS_FOR_A_PAGE = { Accept: 'text/html,application/xhtml+xml' }
const SESSION = '__Host-team-view'
export const LOGIN_COOKIE = '__Host-team-view-login'

/** Where the server says that browsers reach it, in test/support/server.ts. */
const APP: App = {
  name: 'Team View',
  clientId: 'team-view.test',
  redirectUris: [`${AUDIENCE}/console/oauth/callback`, `${AUDIENCE}${LOGIN_CALLBACK_PATH}`],
  scopes: ['api', 'refresh_token', 'openid'],
  requirePkce: true,
}

/** An org that has the same time as the server: its id tokens are good for two minutes. */
export const startLoginOrg = (
  server: TestServer,
  { app = {}, ...options }: LocalOrgOptions & { app?: Partial<App> } = {},
): Promise<RunningOrg> =>
  startLocalOrg({
    ...{ accounts: 20, now: () => server.clock.now().getTime(), apps: [{ ...APP, ...app }] },
    ...options,
  })

export interface MadeLoginConnection {
  name?: string
  state?: 'created' | 'authorized' | 'revoked' | 'needs-reauthorization' | 'deleted'
  givenJobs?: 'all' | 'users-and-currencies'
  place?: 1 | 2
  tenantId?: string
}

/** A connection to this org as its first authorization leaves it, without a grant: a login needs none. */
export async function connectTo(
  { db, tenant, clock }: TestServer,
  { url, orgId }: Pick<RunningOrg, 'url' | 'orgId'>,
  made: MadeLoginConnection = {},
): Promise<string> {
  const {
    name = 'Salesforce',
    state = 'authorized',
    givenJobs = 'all',
    place = 1,
    tenantId = tenant.id,
  } = made
  const id = randomUUID()
  const isNew = state === 'created'
  await db.query(
    `insert into control.connection
       (id, tenant_id, name, org_type, domain, state, place, org_id, given_jobs, state_at, created_at, modified_at)
     values ($1, $2, $3, 'production', $4, $5, $6, $7, $8, $9, $9, $9)`,
    [
      ...[id, tenantId, name, url, state, state === 'deleted' ? null : place],
      ...(isNew ? [null, null] : [orgId, givenJobs]),
      clock.now(),
    ],
  )
  return id
}

export interface OrgPerson extends LogIn {
  /** The user's id in the org. */
  userId: string
}

/** People of the org who can log in to it, each given once. */
export function peopleOf(org: RunningOrg): () => OrgPerson {
  const people = org.identity.credentials().filter(({ isActive }) => isActive)
  return () => {
    const person = people.pop()
    if (!person) throw new Error('the org has nobody left: start it with more accounts')
    return person
  }
}

/** Who has this person's user id in another org. */
export function namesakeOf({ userId }: OrgPerson, org: RunningOrg): OrgPerson {
  const found = org.identity.credentials().find((one) => one.userId === userId)
  if (!found) throw new Error(`the org has no user ${userId}`)
  return found
}

export interface LoginSite {
  server: TestServer
  org: RunningOrg
  /** A copy of it, as a sandbox is: another org with the same user ids. */
  copy: RunningOrg
  /** Somebody of the org who has not been in a test yet. */
  somebody(): OrgPerson
  connectionId: string
  /** An address of the test's own to come from: refusals count against it. */
  from: Record<string, string>
}

/** A server and an org for a test file, and before each test the one connection between them. */
export function withLogins(use: (site: LoginSite) => void): void {
  let server: TestServer
  let org: RunningOrg
  let copy: RunningOrg
  let somebody: () => OrgPerson
  let tests = 0
  beforeAll(async () => {
    server = await startTestServer({ trustProxy: 1 })
    ;[org, copy] = await Promise.all([
      startLoginOrg(server, { accounts: 200 }),
      startLoginOrg(server, { accounts: 200, seed: 2 }),
    ])
    somebody = peopleOf(org)
  })
  afterAll(async () => {
    await Promise.all([org.close(), copy.close()])
    await server.close()
  })
  beforeEach(async () => {
    const connectionId = await connectTo(server, org)
    use({ server, org, copy, somebody, connectionId, from: { 'X-Forwarded-For': `203.0.113.${++tests}` } })
  })
  afterEach(async () => {
    for (const each of [org, copy]) each.faults.disarm()
    await server.db.query('truncate control.connection, control.console_session cascade')
  })
}

/** The same, and somebody who may do everything. */
export function withLoginsAndBoss(use: (site: LoginSite & { boss: Person }) => void): void {
  let site: LoginSite
  withLogins((made) => (site = made))
  beforeEach(async () => use({ ...site, boss: await signIn(site.server, { role: 'super-admin' }) }))
}

/** The user that a sync has made of this person. */
export async function sync(
  server: TestServer,
  { userId }: OrgPerson,
  { connectionId, ...options }: PersonOptions & { connectionId?: string } = {},
): Promise<string> {
  const { role = 'viewer', ...rest } = options
  const gsid = await makeUser(server, { ...rest, role: null })
  await server.db.query(
    `update ${server.tenant.schemaName}."user" set sfdcuserid = $2, _connection_id = $3 where gsid = $1`,
    [gsid, userId, connectionId ?? null],
  )
  if (role !== null) await giveRole(server, gsid, role)
  return gsid
}

/** A browser at our side of a login: it keeps cookies and follows nothing. */
export function browserOf(server: TestServer) {
  const cookies = new Map<string, string>()
  const cookie = () => [...cookies].map((pair) => pair.join('=')).join('; ')
  function keep(reply: supertest.Response): supertest.Response {
    const lines = (reply.headers as { 'set-cookie'?: string[] })['set-cookie'] ?? []
    for (const [, name = '', value = ''] of lines.map((line) => /^([^=]+)=([^;]*)/.exec(line) ?? []))
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    return reply
  }
  const headers = () => (cookies.size > 0 ? { Cookie: cookie() } : {})
  const get = async (path: string, more: Record<string, string> = {}) =>
    keep(
      await supertest(server.urls.fast)
        .get(path)
        .set({ ...headers(), ...more }),
    )
  const submit = async (path: string, form: object = {}, more: Record<string, string> = SAME_ORIGIN) =>
    keep(
      await supertest(server.urls.fast)
        .post(path)
        .set({ ...headers(), ...more })
        .type('form')
        .send(form),
    )
  const begin = (form: { connection?: string; as?: string } = {}) => submit('/console/login/salesforce', form)
  /** Up to where the org sends the browser back. */
  async function toCallback(who: LogIn, form?: { connection?: string; as?: string }): Promise<URL> {
    const begun = await begin(form)
    if (begun.status !== 303) throw new Error(`the login did not begin: ${begun.text}`)
    return logInAtOrg(begun.headers['location'] ?? '', who)
  }
  const comeBack = (url: URL, more?: Record<string, string>) => get(url.pathname + url.search, more)
  return {
    ...{ cookies, get, submit, begin, toCallback, comeBack },
    session: () => cookies.get(SESSION),
    logIn: async (who: LogIn, form?: { connection?: string }) => comeBack(await toCallback(who, form)),
  }
}
export type TestBrowser = ReturnType<typeof browserOf>

export const codeOf = (reply: { body: unknown }): unknown =>
  (reply.body as { error?: { code: string } }).error?.code
export const outcome = (reply: supertest.Response): unknown[] => [
  reply.status,
  reply.status === 303 ? reply.headers['location'] : codeOf(reply),
]
export const SIGNED_IN = [303, '/console']

/** What a login of this person comes to, with nothing but the login itself written down. */
export async function refusalOf(
  { server, from }: Pick<LoginSite, 'server' | 'from'>,
  person: OrgPerson,
): Promise<unknown[]> {
  const browser = browserOf(server)
  const back = await browser.toCallback(person)
  const { 'control.login': _before, ...before } = await dump(server.db)
  const reply = await browser.comeBack(back, from)
  const { 'control.login': _after, ...after } = await dump(server.db)
  expect([after, browser.session()]).toEqual([before, undefined])
  return outcome(reply)
}
