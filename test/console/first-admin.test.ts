import { createHash } from 'node:crypto'
import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { hasSuperAdmin, makeAdminLink } from '../../server/console/index.ts'
import { REFUSALS_PER_QUARTER_HOUR } from '../../server/http/rate-limit.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import { makeUser, signIn } from '../support/console.ts'
import { dump } from '../support/dump.ts'
import { serverEachTest } from '../support/server-each-test.ts'
import { NOW, type TestServer } from '../support/server.ts'

const PATH = '/console/first-admin'
const HOUR = 3_600_000
let server: TestServer
serverEachTest((made) => void (server = made))

const newToken = async (tenantId = server.tenant.id): Promise<string> => {
  const { path } = await makeAdminLink(server.db, { tenantId, clock: server.clock })
  return new URL(path, 'http://localhost').searchParams.get('token') ?? ''
}
const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin' }
const use = (token: string, headers: Record<string, string> = SAME_ORIGIN) =>
  supertest(server.urls.fast).post(PATH).set(headers).type('form').send({ token })
const refusal = (reply: { status: number; body: unknown }) => {
  const { requestId: _, ...error } = (reply.body as { error: Record<string, unknown> }).error
  return [reply.status, error]
}
const me = async (reply: { headers: unknown }) => {
  const [cookie = ''] = (reply.headers as { 'set-cookie'?: string[] })['set-cookie'] ?? []
  const headers = { Cookie: cookie.split(';')[0] ?? '' }
  return (await server.get('/console/v1/me', { headers })).body as unknown
}

describe('the link', () => {
  test('signs in as the user Administrator, made for it, with a new session', async () => {
    const reply = await use(await newToken())
    expect([reply.status, reply.headers['location']]).toEqual([303, '/console'])
    expect(reply.headers['set-cookie']?.[0]).toMatch(
      /^__Host-team-view=[\w-]{43}; Path=\/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax$/,
    )
    expect(await me(reply)).toMatchObject({
      user: { name: 'Administrator', email: null },
      role: 'super-admin',
      licence: 'Full',
      tenant: { id: server.tenant.id },
    })
  })

  test('is 256 random bits, of which the database has only a hash', async () => {
    const [one, two] = [await newToken(), await newToken()]
    expect([Buffer.from(one, 'base64url').length, one === two]).toEqual([32, false])
    const rows = await server.db.query<{ key_hash: Buffer }>('select key_hash from control.admin_link')
    expect(rows.map(({ key_hash }) => key_hash.toString('hex')).sort()).toEqual(
      [one, two].map((token) => createHash('sha256').update(token).digest('hex')).sort(),
    )
  })

  test('works once, however many press its button at the same time', async () => {
    const token = await newToken()
    const replies = await Promise.all(Array.from({ length: 8 }, () => use(token)))
    expect(replies.filter(({ status }) => status === 303)).toHaveLength(1)
    expect((await use(token)).status).toBe(403)
    expect(await server.db.query('select from control.console_session')).toHaveLength(1)
  })

  test('works for an hour, and not a moment longer', async () => {
    const [one, two] = [await newToken(), await newToken(await otherTenant())]
    server.clock.set(NOW.getTime() + HOUR - 1)
    expect((await use(one)).status).toBe(303)
    server.clock.set(NOW.getTime() + HOUR)
    expect((await use(two)).status).toBe(403)
  })

  test('ends the tenant’s other links when it is used, and no other tenant’s', async () => {
    const [one, two, other] = [await newToken(), await newToken(), await newToken(await otherTenant())]
    expect((await use(one)).status).toBe(303)
    expect((await use(two)).status).toBe(403)
    expect((await use(other)).status).toBe(303)
  })

  test('lets the same Administrator in again, also one who was deactivated', async () => {
    const first = (await me(await use(await newToken()))) as { user: { id: string } }
    await server.db.query(
      `update ${server.tenant.schemaName}."user" set isactiveuser = false, licensetype = null where gsid = $1`,
      [first.user.id],
    )
    expect(await me(await use(await newToken()))).toMatchObject({ user: first.user, role: 'super-admin' })
    const [, again] = await server.db.query(
      `select before, after from control.audit where action = 'admin-link.used' order by id`,
    )
    expect(again).toMatchObject({
      before: { active: false, licence: null, role: 'super-admin' },
      after: { active: true, licence: 'Full', role: 'super-admin' },
    })
  })

  test('ends the session its browser had', async () => {
    const before = await signIn(server, { role: 'viewer' })
    expect((await use(await newToken(), before.headers)).status).toBe(303)
    expect((await server.get('/console/v1/me', { headers: before.headers })).status).toBe(401)
  })

  test('leaves a trail', async () => {
    await use(await newToken())
    const rows = await server.db.query(
      'select admin_gsid, action, before, after from control.audit order by id',
    )
    expect(rows).toMatchObject([
      {
        ...{ admin_gsid: null, action: 'admin-link.used', before: null },
        after: { active: true, licence: 'Full', role: 'super-admin' },
      },
      { action: 'session.started' },
    ])
  })

  test('when anything fails behind it, is not used up', async () => {
    const token = await newToken()
    await server.db.query(
      `alter table control.audit add constraint broken check (action <> 'session.started')`,
    )
    const before = await dump(server.db)
    expect((await use(token)).status).toBe(500)
    expect(await dump(server.db)).toEqual(before)
    await server.db.query('alter table control.audit drop constraint broken')
    expect((await use(token)).status).toBe(303)
  })
})

