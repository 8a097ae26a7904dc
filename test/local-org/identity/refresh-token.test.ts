import { describe, expect, test } from 'vitest'
import type { App } from '../../../local-org/identity/index.ts'
import {
  client,
  connect,
  dataApi,
  DAY,
  get,
  HOUR,
  PLAIN,
  PUBLIC,
  ROTATING,
  startOrg,
  TEAM_VIEW,
  token,
  type TestOrg,
  withOrg,
} from './support.ts'

let org: TestOrg
withOrg((made) => void (org = made))

const expired = { error: 'invalid_grant', error_description: 'expired access/refresh token' }
const refresh = (app: App, refresh_token: string, more: Record<string, string> = {}) =>
  token(org, { grant_type: 'refresh_token', refresh_token, ...client(app), ...more })

describe('without rotation', () => {
  test('a refresh token gives one access token after another, and no refresh token', async () => {
    const first = await connect(org, PLAIN)
    const second = await refresh(PLAIN, first.json.refresh_token)
    const third = await refresh(PLAIN, first.json.refresh_token)
    expect(second.status).toBe(200)
    expect(Object.keys(second.json).sort()).toEqual(
      Object.keys(first.json)
        .filter((name) => name !== 'refresh_token')
        .sort(),
    )
    const tokens = [first, second, third].map(({ json }) => json.access_token)
    expect(new Set(tokens).size).toBe(3)
    expect(tokens.map((text) => dataApi(org, text))).toEqual(['let in', 'let in', 'let in'])
  })

  test('only five approvals of a user and an app live; the sixth ends the oldest', async () => {
    const first = await connect(org, PLAIN)
    for (let more = 0; more < 4; more++) await connect(org, PLAIN)
    expect((await refresh(PLAIN, first.json.refresh_token)).status).toBe(200)
    await connect(org, ROTATING)
    expect((await refresh(PLAIN, first.json.refresh_token)).status).toBe(200)
    await connect(org, PLAIN)
    expect((await refresh(PLAIN, first.json.refresh_token)).json).toEqual(expired)
    expect(dataApi(org, first.json.access_token)).toBe('INVALID_SESSION_ID')
  })
})

describe('with rotation', () => {
  test('each use gives the next refresh token', async () => {
    let { json } = await connect(org, ROTATING)
    const seen = new Set<string>()
    for (let turn = 0; turn < 4; turn++) {
      seen.add(json.refresh_token)
      ;({ json } = await refresh(ROTATING, json.refresh_token))
    }
    expect(seen.size).toBe(4)
    expect(seen).not.toContain(json.refresh_token)
    expect(dataApi(org, json.access_token)).toBe('let in')
  })

  test('a used one ends everything that came of the same approval, and nothing else', async () => {
    const unrelated = await connect(org, ROTATING)
    const first = await connect(org, ROTATING)
    const second = await refresh(ROTATING, first.json.refresh_token)
    expect((await refresh(ROTATING, first.json.refresh_token)).json).toEqual(expired)
    expect((await refresh(ROTATING, second.json.refresh_token)).json).toEqual(expired)
    expect(dataApi(org, first.json.access_token)).toBe('INVALID_SESSION_ID')
    expect(dataApi(org, second.json.access_token)).toBe('INVALID_SESSION_ID')
    expect(dataApi(org, unrelated.json.access_token)).toBe('let in')
    expect((await refresh(ROTATING, unrelated.json.refresh_token)).status).toBe(200)
  })

  test('two uses at the same time give one answer, and end what it gave', async () => {
    const { json } = await connect(org, ROTATING)
    const answers = await Promise.all([1, 2].map(() => refresh(ROTATING, json.refresh_token)))
    const good = answers.filter(({ status }) => status === 200)
    expect(good).toHaveLength(1)
    expect(dataApi(org, good[0]!.json.access_token)).toBe('INVALID_SESSION_ID')
  })

  test('when the answer is lost, the token is used up: trying again ends the connection for good', async () => {
    const { json } = await connect(org, ROTATING)
    org.faults.arm({ kind: 'lost-refresh-token' })
    await expect(refresh(ROTATING, json.refresh_token)).rejects.toThrow('fetch failed')
    expect((await refresh(ROTATING, json.refresh_token)).json).toEqual(expired)
    expect(dataApi(org, json.access_token)).toBe('INVALID_SESSION_ID')
  })

  test('a request that is refused anyway leaves that fault for the next', async () => {
    const { json } = await connect(org, ROTATING)
    org.faults.arm({ kind: 'lost-refresh-token' })
    expect((await refresh(ROTATING, 'garbage')).json).toEqual(expired)
    await expect(refresh(ROTATING, json.refresh_token)).rejects.toThrow('fetch failed')
  })

  test('the backend’s own app rotates, and its token dies after 30 idle days', async () => {
    let { json } = await connect(org, TEAM_VIEW)
    org.clock.time += 29 * DAY
    ;({ json } = await refresh(TEAM_VIEW, json.refresh_token))
    org.clock.time += 30 * DAY - 1
    ;({ json } = await refresh(TEAM_VIEW, json.refresh_token))
    org.clock.time += 30 * DAY
    expect((await refresh(TEAM_VIEW, json.refresh_token)).json).toEqual(expired)
  })
})

