import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { makeAdminLink } from '../../server/console/index.ts'
import { makeUser, signIn, type Person } from '../support/console.ts'
import type { RunningOrg } from '../support/local-org.ts'
import { logInAtOrg } from '../support/org-browser.ts'
import type { TestServer } from '../support/server.ts'
import {
  browserOf,
  codeOf,
  connectTo,
  namesakeOf,
  outcome,
  peopleOf,
  SAME_ORIGIN,
  SIGNED_IN,
  sync,
  withLoginsAndBoss,
  type LoginSite,
  type OrgPerson,
} from './logins.ts'

const CONNECTIONS = '/console/v1/connections'
const REFUSED = [403, 'LOGIN_ROLE_OF_OTHER_ORG']

let server: TestServer
let org: RunningOrg
let copy: RunningOrg
let somebody: LoginSite['somebody']
let connectionId: string
let boss: Person
withLoginsAndBoss((site) => ({ server, org, copy, somebody, connectionId, boss } = site))

interface Answer {
  url: string
  connection: { id: string; version: number; orgId: string | null }
}
async function call(method: 'get' | 'post' | 'patch' | 'put' | 'delete', path: string, body: object = {}) {
  const request = supertest(server.urls.fast)[method](path).set(boss.headers)
  const reply = method === 'get' || method === 'delete' ? await request : await request.send(body)
  expect([path, reply.status, codeOf(reply)]).toEqual([path, 200, undefined])
  return reply.body as Answer
}
const versionOf = async (id: string) => (await call('get', `${CONNECTIONS}/${id}`)).connection.version
async function authorize(id: string, at: RunningOrg, confirmOtherOrg = false): Promise<void> {
  const { url } = await call('post', `${CONNECTIONS}/${id}/authorize`, { confirmOtherOrg })
  const who = at.identity.credentials().find(({ userId }) => userId === at.administrator)
  const back = await logInAtOrg(url, who ?? { username: '', password: '' })
  const reply = await server.get(back.pathname + back.search, { headers: boss.headers })
  expect(reply.headers['location']).toMatch(/result=AUTHORIZED$/)
}
const logIn = async (person: OrgPerson) => outcome(await browserOf(server).logIn(person))
const giveAgain = (userId: string, role = 'super-admin') =>
  call('put', `/console/v1/users/${userId}/role`, { role })
const identityOf = (userId: string) =>
  server.db.query('select sfdc_org_id, sfdc_user_id from control.console_role where user_gsid = $1', [userId])
/** What a sync of the org that is connected now makes of the row. */
const rewrite = (gsid: string, sfdcUserId: string, through: string | null) =>
  server.db.query(
    `update ${server.tenant.schemaName}."user" set sfdcuserid = $2, _connection_id = $3 where gsid = $1`,
    [gsid, sfdcUserId, through],
  )

/** The ways by which the console comes to belong to another org; each answers the connection that then is there. */
const WAYS: [way: string, go: () => Promise<string>][] = [
  [
    'the linked connection is moved there, which an admin may do',
    async () => {
      await server.db.query(
        `update control.connection set linked = true, first_linked_at = date_trunc('second', now())`,
      )
      boss = await signIn(server, { role: 'admin' })
      const version = await versionOf(connectionId)
      await call('patch', `${CONNECTIONS}/${connectionId}`, { version, domain: copy.url })
      await authorize(connectionId, copy, true)
      return connectionId
    },
  ],
  [
    'its connection is deleted, and one to the other org made',
    async () => {
      await call('delete', `${CONNECTIONS}/${connectionId}?version=${await versionOf(connectionId)}`)
      const input = { name: 'Anew', orgType: 'production', domain: copy.url }
      const { id } = (await call('post', CONNECTIONS, input)).connection
      await authorize(id, copy)
      return id
    },
  ],
]

describe.each(WAYS)('when %s,', (_way, go) => {
  test('nobody of the other org comes in by having the same user id', async () => {
    const person = somebody()
    const gsid = await sync(server, person, { role: 'super-admin' })
    expect(await logIn(person)).toEqual(SIGNED_IN)
    const through = await go()
    const stranger = namesakeOf(person, copy)
    expect(await logIn(stranger)).toEqual(REFUSED)
    await rewrite(gsid, person.userId, through)
    expect(await logIn(stranger)).toEqual(REFUSED)
    expect(
      await server.db.query('select from control.console_session where connection_id is not null'),
    ).toEqual([])
  })

  test('nor by a sync that wrote their id into the row of a user with a role', async () => {
    const [person, another] = [somebody(), somebody()]
    const gsid = await sync(server, person, { role: 'super-admin' })
    const through = await go()
    const stranger = namesakeOf(another, copy)
    for (const marked of [null, through]) {
      await rewrite(gsid, stranger.userId, marked)
      expect(await logIn(stranger)).toEqual(REFUSED)
    }
  })

  test('they come in once a super admin has given them the role, and nobody of the first org any more', async () => {
    const person = somebody()
    const gsid = await sync(server, person, { role: 'super-admin' })
    const through = await go()
    boss = await signIn(server, { role: 'super-admin' })
    await rewrite(gsid, person.userId, through)
    await giveAgain(gsid)
    expect(await logIn(namesakeOf(person, copy))).toEqual(SIGNED_IN)
    const [entry] = await server.db.query(
      `select before, after from control.audit where action = 'role.changed' order by id desc limit 1`,
    )
    const { userId } = person
    expect(entry).toEqual({
      before: { role: 'super-admin', salesforce: { orgId: org.orgId, userId } },
      after: { role: 'super-admin', salesforce: { orgId: copy.orgId, userId } },
    })
  })
})

