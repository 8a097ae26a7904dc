import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ERRORS, type ErrorCode } from '../../server/errors.ts'
import { logInAtOrg } from '../support/org-browser.ts'
import { APP, CLIENT_ID, SECRET, startOrg, type ConnectedOrg } from './orgs.ts'
import { startConsole, type TestConsole } from './console.ts'

let console: TestConsole
let org: ConnectedOrg
let other: ConnectedOrg
beforeAll(async () => {
  console = await startConsole({ salesforceApp: APP })
  ;[org, other] = await Promise.all([startOrg(console, { seed: 1 }), startOrg(console, { seed: 2 })])
})
afterAll(async () => {
  await Promise.all([org.close(), other.close()])
  await console.close()
})
beforeEach(() => console.clock.set('2026-11-20T09:30:00Z'))
afterEach(async () => {
  for (const each of [org, other]) each.faults.disarm()
  await forget()
})

/** Every test begins without connections; the guards against that are the subject of other tests. */
async function forget(): Promise<void> {
  await console.db.query('truncate control.connection cascade')
}

const connection = () => console.create({ name: 'Org', domain: org.url })
const read = async (id: string) =>
  (await console.call('GET', `/console/v1/connections/${id}`)).body.connection
const grantOf = async (id: string) =>
  (await console.call('GET', `/console/v1/connections/${id}/grant`)).body.grant

/** Everything that an authorization writes but the record of the attempt itself. */
const written = () =>
  console.db.query(
    `select c.*, g.*, (select count(*) from control.connection_event) as events, (select count(*) from control.connection_revocation) as pending
       from control.connection c left join control.connection_grant g on g.connection_id = c.id order by c.id`,
  )

describe('an authorization', () => {
  test('goes to the org’s login with PKCE, a state of 256 bits and our app, and asks for both pages', async () => {
    const { id } = await connection()
    const { body } = await console.call('POST', `/console/v1/connections/${id}/authorize`, { body: {} })
    const url = new URL(body.url)
    expect(url.origin + url.pathname).toBe(`${org.url}/services/oauth2/authorize`)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: `${console.url}/console/oauth/callback`,
      scope: 'api refresh_token openid',
      code_challenge_method: 'S256',
      prompt: 'login consent',
    })
    expect(Buffer.from(url.searchParams.get('state')!, 'base64url')).toHaveLength(32)
  })

  test('makes the connection authorized, pinned to the org and to whoever allowed it', async () => {
    const { id } = await connection()
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
    expect(await read(id)).toMatchObject({
      state: 'authorized',
      stateReason: null,
      orgId: org.orgId,
      outOfTheBoxJobs: 'all',
      lastAuthorization: { result: 'AUTHORIZED', reason: null },
    })
    expect(await grantOf(id)).toEqual({
      userId: org.administrator,
      username: org.admin.username,
      orgId: org.orgId,
      instanceUrl: org.url,
      scopes: ['api', 'refresh_token', 'openid'],
      grantedAt: '2026-11-20T09:30:00.000Z',
      grantedBy: '1P0100000000000000000000000000000001',
      ageDays: 0,
      refreshedAt: null,
      usedAt: null,
    })
  })

  test('gives a client that reads the org', async () => {
    const { id } = await connection()
    await console.authorize(id, org.admin)
    const client = await console.connections.clientFor(console.tenant.id, id)
    expect(await client.query('SELECT Id FROM Account LIMIT 3')).toHaveLength(3)
    expect((await grantOf(id))?.['usedAt']).toBe('2026-11-20T09:30:00.000Z')
  })

  test('sends the browser back to the console of this server and nowhere else, whatever the address carries', async () => {
    const { id } = await connection()
    const back = await console.toCallback(id, org.admin)
    const { status, location } = await console.call('GET', back.pathname + back.search)
    expect([status, location]).toEqual([303, `/console?connection=${id}&result=AUTHORIZED`])
    const unknown = await console.call(
      'GET',
      `${back.pathname}?state=x&code=y&returnTo=https://evil.example.com`,
    )
    expect(unknown.status).toBe(400)
  })

  test('can be repeated while the connection is authorized: the grant before is revoked at Salesforce', async () => {
    const { id } = await connection()
    await console.authorize(id, org.admin)
    const before = await console.connections.clientFor(console.tenant.id, id)
    await before.query('SELECT Id FROM Account LIMIT 1')
    expect(await console.authorize(id, org.colleague)).toBe('AUTHORIZED')
    expect((await grantOf(id))?.['userId']).toBe(org.colleague.userId)
    expect(await read(id)).toMatchObject({ state: 'authorized', revocationsPending: 0 })
  })
})

