import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/lib/clock.ts'
import { createOAuth, type Grant } from '../../server/salesforce/index.ts'
import type { RunningOrg } from '../support/local-org.ts'
import {
  asOurs,
  clientOf,
  connect,
  memoryGrants,
  quickHttp,
  ROTATING,
  standIn,
  startConnectableOrg,
  STEADY,
} from '../support/salesforce.ts'

let org: RunningOrg
beforeAll(async () => {
  org = await startConnectableOrg()
})
afterEach(() => org.faults.disarm())
afterAll(() => org.close())

const TOKEN = '/services/oauth2/token'
const QUERY = 'SELECT Id FROM Account ORDER BY Id'
/** How often the token endpoint was asked since this was armed; the fault itself harms nobody. */
const countRefreshes = () => {
  const id = org.faults.arm({ kind: 'latency', ms: 0, path: TOKEN, times: null })
  return () => org.faults.list().find((fault) => fault.id === id)!.struck
}
const endSession = ({ accessToken }: Grant) => org.identity.logout(accessToken)

describe('a session that has ended', () => {
  test('is renewed once, stored before it is used, and the call goes on where it was', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    const first = grants.grant
    const ids: unknown[] = []
    const refreshes = countRefreshes()
    for await (const { records } of client.pages('SELECT Id FROM Contact ORDER BY Id', { pageSize: 200 })) {
      if (ids.length === 0) endSession(first)
      ids.push(...records.map(({ Id }) => Id))
    }
    const expected = [...org.store.records('Contact')].map(({ Id }) => Id).sort()
    expect(expected.length).toBeGreaterThan(200)
    expect(ids).toEqual(expected)
    expect(refreshes()).toBe(1)
    expect(grants.stored).toEqual([grants.grant])
    expect(grants.grant.refreshToken).not.toBe(first.refreshToken)
    expect(grants.grant.scopes).toEqual(first.scopes)
    expect(grants.losses).toEqual([])
  })

  test('is renewed once for all calls that find out together', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    await client.query(QUERY)
    const refreshes = countRefreshes()
    endSession(grants.grant)
    const found = await Promise.all(Array.from({ length: 25 }, () => client.query(QUERY)))
    expect(new Set(found.map((records) => records.length)).size).toBe(1)
    expect([refreshes(), grants.stored.length, grants.losses]).toEqual([1, 1, []])
  })

  test('is renewed once for all processes that find out together', async () => {
    const grants = memoryGrants(await connect(org))
    const clients = Array.from({ length: 5 }, () => clientOf(org, grants))
    await Promise.all(clients.map((client) => client.query(QUERY)))
    const refreshes = countRefreshes()
    endSession(grants.grant)
    await Promise.all(clients.flatMap((client) => [client.query(QUERY), client.query(QUERY)]))
    expect([refreshes(), grants.losses]).toEqual([1, []])
  })

  test('is not renewed again by a call that comes back late with the old one', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    await client.query(QUERY)
    const refreshes = countRefreshes()
    org.faults.arm({ kind: 'latency', ms: 300, path: '/query', times: 1 })
    const late = client.query(QUERY)
    endSession(grants.grant)
    await client.query(QUERY)
    await late
    expect([refreshes(), grants.losses]).toEqual([1, []])
  })

  test('that no renewal mends is given up after one: no loop, and the connection is told once', async () => {
    const grants = memoryGrants(await connect(org, STEADY))
    const client = clientOf(org, grants, { app: STEADY })
    await client.query(QUERY)
    const refreshes = countRefreshes()
    org.faults.arm({ kind: 'unauthorized', path: '/query', times: null })
    const before = client.apiCalls()
    const calls = await Promise.allSettled(Array.from({ length: 10 }, () => client.query(QUERY)))
    for (const call of calls)
      expect(call).toMatchObject({ reason: { code: 'SESSION_EXPIRED', status: 401, retryable: false } })
    expect(client.apiCalls() - before).toBe(20)
    expect(refreshes()).toBe(1)
    expect(grants.losses).toEqual([{ code: 'SESSION_EXPIRED', accessToken: grants.grant.accessToken }])
  })

  test.each([null, ''])('without a refresh token (%j) is the end of the grant', async (refreshToken) => {
    const grants = memoryGrants({ ...(await connect(org)), refreshToken })
    const refreshes = countRefreshes()
    endSession(grants.grant)
    const call = clientOf(org, grants).query(QUERY)
    await expect(call).rejects.toMatchObject({ code: 'SESSION_EXPIRED' })
    expect([refreshes(), grants.losses.map(({ code }) => code)]).toEqual([0, ['SESSION_EXPIRED']])
  })
})