describe('a role', () => {
  test('is of the person whom the org knows as this user: in 18 characters, whatever the row has', async () => {
    const person = somebody()
    const gsid = await sync(server, person, { role: null })
    await rewrite(gsid, person.userId.slice(0, 15), connectionId)
    await giveAgain(gsid, 'viewer')
    expect(await identityOf(gsid)).toEqual([{ sfdc_org_id: org.orgId, sfdc_user_id: person.userId }])
    expect(await logIn(person)).toEqual(SIGNED_IN)
  })

  test('lets in no colleague whose id came to stand in the row, and the same person again once theirs does', async () => {
    const [person, colleague] = [somebody(), somebody()]
    const gsid = await sync(server, person, { role: 'viewer' })
    await rewrite(gsid, colleague.userId, connectionId)
    expect(await logIn(colleague)).toEqual(REFUSED)
    await rewrite(gsid, person.userId, connectionId)
    expect(await logIn(person)).toEqual(SIGNED_IN)
  })

  test('given again to another person ends the sessions of the one before, given to the same it changes nothing', async () => {
    const person = somebody()
    const gsid = await sync(server, person, { role: 'viewer' })
    const browser = browserOf(server)
    await browser.logIn(person)
    const me = async () => (await browser.get('/console/v1/me')).status
    await giveAgain(gsid, 'viewer')
    expect(await me()).toBe(200)
    await rewrite(gsid, somebody().userId, connectionId)
    expect(await me()).toBe(200)
    await giveAgain(gsid, 'viewer')
    expect(await me()).toBe(401)
  })

  test.each(['', '0055e000', '0015e00000Tv001AAA', '0055e0000000004AAB', 'x'.repeat(18)])(
    'of a user whose id in Salesforce is %j, or of none, is nobody’s there',
    async (sfdcUserId) => {
      const gsid = await makeUser(server)
      await rewrite(gsid, sfdcUserId, null)
      await giveAgain(gsid, 'viewer')
      expect(await identityOf(gsid)).toEqual([{ sfdc_org_id: null, sfdc_user_id: null }])
    },
  )

  test('given while no org was connected lets nobody in through one', async () => {
    const person = somebody()
    await server.db.query('truncate control.connection cascade')
    await sync(server, person, { role: 'admin' })
    await connectTo(server, org)
    expect(await logIn(person)).toEqual(REFUSED)
  })

  test('of the Administrator is nobody’s in Salesforce, though a sync wrote somebody’s id there', async () => {
    const person = somebody()
    const enter = async () => {
      const { path } = await makeAdminLink(server.db, { tenantId: server.tenant.id, clock: server.clock })
      const token = new URL(path, server.urls.fast).searchParams.get('token')
      await supertest(server.urls.fast)
        .post('/console/first-admin')
        .set(SAME_ORIGIN)
        .type('form')
        .send({ token })
      const [user] = await server.db.query<{ gsid: string }>(
        `select gsid from ${server.tenant.schemaName}."user" where username = 'administrator'`,
      )
      return user?.gsid ?? ''
    }
    const gsid = await enter()
    await rewrite(gsid, person.userId, connectionId)
    for (const _time of [1, 2]) {
      expect(await identityOf(gsid)).toEqual([{ sfdc_org_id: null, sfdc_user_id: null }])
      expect(await logIn(person)).toEqual(REFUSED)
      await enter()
    }
  })
})

describe('the database', () => {
  test('takes nobody’s word for whose a role is', async () => {
    const person = somebody()
    const gsid = await sync(server, person)
    const other = peopleOf(copy)()
    await server.db.query('update control.console_role set sfdc_org_id = $1, sfdc_user_id = $2', [
      copy.orgId,
      other.userId,
    ])
    expect(await identityOf(gsid)).toEqual([{ sfdc_org_id: org.orgId, sfdc_user_id: person.userId }])
  })

  test('takes no session through an org that the role is not of', async () => {
    const person = somebody()
    const gsid = await sync(server, person)
    const insert = () =>
      server.db.query(
        `insert into control.console_session (tenant_id, user_gsid, key_hash, started_at, seen_at, ends_at, connection_id)
         values ($1, $2, sha256($3::text::bytea), now(), now(), now() + interval '1 hour', $4)`,
        [server.tenant.id, gsid, person.userId, connectionId],
      )
    await server.db.query(
      `update control.connection set linked = true, first_linked_at = date_trunc('second', now())`,
    )
    await server.db.query(
      `update control.connection set org_id = $1, jobs_paused_because = 'ORG_CHANGED', org_changed_at = now(),
              link_incomplete = 'LINK_UNCHECKED'`,
      [copy.orgId],
    )
    await expect(insert()).rejects.toMatchObject({ constraint: 'session_role_is_of_org' })
    await server.db.query('update control.console_role set role = role')
    await insert()
  })
})
