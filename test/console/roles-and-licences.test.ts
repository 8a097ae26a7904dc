import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { hasSuperAdmin, makeAdminLink } from '../../server/console/index.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import { giveRole, makeUser, signIn, signInAs, type Person } from '../support/console.ts'
import { dump } from '../support/dump.ts'
import { serverEachTest } from '../support/server-each-test.ts'
import { ACCOUNTS, USERS, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'

let server: TestServer
let boss: Person
serverEachTest(async (made) => {
  server = made
  boss = await signIn(server, { role: 'super-admin' })
})

const put = (userId: string, what: 'role' | 'licence', body: object, by = boss) =>
  supertest(server.urls.fast).put(`/console/v1/users/${userId}/${what}`).set(by.headers).send(body)
const get = (path: string, by = boss) => server.get(path, { headers: by.headers })
const codeOf = (reply: { body: unknown }): unknown => (reply.body as { error?: { code: string } }).error?.code
const trail = async () =>
  (await get('/console/v1/audit')).body.entries as { action: string; by: unknown; before: unknown }[]
const userOf = async (sfdcUserId: string): Promise<string> => {
  const [row] = await server.db.query<{ gsid: string }>(
    `select gsid from ${server.tenant.schemaName}."user" where sfdcuserid = $1`,
    [sfdcUserId],
  )
  return row?.gsid ?? ''
}

describe('a role', () => {
  test('is given, counts from the next request on, and is taken away with the user’s sessions', async () => {
    const userId = await makeUser(server, { name: 'Ada' })
    expect((await get(`/console/v1/users/${userId}/role`)).body).toEqual({
      id: userId,
      role: null,
      maySignIn: false,
    })
    expect((await put(userId, 'role', { role: 'admin' })).body).toEqual({
      id: userId,
      role: 'admin',
      maySignIn: true,
    })
    const ada = await signInAs(server, userId)
    expect((await get('/console/v1/users', ada)).status).toBe(200)
    await put(userId, 'role', { role: 'viewer' })
    expect(codeOf(await get('/console/v1/users', ada))).toBe('FORBIDDEN')
    await put(userId, 'role', { role: null })
    expect(codeOf(await get('/console/v1/me', ada))).toBe('NOT_SIGNED_IN')
    await put(userId, 'role', { role: 'viewer' })
    expect(codeOf(await get('/console/v1/me', ada))).toBe('NOT_SIGNED_IN')
  })

  test('that is given a second time changes nothing and leaves no trace', async () => {
    const userId = await makeUser(server, { role: 'admin' })
    const before = await dump(server.db)
    expect((await put(userId, 'role', { role: 'admin' })).status).toBe(200)
    expect(await dump(server.db)).toEqual(before)
  })

  test.each([
    [{ role: 'owner' }, 'INVALID_REQUEST'],
    [{ role: 'Super-Admin' }, 'INVALID_REQUEST'],
    [{}, 'INVALID_REQUEST'],
    [{ role: 'admin', tenantId: 'x' }, 'INVALID_REQUEST'],
  ])('%j is refused', async (body, code) => {
    const userId = await makeUser(server)
    const before = await dump(server.db)
    expect(codeOf(await put(userId, 'role', body))).toBe(code)
    expect(await dump(server.db)).toEqual(before)
  })

  test('and a licence are for a user that is there', async () => {
    const nobody = `1P01${'0'.repeat(32)}`
    expect(codeOf(await put(nobody, 'role', { role: 'admin' }))).toBe('USER_UNKNOWN')
    expect(codeOf(await put(nobody, 'licence', { licence: 'Full' }))).toBe('USER_UNKNOWN')
    for (const what of ['role', 'licence'])
      expect(codeOf(await get(`/console/v1/users/${nobody}/${what}`))).toBe('USER_UNKNOWN')
    expect(codeOf(await get('/console/v1/users/1/role'))).toBe('INVALID_REQUEST')
  })
})

describe('the last super admin', () => {
  test('can neither be demoted nor removed, nor lose the licence to sign in', async () => {
    const before = await dump(server.db)
    for (const role of ['admin', 'viewer', null])
      expect(codeOf(await put(boss.userId, 'role', { role }))).toBe('LAST_SUPER_ADMIN')
    for (const licence of ['External', 'Internal Collaborators', null])
      expect(codeOf(await put(boss.userId, 'licence', { licence }))).toBe('LAST_SUPER_ADMIN')
    expect(await dump(server.db)).toEqual(before)
    expect((await put(boss.userId, 'licence', { licence: 'Viewer' })).status).toBe(200)
  })

  test('may go once there is another who can sign in; one who cannot does not count', async () => {
    await makeUser(server, { role: 'super-admin', active: false })
    await makeUser(server, { role: 'super-admin', licence: 'External' })
    expect(codeOf(await put(boss.userId, 'role', { role: 'admin' }))).toBe('LAST_SUPER_ADMIN')
    await makeUser(server, { role: 'super-admin' })
    expect((await put(boss.userId, 'role', { role: 'admin' })).status).toBe(200)
  })

  test('stays though two demote each other at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      await giveRole(server, boss.userId, 'super-admin')
      const other = await signIn(server, { role: 'super-admin' })
      const [one, two] = [await signInAs(server, boss.userId), other]
      const replies = await Promise.all([
        put(two.userId, 'role', { role: 'admin' }, one),
        put(one.userId, 'role', { role: 'admin' }, two),
      ])
      const statuses = replies.map(({ status }) => status).sort()
      expect(statuses).toBeOneOf([
        [200, 403],
        [200, 409],
      ])
      expect(await hasSuperAdmin(server.db, server.tenant.id)).toBe(true)
      await server.db.query("update control.console_role set role = 'super-admin'")
      await server.db.query('delete from control.console_role where user_gsid <> $1', [boss.userId])
    }
  })

  test('is kept by the database itself, whoever writes to it', async () => {
    const { db } = server
    const wanted = { code: '23001', constraint: 'keep_super_admin' }
    await expect(db.query('delete from control.console_role')).rejects.toMatchObject(wanted)
    await expect(db.query("update control.console_role set role = 'admin'")).rejects.toMatchObject(wanted)
    const other = await makeUser(server, { role: 'super-admin' })
    // Two who leave at once, each in a transaction that does not see the other's.
    const leave = (userId: string) =>
      db.transaction((tx) => tx.query('delete from control.console_role where user_gsid = $1', [userId]))
    const outcomes: Promise<unknown>[] = []
    await db.transaction(async (tx) => {
      await tx.query('delete from control.console_role where user_gsid = $1', [other])
      outcomes.push(
        leave(boss.userId).catch((error: unknown) => (error as { constraint?: string }).constraint),
      )
      await until(async () => (await db.query('select from pg_locks where not granted')).length > 0)
    })
    expect(await outcomes[0]).toBe('keep_super_admin')
  })

  test('goes with the tenant', async () => {
    const { db } = server
    const tenant = await provisionTenant(db, { name: 'Short-lived' })
    await signIn({ ...server, tenant }, { role: 'super-admin' })
    await makeAdminLink(db, { tenantId: tenant.id, clock: server.clock })
    const rows = (table: string) => db.query(`select from control.${table} where tenant_id = $1`, [tenant.id])
    for (const table of ['console_role', 'console_session', 'admin_link']) {
      expect(await rows(table)).toHaveLength(1)
    }
    await db.query('delete from control.tenant where id = $1', [tenant.id])
    for (const table of ['console_role', 'console_session', 'admin_link'])
      expect(await rows(table)).toEqual([])
  })
})