describe('a grant that was taken back', () => {
  test('ends as GRANT_EXPIRED, at the first call and once, after one question', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    const user = org.identity.credentials().find(({ userId }) => userId === org.administrator)!
    org.identity.revokeAll(user.userId)
    const refreshes = countRefreshes()
    const calls = await Promise.allSettled([client.query(QUERY), client.query(QUERY), client.identify()])
    for (const call of calls)
      expect(call).toMatchObject({ reason: { code: 'GRANT_EXPIRED', errorCode: 'invalid_grant' } })
    expect(refreshes()).toBe(1)
    expect(grants.losses).toEqual([{ code: 'GRANT_EXPIRED', accessToken: grants.grant.accessToken }])
  })

  test('by a change of the password ends the same way', async () => {
    const user = org.identity
      .credentials()
      .find(({ userId, isActive }) => isActive && userId !== org.administrator)!
    const grants = memoryGrants(await connect(org, STEADY, { user: user.userId }))
    org.identity.changePassword(user.userId, 'another password 1')
    await expect(clientOf(org, grants, { app: STEADY }).query(QUERY)).rejects.toMatchObject({
      code: 'GRANT_EXPIRED',
    })
    expect(grants.losses.map(({ code }) => code)).toEqual(['GRANT_EXPIRED'])
  })

  test('is not confused with Salesforce being away: nothing is lost, and later it goes on', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    endSession(grants.grant)
    org.faults.arm({ kind: 'unavailable', path: TOKEN, times: null })
    await expect(client.query(QUERY)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true })
    org.faults.disarm()
    org.faults.arm({ kind: 'html', path: TOKEN })
    await expect(client.query(QUERY)).rejects.toMatchObject({ code: 'NOT_JSON' })
    expect(grants.losses).toEqual([])
    expect(await client.query(QUERY)).not.toHaveLength(0)
  })

  test('is not confused with an app whose secret was changed: with the right one it goes on', async () => {
    const grants = memoryGrants(await connect(org))
    endSession(grants.grant)
    const client = clientOf(org, grants, { app: { ...ROTATING, clientSecret: 'old' } })
    await expect(client.query(QUERY)).rejects.toMatchObject({ code: 'APP_REFUSED' })
    expect(grants.losses).toEqual([])
    expect(await clientOf(org, grants).query(QUERY)).not.toHaveLength(0)
  })
})

describe('a refresh token that changes with each use', () => {
  test('is lost with the answer that brought the next one, and that is said plainly', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    endSession(grants.grant)
    org.faults.arm({ kind: 'lost-refresh-token' })
    const call = client.query(QUERY)
    await expect(call).rejects.toMatchObject({ code: 'GRANT_EXPIRED' })
    await expect(call).rejects.toThrow('its replacement was lost on the way')
    expect([grants.stored, grants.losses.map(({ code }) => code)]).toEqual([[], ['GRANT_EXPIRED']])
  })

  test('is lost when the process dies before it is stored; the next process says so and asks once', async () => {
    const grants = memoryGrants(await connect(org))
    endSession(grants.grant)
    grants.crash = () => {
      throw new Error('killed')
    }
    await expect(clientOf(org, grants).query(QUERY)).rejects.toThrow('killed')
    const refreshes = countRefreshes()
    await expect(clientOf(org, grants).query(QUERY)).rejects.toMatchObject({ code: 'GRANT_EXPIRED' })
    expect([refreshes(), grants.losses.map(({ code }) => code)]).toEqual([1, ['GRANT_EXPIRED']])
  })

  test('is not lost when only the database was away: whoever holds the next one goes on from it', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    endSession(grants.grant)
    for (let times = 0; times < 2; times++) {
      grants.crash = () => {
        throw new Error('the database is away')
      }
      await expect(client.query(QUERY)).rejects.toThrow('the database is away')
    }
    expect(await client.query(QUERY)).not.toHaveLength(0)
    expect([grants.stored.length, grants.losses]).toEqual([1, []])
    endSession(grants.grant)
    expect(await client.query(QUERY)).not.toHaveLength(0)
  })

  test('where it does not change, a crash before it is stored costs nothing', async () => {
    const grants = memoryGrants(await connect(org, STEADY))
    endSession(grants.grant)
    grants.crash = () => {
      throw new Error('killed')
    }
    await expect(clientOf(org, grants, { app: STEADY }).query(QUERY)).rejects.toThrow('killed')
    expect(await clientOf(org, grants, { app: STEADY }).query(QUERY)).not.toHaveLength(0)
    expect(grants.losses).toEqual([])
  })

  test('is never used by two: the second finds what the first has stored', async () => {
    const grants = memoryGrants(await connect(org))
    const oauth = createOAuth({ http: quickHttp(), clock: systemClock })
    endSession(grants.grant)
    // Another process renews between our read and our turn.
    const renew = grants.renew.bind(grants)
    grants.renew = async (seen, work) => {
      grants.renew = renew
      const { refreshToken } = grants.grant
      grants.grant = await oauth.refresh({
        loginUrl: org.url,
        app: asOurs(ROTATING),
        refreshToken: refreshToken!,
      })
      return renew(seen, work)
    }
    const refreshes = countRefreshes()
    expect(await clientOf(org, grants).query(QUERY)).not.toHaveLength(0)
    expect([refreshes(), grants.losses]).toEqual([1, []])
  })
})

