import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { createSessions } from '../../server/console/index.ts'
import type { Person } from '../support/console.ts'
import type { RunningOrg } from '../support/local-org.ts'
import type { TestServer } from '../support/server.ts'
import {
  browserOf,
  connectTo,
  namesakeOf,
  outcome,
  SAME_ORIGIN,
  SIGNED_IN,
  sync,
  withLoginsAndBoss,
  type LoginSite,
  type TestBrowser,
} from './logins.ts'

const ME = '/console/v1/me'
let server: TestServer
let org: RunningOrg
let copy: RunningOrg
let somebody: LoginSite['somebody']
let connectionId: string
let boss: Person
withLoginsAndBoss((site) => ({ server, org, copy, somebody, connectionId, boss } = site))

async function loggedIn(options = {}): Promise<{ browser: TestBrowser; userId: string; key: string }> {
  const [person, browser] = [somebody(), browserOf(server)]
  const userId = await sync(server, person, options)
  expect(outcome(await browser.logIn(person))).toEqual(SIGNED_IN)
  return { browser, userId, key: browser.session() ?? '' }
}
/** What the key of a session opens, in whatever browser it is. */
const replay = async (key: string) =>
  (await server.get(ME, { headers: { Cookie: `__Host-team-view=${key}` } })).status
const asBoss = (method: 'put' | 'delete', path: string, body?: object) => {
  const request = supertest(server.urls.fast)[method](path).set(boss.headers)
  return body ? request.send(body) : request
}

describe('the session of a login ends at once, and its key opens nothing any more,', () => {
  test('when its user logs out by the button of the page', async () => {
    const { browser, key } = await loggedIn()
    const reply = await browser.submit('/console/logout')
    expect([outcome(reply), browser.session()]).toEqual([[303, '/console/login/signed-out'], undefined])
    expect(await replay(key)).toBe(401)
    expect((await browser.get('/console/login/signed-out')).text).toContain('You are signed out')
  })

  test('when its user is deactivated, and stays ended when they are let in again', async () => {
    const { userId, key } = await loggedIn()
    const set = (active: boolean) =>
      server.db.query(`update ${server.tenant.schemaName}."user" set isactiveuser = $2 where gsid = $1`, [
        userId,
        active,
      ])
    await set(false)
    expect(await replay(key)).toBe(401)
    await set(true)
    expect(await replay(key)).toBe(401)
  })

  test.each([
    ['licence', { licence: 'External' }],
    ['licence', { licence: null }],
    ['role', { role: null }],
  ])('when its user’s %s becomes %j', async (what, body) => {
    const { userId, key } = await loggedIn()
    expect((await asBoss('put', `/console/v1/users/${userId}/${what}`, body)).status).toBe(200)
    expect(await replay(key)).toBe(401)
  })

  test('when its connection is deleted, and nobody else’s with it', async () => {
    const { key } = await loggedIn()
    const elsewhere = await connectTo(server, copy, {
      ...{ name: 'Other', place: 2, givenJobs: 'users-and-currencies' },
    })
    const [person, browser] = [somebody(), browserOf(server)]
    await sync(server, person, { connectionId: elsewhere })
    await browser.logIn(namesakeOf(person, copy), { connection: elsewhere })
    const deleted = await asBoss('delete', `/console/v1/connections/${connectionId}?version=1`)
    expect([deleted.status, await replay(key)]).toEqual([200, 401])
    expect([await replay(browser.session() ?? ''), (await server.get(ME, boss)).status]).toEqual([200, 200])
  })

  test('when its connection goes to another org', async () => {
    const { key } = await loggedIn()
    await server.db.query(`update control.connection set linked = true, first_linked_at = now()`)
    expect(await replay(key)).toBe(200)
    await server.db.query(
      `update control.connection set org_id = '00D000000000001AAA', jobs_paused_because = 'ORG_CHANGED',
         org_changed_at = now(), link_incomplete = 'LINK_UNCHECKED'`,
    )
    expect(await replay(key)).toBe(401)
  })
})