describe('a refresh is refused', () => {
  test('for a token of another app, which stays good for its own', async () => {
    const { json } = await connect(org, PLAIN)
    expect((await refresh(TEAM_VIEW, json.refresh_token)).json).toEqual(expired)
    expect((await refresh(PLAIN, json.refresh_token)).status).toBe(200)
  })

  test('for an access token, an id token or nothing', async () => {
    const { json } = await connect(org, PLAIN)
    for (const text of [json.access_token, json.id_token, '']) {
      expect((await refresh(PLAIN, text)).json).toEqual(expired)
    }
  })

  test('without the secret of an app that has one', async () => {
    const { json } = await connect(org, PLAIN)
    expect((await refresh(PLAIN, json.refresh_token, { client_secret: '' })).json).toEqual({
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    })
  })

  test('while the user is inactive, and no longer than that', async () => {
    const { json } = await connect(org, PUBLIC, { username: org.other.username })
    org.update('User', org.other.userId, { IsActive: false })
    const refused = await refresh(PUBLIC, json.refresh_token)
    expect(refused.json).toEqual({ error: 'inactive_user', error_description: 'user is inactive' })
    org.update('User', org.other.userId, { IsActive: true })
    expect(dataApi(org, json.access_token)).toBe('INVALID_SESSION_ID')
    expect((await refresh(PUBLIC, json.refresh_token)).status).toBe(200)
  })
})

test('an access token dies two hours after its last use', async () => {
  const idle = await connect(org, PLAIN)
  const used = await connect(org, PLAIN)
  org.clock.time += 2 * HOUR - 1
  expect(dataApi(org, used.json.access_token)).toBe('let in')
  org.clock.time += 1
  expect(dataApi(org, idle.json.access_token)).toBe('INVALID_SESSION_ID')
  expect(dataApi(org, used.json.access_token)).toBe('let in')
  org.clock.time += 2 * HOUR
  expect(dataApi(org, used.json.access_token)).toBe('INVALID_SESSION_ID')
  expect((await get(org, '/services/oauth2/userinfo', used.json.access_token)).text).toBe('Bad_OAuth_Token')
})

test('the org’s time-out can be another one, and an app’s goes before it', async () => {
  const hasty = { ...PLAIN, clientId: 'hasty.app', sessionTimeoutMs: 60_000 }
  const quick = await startOrg({ sessionTimeoutMs: 10 * 60_000, apps: [PLAIN, hasty] })
  const [one, other] = [await connect(quick, PLAIN), await connect(quick, hasty)]
  quick.clock.time += 60_000
  expect(dataApi(quick, other.json.access_token)).toBe('INVALID_SESSION_ID')
  expect(dataApi(quick, one.json.access_token)).toBe('let in')
  quick.clock.time += 10 * 60_000
  expect(dataApi(quick, one.json.access_token)).toBe('INVALID_SESSION_ID')
  await quick.close()
})

describe('faults of a token answer', () => {
  test('instance_url elsewhere', async () => {
    const { json } = await connect(org, PLAIN)
    org.faults.arm({ kind: 'instance-url', url: 'https://elsewhere.my.salesforce.com' })
    const answer = await refresh(PLAIN, json.refresh_token)
    expect(answer.json['instance_url']).toBe('https://elsewhere.my.salesforce.com')
    expect((await refresh(PLAIN, json.refresh_token)).json['instance_url']).toBe(org.url)
  })

  test('another org behind the same login: in the token, the id, its address and userinfo', async () => {
    const { json } = await connect(org, PLAIN)
    org.faults.arm({ kind: 'other-org', path: '/services/oauth2/token' })
    const answer = (await refresh(PLAIN, json.refresh_token)).json
    const otherId = /\/id\/(00D\w{15})\//.exec(answer['id'])![1]!
    expect(otherId).not.toBe(org.orgId)
    expect(answer['access_token'].slice(0, 15)).toBe(otherId.slice(0, 15))
    const path = new URL(answer['id']).pathname
    expect((await get(org, path, answer['access_token'])).json['organization_id']).toBe(otherId)
    const info = await get(org, '/services/oauth2/userinfo', answer['access_token'])
    expect(info.json['organization_id']).toBe(otherId)
    expect((await get(org, path, json.access_token)).text).toBe('Wrong_Org')
  })

  test('the other org can be named, and can answer for userinfo alone', async () => {
    const { json } = await connect(org, PLAIN)
    org.faults.arm({ kind: 'other-org', orgId: '00D000000000001AAA', path: '/services/oauth2/userinfo' })
    const info = await get(org, '/services/oauth2/userinfo', json.access_token)
    expect(info.json['organization_id']).toBe('00D000000000001AAA')
    expect(info.json['sub']).toContain('/id/00D000000000001AAA/')
  })
})