describe('another org behind the same login', () => {
  test('is found before the first call, which is not made', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    org.faults.arm({ kind: 'other-org', path: '/services/oauth2/userinfo', times: null })
    for (const call of [client.query(QUERY), client.identify(), client.describeGlobal()])
      await expect(call).rejects.toMatchObject({ code: 'WRONG_ORG' })
    expect(client.apiCalls()).toBe(0)
    expect(grants.losses).toEqual([{ code: 'WRONG_ORG', accessToken: grants.grant.accessToken }])
  })

  test('is found when it answers a renewal, and what it gives is not kept', async () => {
    const grants = memoryGrants(await connect(org, STEADY))
    const client = clientOf(org, grants, { app: STEADY })
    await client.query(QUERY)
    endSession(grants.grant)
    org.faults.arm({ kind: 'other-org', path: TOKEN })
    await expect(client.query(QUERY)).rejects.toMatchObject({ code: 'WRONG_ORG' })
    expect([grants.stored, grants.losses.map(({ code }) => code)]).toEqual([[], ['WRONG_ORG']])
  })

  test('is found when it hides in a renewal and shows after it', async () => {
    const grants = memoryGrants(await connect(org))
    const client = clientOf(org, grants)
    await client.query(QUERY)
    endSession(grants.grant)
    const before = client.apiCalls()
    org.faults.arm({ kind: 'other-org', path: '/services/oauth2/userinfo' })
    await expect(client.query(QUERY)).rejects.toMatchObject({ code: 'WRONG_ORG' })
    expect(client.apiCalls() - before).toBe(1)
    expect(grants.losses.map(({ code }) => code)).toEqual(['WRONG_ORG'])
  })

  test('a renewal that names a place that is not Salesforce’s freezes the connection', async () => {
    const grants = memoryGrants(await connect(org))
    endSession(grants.grant)
    org.faults.arm({ kind: 'instance-url', url: 'https://evil.com' })
    await expect(clientOf(org, grants).query(QUERY)).rejects.toMatchObject({ code: 'HOST_REFUSED' })
    expect([grants.stored, grants.losses.map(({ code }) => code)]).toEqual([[], ['HOST_REFUSED']])
  })
})

test('who the connection acts as is asked with a renewed session too', async () => {
  const grants = memoryGrants(await connect(org))
  endSession(grants.grant)
  const user = await clientOf(org, grants).identify()
  expect([user.userId, user.orgId]).toEqual([org.administrator, org.orgId])
  expect(grants.stored).toHaveLength(1)
})

test('a renewal that says nothing of scopes leaves them as they were granted', async () => {
  const first = await connect(org)
  const { accessToken, identityUrl } = first
  const server = await standIn((req, res) => {
    const isOld = req.headers.authorization === `Bearer ${accessToken}`
    const renewed = { access_token: 'new', instance_url: server.url, id: identityUrl, token_type: 'Bearer' }
    const who = { organization_id: org.orgId, user_id: org.administrator, preferred_username: 'a@b.c' }
    res.statusCode = isOld ? 401 : 200
    res.end(JSON.stringify(req.url === TOKEN ? renewed : who))
  })
  const grants = memoryGrants({ ...first, instanceUrl: server.url })
  await clientOf({ url: server.url, orgId: org.orgId }, grants).identify()
  expect(grants.grant).toMatchObject({
    accessToken: 'new',
    scopes: first.scopes,
    refreshToken: first.refreshToken,
  })
  await server.close()
})