describe('a refused authorization has a code of its own, and leaves the connection as it was', () => {
  /** The result, and that nothing but the attempt was written. */
  async function refused(id: string, attempt: () => Promise<string>): Promise<string> {
    const before = await written()
    console.clock.advance(1)
    const result = await attempt()
    expect(await written()).toEqual(before)
    expect(await console.db.query('select 1 from control.connection_revocation')).toEqual([])
    // What failed before it was known to be ours is no attempt of the connection’s.
    if (!result.startsWith('AUTHORIZATION_'))
      expect((await read(id)).lastAuthorization).toEqual({
        details: expect.any(Array) as [],
        at: console.clock.now().toISOString(),
        result,
        reason: {
          code: result,
          message: ERRORS[result as ErrorCode].meaning,
          action: ERRORS[result as ErrorCode].action,
        },
      })
    return result
  }

  test('when the user denies', async () => {
    const { id } = await connection()
    const denied = () => console.authorize(id, { ...org.admin, decision: 'deny' })
    expect(await refused(id, denied)).toBe('CONSENT_DENIED')
  })

  test('when the state is not one of ours', async () => {
    const { id } = await connection()
    const back = await console.toCallback(id, org.admin)
    back.searchParams.set('state', 'A'.repeat(43))
    expect(await refused(id, () => console.callback(back))).toBe('AUTHORIZATION_UNKNOWN')
  })

  test('when another session brings it: of the same person, of a colleague', async () => {
    const { id } = await connection()
    const back = await console.toCallback(id, org.admin)
    for (const as of ['annaElsewhere', 'ben'] as const)
      expect(await refused(id, () => console.callback(back, { as }))).toBe('AUTHORIZATION_FOREIGN')
    expect(await console.callback(back)).toBe('AUTHORIZED')
  })

  test('when another tenant brings it: to them there is no such thing', async () => {
    const { id } = await connection()
    const back = await console.toCallback(id, org.admin)
    expect(await refused(id, () => console.callback(back, { as: 'stranger' }))).toBe('AUTHORIZATION_UNKNOWN')
  })

  test('when it took longer than ten minutes, to the millisecond', async () => {
    const { id } = await connection()
    const [first, second] = [await console.toCallback(id, org.admin), await console.toCallback(id, org.admin)]
    console.clock.advance(10 * 60_000 - 1)
    expect(await console.callback(first)).toBe('AUTHORIZED')
    expect(await refused(id, () => console.callback(second))).toBe('AUTHORIZATION_EXPIRED')
  })

  test('when the state is used a second time, whatever became of the first', async () => {
    const { id } = await connection()
    const denied = await console.toCallback(id, { ...org.admin, decision: 'deny' })
    expect(await console.callback(denied)).toBe('CONSENT_DENIED')
    expect(await refused(id, () => console.callback(denied))).toBe('AUTHORIZATION_REUSED')
    const allowed = await console.toCallback(id, org.admin)
    expect(await console.callback(allowed)).toBe('AUTHORIZED')
    const before = await written()
    expect(await console.callback(allowed)).toBe('AUTHORIZATION_REUSED')
    expect(await written()).toEqual(before)
  })

  test('when the state is used twice at once, exactly one of them counts', async () => {
    const { id } = await connection()
    const back = await console.toCallback(id, org.admin)
    const results = await Promise.all(Array.from({ length: 6 }, () => console.callback(back)))
    expect(results.filter((result) => result === 'AUTHORIZED')).toHaveLength(1)
    expect(results.filter((result) => result === 'AUTHORIZATION_REUSED')).toHaveLength(5)
  })

  test('when the code was used before', async () => {
    const { id } = await connection()
    const [used, fresh] = [await console.toCallback(id, org.admin), await console.toCallback(id, org.admin)]
    const elsewhere = await console.create({ name: 'Elsewhere', domain: org.url })
    await console.callback(used)
    const replayed = await console.toCallback(elsewhere.id, org.admin)
    replayed.searchParams.set('code', used.searchParams.get('code')!)
    expect(await console.callback(replayed)).toBe('CODE_REFUSED')
    fresh.searchParams.delete('code')
    expect(await refused(id, () => console.callback(fresh))).toBe('CODE_REFUSED')
  })

  test('when the user may not use the API', async () => {
    const { id } = await connection()
    org.identity.setApiAccess(org.colleague.userId, false)
    try {
      expect(await refused(id, () => console.authorize(id, org.colleague))).toBe('API_ACCESS_MISSING')
    } finally {
      org.identity.setApiAccess(org.colleague.userId, true)
    }
  })

  test('when the app has no refresh token to give', async () => {
    org.identity.registerApp({
      ...org.identity.apps().find(({ clientId }) => clientId === CLIENT_ID)!,
      clientId: 'short.lived',
      scopes: ['api', 'openid'],
    })
    const { id } = await console.create({
      name: 'Short',
      domain: org.url,
      clientId: 'short.lived',
      clientSecret: SECRET,
    })
    const { body } = await console.call('POST', `/console/v1/connections/${id}/authorize`, { body: {} })
    // Salesforce itself refuses a scope the app does not have.
    const back = await logInAtOrg(body.url, org.admin)
    expect(await refused(id, () => console.callback(back))).toBe('APP_REFUSED')
    const { body: again } = await console.call('POST', `/console/v1/connections/${id}/authorize`, {
      body: {},
    })
    const narrowed = new URL(again.url)
    narrowed.searchParams.set('scope', 'api openid')
    const granted = await logInAtOrg(narrowed.href, org.admin)
    expect(await refused(id, () => console.callback(granted))).toBe('NO_REFRESH_TOKEN')
  })

  test('when the secret of the app is another one', async () => {
    const { id } = await console.create({
      name: 'Wrong',
      domain: org.url,
      clientId: CLIENT_ID,
      clientSecret: 'wrong',
    })
    expect(await refused(id, () => console.authorize(id, org.admin))).toBe('APP_REFUSED')
  })

  test('when the instance is no host of Salesforce’s', async () => {
    const { id } = await connection()
    for (const url of [
      'https://evil.example.com',
      'http://169.254.169.254',
      'https://acme.my.salesforce.com.evil.example',
      // Where local orgs are allowed it is the one that was logged in at, not whatever else listens on this machine.
      console.url,
      other.url,
      org.url.replace('127.0.0.1', 'localhost'),
    ]) {
      org.faults.arm({ kind: 'instance-url', url })
      expect(await refused(id, () => console.authorize(id, org.admin))).toBe('HOST_REFUSED')
    }
  })

  test('when the settings were changed while the browser was away', async () => {
    const { id, version } = await connection()
    const back = await console.toCallback(id, org.admin)
    await console.call('PATCH', `/console/v1/connections/${id}`, { body: { version, domain: other.url } })
    expect(await refused(id, () => console.callback(back))).toBe('CONFLICT')
    const { id: mine, version: seen } = await console.create({ name: 'Mine', domain: org.url })
    const again = await console.toCallback(mine, org.admin)
    await console.call('PATCH', `/console/v1/connections/${mine}`, {
      body: { version: seen, clientId: 'another.app', clientSecret: 'x' },
    })
    expect(await console.callback(again)).toBe('CONFLICT')
  })

  test('when the org has used up its API requests', async () => {
    const { id } = await connection()
    org.faults.arm({ kind: 'limit', path: '/query' })
    expect(await refused(id, () => console.authorize(id, org.admin))).toBe('SALESFORCE_LIMIT')
  })

  const STEPS = ['/services/oauth2/token', '/services/oauth2/userinfo', '/query']
  const FAULTS = [
    ['unavailable', 'SALESFORCE_UNAVAILABLE'],
    ['html', 'SALESFORCE_UNREADABLE'],
  ] as const
  describe.each(STEPS)('when Salesforce fails at %s', (path) => {
    test.each(FAULTS)('with %s', async (kind, result) => {
      const { id } = await connection()
      const back = await console.toCallback(id, org.admin)
      org.faults.arm({ kind, path, times: null })
      expect(await refused(id, () => console.callback(back))).toBe(result)
      expect(await live()).toBe(0)
    })

    test('with an answer that is cut off, for good', async () => {
      const { id } = await connection()
      const back = await console.toCallback(id, org.admin)
      org.faults.arm({ kind: 'cut', path, times: null })
      expect(['SALESFORCE_UNREADABLE', 'SALESFORCE_UNAVAILABLE', 'CODE_REFUSED']).toContain(
        await refused(id, () => console.callback(back)),
      )
    })
  })

  test('when the answer with the tokens is lost once, and says so: the repeat finds the code used up', async () => {
    const { id } = await connection()
    const back = await console.toCallback(id, org.admin)
    org.faults.arm({ kind: 'cut', path: '/services/oauth2/token', times: 1 })
    expect(await refused(id, () => console.callback(back))).toBe('ANSWER_LOST')
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  })

  /** How many access tokens that were given to our app still open the org’s data. */
  async function live(): Promise<number> {
    const rows = await console.db.query('select 1 from control.connection_grant')
    return rows.length
  }

  test('when Salesforce cannot even take the token back, it is kept to be revoked later', async () => {
    const { id } = await connection()
    const back = await console.toCallback(id, org.admin)
    org.faults.arm({ kind: 'unavailable', path: '/query', times: null })
    org.faults.arm({ kind: 'unavailable', path: '/services/oauth2/revoke', times: null })
    expect(await console.callback(back)).toBe('SALESFORCE_UNAVAILABLE')
    const found = await read(id)
    expect(found).toMatchObject({ state: 'created', revocationsPending: 1 })
    org.faults.disarm()
    const { body } = await console.call('POST', `/console/v1/connections/${id}/revoke`, {
      body: { version: found.version },
    })
    expect(body.connection).toMatchObject({ state: 'created', revocationsPending: 0, version: found.version })
  })
})

test('without an app or a public address there is nowhere to go, and it says which is missing', async () => {
  const bare = await startConsole({})
  const homeless = await startConsole({ salesforceApp: APP, publicUrl: undefined })
  try {
    for (const [server, code] of [
      [bare, 'OAUTH_APP_MISSING'],
      [homeless, 'PUBLIC_URL_MISSING'],
    ] as const) {
      const { id } = await server.create({ name: 'Org', domain: org.url })
      const answer = await server.call('POST', `/console/v1/connections/${id}/authorize`, { body: {} })
      expect([answer.status, answer.code]).toEqual([409, code])
    }
  } finally {
    await Promise.all([bare.close(), homeless.close()])
  }
})

test('a connection with an app of its own is authorized with that, secret and all', async () => {
  const bare = await startConsole({})
  const own = await startOrg(bare, { seed: 3 })
  try {
    const { id } = await bare.create({
      name: 'Own',
      domain: own.url,
      clientId: CLIENT_ID,
      clientSecret: SECRET,
    })
    expect(await bare.authorize(id, own.admin)).toBe('AUTHORIZED')
  } finally {
    await own.close()
    await bare.close()
  }
})
