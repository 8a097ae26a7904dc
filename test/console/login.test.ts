import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { dump } from '../support/dump.ts'
import type { RunningOrg } from '../support/local-org.ts'
import { AUDIENCE, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'
import {
  browserOf,
  connectTo,
  LOGIN_COOKIE,
  outcome,
  SIGNED_IN,
  sync,
  withLogins,
  type LoginSite,
} from './logins.ts'

const BEGIN = '/console/login/salesforce'
const CALLBACK = '/console/login/callback'
const ME = '/console/v1/me'

let server: TestServer
let org: RunningOrg
let somebody: LoginSite['somebody']
let connectionId: string
withLogins((site) => ({ server, org, somebody, connectionId } = site))

const logins = () => server.db.query<Record<string, unknown>>('select * from control.login')
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } })
/** The tables of the server in which this text stands somewhere. */
async function rowsWith(text: string): Promise<string[]> {
  const tables = await server.db.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'control'`,
  )
  const found = tables.map(async ({ name }) => {
    const rows = await server.db.query(`select from ${name} t where strpos(t::text, $1) > 0`, [text])
    return rows.length > 0 ? [name] : []
  })
  return (await Promise.all(found)).flat()
}
const sessions = () => server.db.query<{ connection_id: string }>('select * from control.console_session')

describe('a login', () => {
  test('sends the browser to the org, asking for nothing but who it is, with PKCE, state and nonce', async () => {
    const reply = await browserOf(server).begin()
    const url = new URL(reply.headers['location'] ?? '')
    expect([reply.status, url.origin + url.pathname]).toEqual([303, `${org.url}/services/oauth2/authorize`])
    const asked = Object.fromEntries(url.searchParams)
    const secret = expect.stringMatching(/^[\w-]{43}$/) as string
    expect(asked).toEqual({
      response_type: 'code',
      client_id: 'team-view.test',
      redirect_uri: AUDIENCE + CALLBACK,
      scope: 'openid',
      state: secret,
      nonce: secret,
      code_challenge: secret,
      code_challenge_method: 'S256',
    })
    expect(new Set([asked['state'], asked['nonce'], asked['code_challenge']]).size).toBe(3)
  })

  test('is tied to its browser for ten minutes by a cookie of its own, and to no session', async () => {
    const browser = browserOf(server)
    const reply = await browser.begin()
    expect(reply.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-team-view-login=[\w-]{43}; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ])
    expect(await sessions()).toEqual([])
  })

  test('that was begun leaves only hashes here, and nothing that would complete it', async () => {
    const browser = browserOf(server)
    const url = new URL((await browser.begin()).headers['location'] ?? '')
    const key = browser.cookies.get(LOGIN_COOKIE) ?? ''
    const [row] = await logins()
    const sha256 = (text: string) => createHash('sha256').update(text).digest()
    expect(row).toMatchObject({
      state_hash: sha256(url.searchParams.get('state') ?? ''),
      browser_hash: sha256(key),
      connection_id: connectionId,
    })
    const kept = JSON.stringify(await server.db.query('select l::text from control.login l'))
    for (const secret of [key, ...['state', 'nonce', 'code_challenge'].map((n) => url.searchParams.get(n))])
      expect(kept).not.toContain(secret)
  })

  test('of a user who was synced from the org, is licensed and has a role opens the console', async () => {
    const [person, browser] = [somebody(), browserOf(server)]
    const userId = await sync(server, person, { role: 'admin', name: 'Anna Field' })
    const reply = await browser.logIn(person)
    expect(outcome(reply)).toEqual(SIGNED_IN)
    expect(reply.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-team-view=[\w-]{43}; Path=\/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax$/,
      ),
      '__Host-team-view-login=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
    ])
    expect((await browser.get(ME)).body).toMatchObject({ user: { id: userId }, role: 'admin' })
    const page = await browser.get('/console')
    expect(page.text).toContain('Anna Field')
    expect(page.text).toContain('Log out')
  })

  test('leaves a trail that says through which connection', async () => {
    const person = somebody()
    const userId = await sync(server, person)
    await browserOf(server).logIn(person)
    const rows = await server.db.query(
      `select admin_gsid, after from control.audit where action = 'session.started' order by id desc limit 1`,
    )
    expect(rows).toEqual([{ admin_gsid: userId, after: { userId, connectionId } }])
  })

  test('keeps no token of the org, and gives back the one it got', async () => {
    const [person, given] = [somebody(), [] as string[]]
    await sync(server, person)
    const { fetch } = globalThis
    globalThis.fetch = async (...request) => {
      const answer = await fetch(...request)
      if (answer.url.endsWith('/oauth2/token'))
        given.push(((await answer.clone().json()) as { access_token: string }).access_token)
      return answer
    }
    const done = await browserOf(server)
      .logIn(person)
      .finally(() => (globalThis.fetch = fetch))
    expect(outcome(done)).toEqual(SIGNED_IN)
    const [token = '', ...others] = given
    expect([token.slice(0, 15), others]).toEqual([org.orgId.slice(0, 15), []])
    const isGood = () => fetch(`${org.url}/services/oauth2/userinfo`, bearer(token)).then(({ ok }) => ok)
    await until(async () => !(await isGood()), { what: 'the token was given back' })
    expect(await rowsWith(token)).toEqual([])
  })

  test('takes a new session key, and ends the session its browser brought', async () => {
    const [one, two, browser] = [somebody(), somebody(), browserOf(server)]
    await sync(server, one)
    const second = await sync(server, two)
    await browser.logIn(one)
    const first = browser.session()
    await browser.logIn(two)
    expect(browser.session()).not.toBe(first)
    expect((await browser.get(ME)).body).toMatchObject({ user: { id: second } })
    expect((await server.get(ME, { headers: { Cookie: `__Host-team-view=${first}` } })).status).toBe(401)
  })

  test('never takes over a session key that was planted in its browser', async () => {
    const [person, browser, planted] = [somebody(), browserOf(server), 'A'.repeat(43)]
    await sync(server, person)
    browser.cookies.set('__Host-team-view', planted)
    expect(outcome(await browser.logIn(person))).toEqual(SIGNED_IN)
    expect(browser.session()).not.toBe(planted)
    expect((await server.get(ME, { headers: { Cookie: `__Host-team-view=${planted}` } })).status).toBe(401)
  })

  test('as another user makes the org ask again, whoever is logged in there', async () => {
    const url = new URL((await browserOf(server).begin({ as: 'another' })).headers['location'] ?? '')
    expect(url.searchParams.get('prompt')).toBe('login')
  })

  test.each(['revoked', 'needs-reauthorization'] as const)(
    'goes on through a connection that is %s: whoever is to authorize it again must get in',
    async (state) => {
      await server.db.query('truncate control.connection cascade')
      await connectTo(server, org, { state })
      const person = somebody()
      await sync(server, person)
      expect(outcome(await browserOf(server).logIn(person))).toEqual(SIGNED_IN)
    },
  )
})

test('a login changes nothing until it is completed', async () => {
  const browser = browserOf(server)
  const before = await dump(server.db)
  await browser.get('/console')
  await browser.get('/console/login/another')
  expect(await dump(server.db)).toEqual(before)
  const url = new URL((await browser.begin()).headers['location'] ?? '')
  const { 'control.login': _, ...others } = await dump(server.db)
  const { 'control.login': _before, ...asBefore } = before
  expect(others).toEqual(asBefore)
  expect(url.pathname).toBe('/services/oauth2/authorize')
})

test('begins from a page of this server only', async () => {
  const before = await dump(server.db)
  const elsewhere: Record<string, string>[] = [
    {},
    { Origin: 'https://evil.example' },
    { 'Sec-Fetch-Site': 'cross-site' },
  ]
  for (const headers of elsewhere)
    expect(outcome(await browserOf(server).submit(BEGIN, {}, headers))).toEqual([403, 'CROSS_ORIGIN'])
  expect(await dump(server.db)).toEqual(before)
})