test('the database takes no session through a connection that is deleted or was never authorized', async () => {
  const userId = await sync(server, somebody(), { role: 'admin' })
  const start = (through: string) =>
    server.db.transaction((tx) =>
      createSessions(server).start(tx, {
        ...{ tenantId: server.tenant.id, userId, replaces: undefined, connectionId: through },
      }),
    )
  await start(connectionId)
  await server.db.query('truncate control.connection cascade')
  const [fresh, deleted] = [
    await connectTo(server, org, { name: 'New', state: 'created' }),
    await connectTo(server, org, { name: 'Deleted', state: 'deleted' }),
  ]
  for (const id of [fresh, deleted, connectionId])
    await expect(start(id)).rejects.toMatchObject({ constraint: 'session_connection_is_there' })
})

describe('the page at /console', () => {
  const signInForms = (text: string) =>
    [...text.matchAll(/name="connection" value="([^"]+)"/g)].map(([, id]) => id)

  test('offers to log in with Salesforce to who has no session, or one that has ended', async () => {
    const { browser } = await loggedIn()
    await server.db.query('delete from control.console_session')
    for (const page of [await browser.get('/console'), await browserOf(server).get('/console')]) {
      expect(page.text).toContain('Log in with Salesforce')
      expect(signInForms(page.text)).toEqual([connectionId])
      expect(page.text).not.toContain('Log out')
    }
  })

  test('names the orgs where there are two, and no deleted, new or foreign one', async () => {
    const other = await connectTo(server, copy, {
      name: 'Sandbox <b>',
      place: 2,
      givenJobs: 'users-and-currencies',
    })
    await connectTo(server, org, { name: 'Old', state: 'deleted' })
    const { text } = await browserOf(server).get('/console')
    expect(new Set(signInForms(text))).toEqual(new Set([connectionId, other]))
    expect(text).toContain('Log in with Sandbox &#60;b&#62;')
    expect(text).not.toContain('Old')
  })

  test('says how to get in where no org is connected', async () => {
    await server.db.query('truncate control.connection cascade')
    await connectTo(server, org, { state: 'created' })
    const { text } = await browserOf(server).get('/console')
    expect([text.includes('npm run admin-link'), signInForms(text)]).toEqual([true, []])
  })

  test('lets its forms lead to login pages anywhere, which Salesforce may send on to, and nothing else', async () => {
    const { headers } = await browserOf(server).get('/console')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self' https: http://127.0.0.1:* http://localhost:*",
    )
  })

  test('after a log-out offers to log in as somebody else', async () => {
    const { text } = await browserOf(server).get('/console/login/signed-out')
    expect(text).toContain('href="/console/login/another"')
    expect((await browserOf(server).get('/console')).text).not.toContain('/console/login/another')
  })

  test('has steps for administrators for them only', async () => {
    for (const [role, has] of [
      ['viewer', false],
      ['admin', true],
      ['super-admin', true],
    ] as const) {
      const { browser } = await loggedIn({ role })
      expect([role, (await browser.get('/console')).text.includes('npm run trust')]).toEqual([role, has])
    }
  })

  test('has no script and no style of its own, signed in or not', async () => {
    const { browser } = await loggedIn({ role: 'super-admin', name: '<i>Anna</i>' })
    for (const [one, path] of [
      [browser, '/console'],
      [browserOf(server), '/console'],
      [browserOf(server), '/console/login/another'],
      [browserOf(server), '/console/login/signed-out'],
    ] as const) {
      const { status, text } = await one.get(path)
      expect([path, status]).toEqual([path, 200])
      expect(text).not.toMatch(/<script|<style| style=| on\w+=|<i>/)
    }
  })
})

describe('the button that logs out', () => {
  test('does nothing for a page of another site', async () => {
    const { browser, key } = await loggedIn()
    for (const site of [{}, { 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }])
      expect(outcome(await browser.submit('/console/logout', {}, site as Record<string, string>))).toEqual([
        403,
        'CROSS_ORIGIN',
      ])
    expect(await replay(key)).toBe(200)
  })

  test('of a session that has ended already leads to a page that says so', async () => {
    const { browser } = await loggedIn()
    await server.db.query('delete from control.console_session')
    const reply = await browser.submit('/console/logout', {}, { ...SAME_ORIGIN, Accept: 'text/html' })
    expect([reply.status, reply.text.includes('NOT_SIGNED_IN')]).toEqual([401, true])
  })
})