describe('a licence', () => {
  const VIEW = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`
  const statusOf = async () =>
    ((await server.get(VIEW, { token: server.tokenOf('external') })).body as { status: string }).status

  test('opens Team View as soon as it is given, and closes it as soon as it is taken away', async () => {
    const userId = await userOf(USERS.external.id)
    expect(await statusOf()).toBe('no-licence')
    expect((await put(userId, 'licence', { licence: 'Viewer' })).body).toMatchObject({ licence: 'Viewer' })
    await until(async () => (await statusOf()) === 'ready')
    expect((await put(userId, 'licence', { licence: null })).body).toMatchObject({ licence: null })
    await until(async () => (await statusOf()) === 'no-licence')
  })

  test('that cannot sign in ends the sessions at once, for good', async () => {
    const ada = await signIn(server, { role: 'admin' })
    // Nothing is asked with the session meanwhile: it does not wait for that to end.
    await put(ada.userId, 'licence', { licence: 'Internal Collaborators' })
    await put(ada.userId, 'licence', { licence: 'Full' })
    expect((await get('/console/v1/me', ada)).status).toBe(401)
  })

  test('is one of five', async () => {
    const userId = await makeUser(server)
    for (const licence of ['full', 'Gold', '', 1])
      expect(codeOf(await put(userId, 'licence', { licence }))).toBe('INVALID_REQUEST')
  })
})

test('roles and licences leave a trail: who, what, from what to what', async () => {
  const userId = await makeUser(server, { name: 'Ada' })
  await put(userId, 'licence', { licence: 'Viewer' })
  await put(userId, 'role', { role: 'admin' })
  const by = { id: boss.userId, name: 'Somebody' }
  const subject = { kind: 'user', id: userId }
  expect((await trail()).slice(0, 2)).toMatchObject([
    { action: 'role.changed', by, subject, before: { role: null }, after: { role: 'admin' } },
    { action: 'licence.changed', by, subject, before: { licence: 'Full' }, after: { licence: 'Viewer' } },
  ])
})

test('the list of users can be searched, without regard to capitals and with every character as itself', async () => {
  const ids = [
    await makeUser(server, { name: 'Ada Löv%e' }),
    await makeUser(server, { name: 'Grace Hopper' }),
  ]
  const found = async (search: string) =>
    (
      (await get(`/console/v1/users?search=${encodeURIComponent(search)}`)).body as {
        users: { id: string }[]
      }
    ).users
  expect((await found('LÖV')).map(({ id }) => id)).toEqual([ids[0]])
  expect((await found('%')).map(({ id }) => id)).toEqual([ids[0]])
  expect((await found('grace.hopper@')).map(({ id }) => id)).toEqual([ids[1]])
  expect(await found("'; drop table")).toEqual([])
})

test('a list of more users than a page holds is read to its end, each once', async () => {
  await server.insert(
    'User',
    Array.from({ length: 230 }, (_, i) => ({ Name: `User ${i}` })),
  )
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const page = (await get(`/console/v1/users${next ? `?after=${next}` : ''}`)).body as {
      users: { id: string }[]
      next: string | null
    }
    seen.push(...page.users.map(({ id }) => id))
    next = page.next
  }
  const [count] = await server.db.query<{ n: number }>(
    `select count(*)::int as n from ${server.tenant.schemaName}."user"`,
  )
  expect([seen.length, new Set(seen).size]).toEqual([count?.n, count?.n])
})
