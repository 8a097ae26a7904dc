import { createHash } from 'node:crypto'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROLES } from '../../server/http/roles.ts'
import { picklistItemGsid } from '../../server/objects/index.ts'
import { LICENCES, type Licence } from '../../server/tenants/index.ts'
import { giveRole, makeUser, signIn, signInAs, type Person } from '../support/console.ts'
import { LANES, NOW, startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const ME = '/console/v1/me'
const HOUR = 3_600_000
const ask = (person: Person, path = ME) => server.get(path, { headers: person.headers })
const send = (person: Person, method: 'post' | 'delete', path: string) =>
  supertest(server.urls.fast)[method](path).set(person.headers)
const keyOf = (person: Person): string => person.headers['Cookie']?.split('=')[1] ?? ''
const codeOf = (reply: { body: unknown }): unknown => (reply.body as { error?: { code: string } }).error?.code
const rows = () => server.db.query<{ id: string; key_hash: Buffer }>('select * from control.console_session')
const setUser = (userId: string, set: string) =>
  server.db.query(`update ${server.tenant.schemaName}."user" set ${set} where gsid = $1`, [userId])

describe('a session', () => {
  test.each(ROLES)('of a %s says who is signed in, on both lanes', async (role) => {
    const person = await signIn(server, { role, name: `Some ${role}` })
    for (const lane of LANES) {
      const { status, body } = await server.get(ME, { lane, headers: person.headers })
      expect([status, body]).toEqual([
        200,
        {
          user: { id: person.userId, name: `Some ${role}`, email: `some.${role}@example.com` },
          role,
          licence: 'Full',
          tenant: { id: server.tenant.id, name: 'Team View' },
        },
      ])
    }
  })

  test('is 256 random bits in the browser and a hash in the database', async () => {
    const [one, two] = [
      await signIn(server, { role: 'viewer' }),
      await signInAs(server, await makeUser(server, { role: 'viewer' })),
    ]
    expect(Buffer.from(keyOf(one), 'base64url')).toHaveLength(32)
    expect(keyOf(one)).not.toBe(keyOf(two))
    const stored = (await rows()).find(({ id }) => id === one.sessionId)
    expect(stored?.key_hash).toEqual(createHash('sha256').update(keyOf(one)).digest())
    expect(JSON.stringify(await rows())).not.toContain(keyOf(one))
    // What the database holds, and what the console shows, open nothing.
    for (const value of [
      stored?.key_hash.toString('base64url'),
      stored?.key_hash.toString('hex'),
      one.sessionId,
    ])
      expect((await server.get(ME, { headers: { Cookie: `__Host-team-view=${value}` } })).status).toBe(401)
  })

  test('that was changed by one character, cut short or sent elsewhere is none', async () => {
    const person = await signIn(server, { role: 'viewer' })
    const key = keyOf(person)
    const other = key.startsWith('A') ? `B${key.slice(1)}` : `A${key.slice(1)}`
    const attempts: Record<string, string>[] = [
      { Cookie: `__Host-team-view=${other}` },
      { Cookie: `__Host-team-view=${key.slice(1)}` },
      { Cookie: `team-view=${key}` },
      { Cookie: `${person.headers['Cookie']}; ${person.headers['Cookie']}` },
      { Authorization: `Bearer ${key}` },
      { 'X-Session': key },
    ]
    for (const headers of attempts) {
      const reply = await server.get(ME, { headers })
      expect([reply.status, codeOf(reply)]).toEqual([401, 'NOT_SIGNED_IN'])
    }
    expect((await server.get(`${ME}?session=${key}`)).status).toBe(401)
  })

  test('opens no other door, and no other door’s key opens the console', async () => {
    const person = await signIn(server, { role: 'super-admin' })
    for (const path of ['/widget/v1/team-view', '/v1/x', '/v2/x', '/px/v1/x'])
      expect((await ask(person, path)).status).toBe(401)
    expect((await server.get(ME, { token: server.sign() })).status).toBe(401)
    const cookie = { Cookie: `__Host-team-view=${server.sign()}` }
    expect((await server.get(ME, { headers: cookie })).status).toBe(401)
  })
})

describe('a session ends', () => {
  const isOpen = async (person: Person) => (await ask(person)).status === 200
  const at = (ms: number) => server.clock.set(NOW.getTime() + ms)

  test('after an hour in which nothing was asked, and not a moment before', async () => {
    at(0)
    const [one, two] = [await signIn(server, { role: 'viewer' }), await signIn(server, { role: 'viewer' })]
    at(HOUR - 1)
    expect(await isOpen(one)).toBe(true)
    at(HOUR)
    expect([await isOpen(one), await isOpen(two)]).toEqual([true, false])
    at(0)
  })

  test('after twelve hours, however busy', async () => {
    at(0)
    const person = await signIn(server, { role: 'viewer' })
    for (let minutes = 30; minutes < 12 * 60; minutes += 30) {
      at(minutes * 60_000)
      expect(await isOpen(person)).toBe(true)
    }
    at(12 * HOUR - 1)
    expect(await isOpen(person)).toBe(true)
    at(12 * HOUR)
    expect(await isOpen(person)).toBe(false)
    at(0)
  })

  test('and leaves no row behind once somebody signs in', async () => {
    at(0)
    const person = await signIn(server, { role: 'viewer' })
    at(13 * HOUR)
    await signIn(server, { role: 'viewer' })
    expect((await rows()).map(({ id }) => id)).not.toContain(person.sessionId)
    await server.db.query('delete from control.console_session')
    at(0)
  })

  test.each([
    ['deactivated', 'isactiveuser = false', 'isactiveuser = true'],
    [
      'left without a licence',
      'licensetype = null',
      `licensetype = '${picklistItemGsid('USER_LICENSE_TYPE', 'Full')}'`,
    ],
    [
      'given a collaborator’s licence',
      `licensetype = '${picklistItemGsid('USER_LICENSE_TYPE', 'Internal Collaborators')}'`,
      `licensetype = '${picklistItemGsid('USER_LICENSE_TYPE', 'Full')}'`,
    ],
  ])('with the next request when its user is %s, for good', async (_what, change, back) => {
    const person = await signIn(server, { role: 'admin' })
    expect(await isOpen(person)).toBe(true)
    await setUser(person.userId, change)
    expect(codeOf(await ask(person))).toBe('NOT_SIGNED_IN')
    await setUser(person.userId, back)
    expect(await isOpen(person)).toBe(false)
  })

  test('when its user’s role is taken away', async () => {
    const person = await signIn(server, { role: 'admin' })
    await server.db.query('delete from control.console_role where user_gsid = $1', [person.userId])
    expect(await isOpen(person)).toBe(false)
    await giveRole(server, person.userId, 'admin')
    expect(await isOpen(person)).toBe(false)
  })

  test('at logout, which clears the cookie, and no other session with it', async () => {
    const person = await signIn(server, { role: 'viewer' })
    const elsewhere = await signInAs(server, person.userId)
    const reply = await send(person, 'post', '/console/v1/logout')
    expect([reply.status, reply.body, reply.headers['set-cookie']]).toEqual([
      200,
      { ended: 1 },
      ['__Host-team-view=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax'],
    ])
    expect([await isOpen(person), await isOpen(elsewhere)]).toEqual([false, true])
    expect((await send(person, 'post', '/console/v1/logout')).status).toBe(401)
  })

  test('one by one, by its user or a super admin', async () => {
    const person = await signIn(server, { role: 'viewer' })
    const [phone, tablet] = [await signInAs(server, person.userId), await signInAs(server, person.userId)]
    const boss = await signIn(server, { role: 'super-admin' })
    const colleague = await signIn(server, { role: 'admin' })
    const end = (by: Person, of: Person) => send(by, 'delete', `/console/v1/sessions/${of.sessionId}`)
    expect(codeOf(await end(colleague, phone))).toBe('SESSION_UNKNOWN')
    expect((await end(person, phone)).body).toEqual({ ended: 1 })
    expect((await end(boss, tablet)).body).toEqual({ ended: 1 })
    expect(codeOf(await end(person, phone))).toBe('SESSION_UNKNOWN')
    expect([await isOpen(person), await isOpen(phone), await isOpen(tablet)]).toEqual([true, false, false])
  })

  test('all of a user’s at once, by that user or a super admin', async () => {
    const person = await signIn(server, { role: 'viewer' })
    const phone = await signInAs(server, person.userId)
    const boss = await signIn(server, { role: 'super-admin' })
    const colleague = await signIn(server, { role: 'admin' })
    const path = `/console/v1/users/${person.userId}/sessions`
    expect(codeOf(await send(colleague, 'delete', path))).toBe('FORBIDDEN')
    expect((await send(boss, 'delete', path)).body).toEqual({ ended: 2 })
    expect([await isOpen(person), await isOpen(phone), await isOpen(boss)]).toEqual([false, false, true])
    const again = await signInAs(server, person.userId)
    expect((await send(again, 'delete', path)).body).toEqual({ ended: 1 })
    expect(await isOpen(again)).toBe(false)
  })
})

describe('a login', () => {
  test('replaces the session its browser brought, with a key of its own making', async () => {
    const before = await signIn(server, { role: 'admin' })
    const after = await signInAs(server, before.userId, keyOf(before))
    expect(keyOf(after)).not.toBe(keyOf(before))
    expect([(await ask(before)).status, (await ask(after)).status]).toEqual([401, 200])
  })

  test('never takes over a key that was planted in the browser', async () => {
    const planted = 'A'.repeat(43)
    const person = await signInAs(server, await makeUser(server, { role: 'admin' }), planted)
    expect(keyOf(person)).not.toBe(planted)
    expect((await server.get(ME, { headers: { Cookie: `__Host-team-view=${planted}` } })).status).toBe(401)
  })

  test.each(LICENCES.map((licence) => [licence] as [Licence]))('with the licence %s', async (licence) => {
    const may = ['Full', 'Viewer Analytics', 'Viewer'].includes(licence)
    const attempt = signIn(server, { role: 'admin', licence })
    if (may) expect((await ask(await attempt)).status).toBe(200)
    else await expect(attempt).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })

  test('is refused in the same words to who is deactivated, has no role, or is nobody', async () => {
    const nobody = `1P01${'0'.repeat(32)}`
    const users = [
      await makeUser(server, { role: 'admin', active: false }),
      await makeUser(server, { role: 'admin', licence: null }),
      await makeUser(server, { role: null }),
      nobody,
    ]
    for (const user of users)
      await expect(signInAs(server, user)).rejects.toMatchObject({
        code: 'SIGN_IN_REFUSED',
        message: 'You cannot sign in here.',
        details: undefined,
      })
  })
})

test('the list of sessions shows one’s own, a super admin everybody’s, and never a key', async () => {
  const person = await signIn(server, { role: 'viewer' })
  const phone = await signInAs(server, person.userId)
  const boss = await signIn(server, { role: 'super-admin' })
  const own = await ask(person, '/console/v1/sessions')
  const listed = (own.body as { sessions: { id: string; current: boolean }[] }).sessions
  expect(new Set(listed.map(({ id }) => id))).toEqual(new Set([person.sessionId, phone.sessionId]))
  expect(listed.filter(({ current }) => current).map(({ id }) => id)).toEqual([person.sessionId])
  for (const one of [person, phone]) expect(own.text).not.toContain(keyOf(one))
  const path = `/console/v1/sessions?userId=${person.userId}`
  expect((await ask(boss, path)).body).toMatchObject({ sessions: [{ current: false }, { current: false }] })
  expect(codeOf(await ask(await signIn(server, { role: 'admin' }), path))).toBe('FORBIDDEN')
})