describe('a link that does not work', () => {
  test('is refused in the same words, whatever is wrong with it', async () => {
    const used = await newToken()
    await use(used)
    const old = await newToken()
    server.clock.advance(HOUR)
    const good = await newToken()
    const refusals = [used, old, 'A'.repeat(43), '', `${good}x`, good.slice(1), ' '.repeat(43)].map(
      async (token) => refusal(await use(token)),
    )
    for (const one of await Promise.all(refusals))
      expect(one).toEqual([
        403,
        {
          code: 'LINK_REFUSED',
          message: expect.any(String) as string,
          action: expect.stringContaining('npm run admin-link') as string,
        },
      ])
    expect((await use(good)).status).toBe(303)
  })

  test('makes its address wait after ten, and tells nobody of that address whether a link is good', async () => {
    const good = await newToken()
    for (let i = 0; i < REFUSALS_PER_QUARTER_HOUR; i++) expect((await use('wrong')).status).toBe(403)
    const reply = await use(good)
    expect([reply.status, Number(reply.headers['retry-after']) > 60]).toEqual([429, true])
  })
})

describe('the page behind the link', () => {
  test('says what will happen, is the same for every link and uses none up', async () => {
    const token = await newToken()
    const before = await dump(server.db)
    const [good, bad] = [token, 'B'.repeat(43)].map((one) => server.get(`${PATH}?token=${one}`))
    const page = (await good)?.text ?? ''
    expect(page).toContain('Sign in as Administrator')
    expect((await bad)?.text).toBe(page.replaceAll(token, 'B'.repeat(43)))
    expect(await dump(server.db)).toEqual(before)
    expect((await use(token)).status).toBe(303)
  })

  test('has no script, sends its form home only, and shows a strange token as text', async () => {
    const { text, headers } = await server.get(
      `${PATH}?token=${encodeURIComponent('"><script>alert(1)</script>')}`,
    )
    expect(text).not.toContain('<script')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).toContain("form-action 'self'")
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['cache-control']).toBe('no-store')
  })

  test.each([
    ['', 400],
    ['?token=a&token=b', 400],
    [`?token=${'a'.repeat(201)}`, 400],
  ])('asked as %j is %i', async (search, status) => {
    expect((await server.get(PATH + search)).status).toBe(status)
  })

  test('takes its form from no other site, and nothing but a form', async () => {
    const token = await newToken()
    for (const headers of [{}, { Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }])
      expect(refusal(await use(token, headers as Record<string, string>))).toMatchObject([
        403,
        { code: 'CROSS_ORIGIN' },
      ])
    const json = await supertest(server.urls.fast).post(PATH).set(SAME_ORIGIN).send({ token })
    expect(refusal(json)).toMatchObject([400, { code: 'WRONG_CONTENT_TYPE' }])
    const twice = await supertest(server.urls.fast)
      .post(PATH)
      .set(SAME_ORIGIN)
      .type('form')
      .send(`token=${token}&token=${token}`)
    expect(refusal(twice)).toMatchObject([400, { code: 'INVALID_REQUEST' }])
    expect((await use(token)).status).toBe(303)
  })
})

test('neither a token nor a session key reaches the log', async () => {
  const token = await newToken()
  await server.get(`${PATH}?token=${token}`)
  const reply = await use(token)
  await me(reply)
  const key = /__Host-team-view=([\w-]{43})/.exec(String(reply.headers['set-cookie']))?.[1] ?? ''
  expect(key).toHaveLength(43)
  for (const secret of [token, key]) expect(server.logLines.join('')).not.toContain(secret)
})

test('there is no super admin while the only one cannot sign in', async () => {
  const has = () => hasSuperAdmin(server.db, server.tenant.id)
  expect(await has()).toBe(false)
  await makeUser(server, { role: 'super-admin', active: false })
  await makeUser(server, { role: 'super-admin', licence: 'External' })
  await makeUser(server, { role: 'admin' })
  expect(await has()).toBe(false)
  await makeUser(server, { role: 'super-admin' })
  expect(await has()).toBe(true)
})

const otherTenant = async (): Promise<string> => (await provisionTenant(server.db, { name: 'Other' })).id
