import jwt from 'jsonwebtoken'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  client,
  connect,
  createBrowser,
  authorizeAddress,
  dataApi,
  get,
  HOUR,
  PLAIN,
  post,
  PUBLIC,
  ROTATING,
  TEAM_VIEW,
  token,
  type TestOrg,
  withOrg,
} from './support.ts'

let org: TestOrg
withOrg((made) => void (org = made))

const refresh = (refresh_token: string) =>
  token(org, { grant_type: 'refresh_token', refresh_token, ...client(PLAIN) })

describe('revoke', () => {
  const revoke = (text: string) => post(org, '/services/oauth2/revoke', { token: text })

  test('ends an access token alone', async () => {
    const { json } = await connect(org, PLAIN)
    const other = await refresh(json.refresh_token)
    const { status, text } = await revoke(json.access_token)
    expect([status, text]).toEqual([200, ''])
    expect(dataApi(org, json.access_token)).toBe('INVALID_SESSION_ID')
    expect(dataApi(org, other.json.access_token)).toBe('let in')
    expect((await refresh(json.refresh_token)).status).toBe(200)
  })

  test('of a refresh token ends its access tokens with it, and the user is asked again', async () => {
    const browser = createBrowser(org)
    const { json } = await connect(org, PLAIN, { browser })
    const other = await refresh(json.refresh_token)
    const unrelated = await connect(org, TEAM_VIEW)
    expect((await browser.go(authorizeAddress(PLAIN))).headers.get('location')).toContain('code=')
    const { status } = await get(org, `/services/oauth2/revoke?token=${json.refresh_token}`)
    expect(status).toBe(200)
    expect(dataApi(org, json.access_token)).toBe('INVALID_SESSION_ID')
    expect(dataApi(org, other.json.access_token)).toBe('INVALID_SESSION_ID')
    expect(dataApi(org, unrelated.json.access_token)).toBe('let in')
    expect((await refresh(json.refresh_token)).json['error_description']).toBe('expired access/refresh token')
    expect((await browser.go(authorizeAddress(PLAIN))).text).toContain('Allow access?')
  })

  test('of anything else is refused, form-encoded', async () => {
    const { json } = await connect(org, PLAIN)
    await revoke(json.access_token)
    for (const text of [json.access_token, 'garbage', '']) {
      const answer = await revoke(text)
      expect(answer.status).toBe(400)
      expect(answer.text).toBe('error=invalid_token&error_description=invalid%20token')
    }
  })
})

describe('introspect', () => {
  const ask = (text: string, shown = client(PLAIN)) =>
    post(org, '/services/oauth2/introspect', { token: text, token_type_hint: 'access_token', ...shown })
  const off = { active: false }

  test('tells an app of its own tokens', async () => {
    const { json } = await connect(org, PLAIN, { params: { scope: 'api refresh_token' } })
    const seconds = org.clock.time / 1000
    const about = {
      active: true,
      scope: 'api refresh_token',
      client_id: PLAIN.clientId,
      username: org.user.username,
      sub: json.id,
      iat: seconds,
      nbf: seconds,
    }
    expect((await ask(json.access_token)).json).toEqual({
      ...about,
      token_type: 'access_token',
      exp: seconds + (2 * HOUR) / 1000,
    })
    expect((await ask(json.refresh_token)).json).toEqual({ ...about, token_type: 'refresh_token' })
  })

  test('tells nothing of another app’s tokens, of dead ones and of garbage', async () => {
    const { json } = await connect(org, PLAIN)
    const rotating = await connect(org, ROTATING)
    await token(org, {
      grant_type: 'refresh_token',
      refresh_token: rotating.json.refresh_token,
      ...client(ROTATING),
    })
    expect((await ask(json.access_token, client(TEAM_VIEW))).json).toEqual(off)
    expect((await ask(json.refresh_token, client(TEAM_VIEW))).json).toEqual(off)
    expect((await ask(rotating.json.refresh_token, client(ROTATING))).json).toEqual(off)
    expect((await ask('garbage')).json).toEqual(off)
    await post(org, '/services/oauth2/revoke', { token: json.access_token })
    expect((await ask(json.access_token)).json).toEqual(off)
  })

  test('asking after a refresh token does not keep it alive', async () => {
    const { json } = await connect(org, TEAM_VIEW)
    org.clock.time += 29 * 24 * HOUR
    expect((await ask(json.refresh_token, client(TEAM_VIEW))).json['active']).toBe(true)
    org.clock.time += 24 * HOUR
    expect((await ask(json.refresh_token, client(TEAM_VIEW))).json).toEqual(off)
  })

  test('wants to know who asks', async () => {
    const wrong = await ask('any', { client_id: PLAIN.clientId, client_secret: 'guess' })
    expect(wrong.json).toEqual({ error: 'invalid_client', error_description: 'invalid client credentials' })
    expect((await ask('any', {})).json['error']).toBe('invalid_client_id')
    expect((await get(org, '/services/oauth2/introspect?token=x')).json['error']).toBe('invalid_request')
  })
})

describe('userinfo', () => {
  test('says who the token is for, by GET and POST', async () => {
    const { json } = await connect(org, PLAIN)
    const record = org.record(org.user.userId)
    const { status, json: info } = await get(org, '/services/oauth2/userinfo', json.access_token)
    expect(status).toBe(200)
    expect(info).toMatchObject({
      sub: json.id,
      user_id: org.user.userId,
      organization_id: org.orgId,
      preferred_username: org.user.username,
      nickname: record['CommunityNickname'],
      name: record['Name'],
      email: record['Email'],
      given_name: record['FirstName'],
      family_name: record['LastName'],
      zoneinfo: record['TimeZoneSidKey'],
      user_type: 'STANDARD',
      active: true,
      language: record['LanguageLocaleKey'],
      locale: record['LocaleSidKey'],
    })
    expect(info['updated_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(info['urls'].rest).toBe(`${org.url}/services/data/v{version}/`)
    const posted = await post(org, '/services/oauth2/userinfo', { access_token: json.access_token })
    expect(posted.json).toEqual(info)
  })

  test('gives the offset of the time zone in winter', async () => {
    const offsets = new Map<string, number>()
    for (const { userId } of org.identity.credentials().filter(({ isActive }) => isActive)) {
      const { json } = await get(org, '/services/oauth2/userinfo', org.identity.accessTokenFor(userId))
      offsets.set(json.zoneinfo, json.utcOffset)
    }
    const known: Record<string, number> = {
      'America/Los_Angeles': -8 * HOUR,
      'America/New_York': -5 * HOUR,
      'Europe/London': 0,
      'Europe/Berlin': HOUR,
      'Asia/Kolkata': 5.5 * HOUR,
      'Asia/Tokyo': 9 * HOUR,
    }
    const seen = [...offsets].filter(([zone]) => zone in known)
    expect(seen.length).toBeGreaterThan(1)
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(seen.map(([zone]) => [zone, known[zone]])))
  })

  test.each([
    ['no token', undefined, 'Missing_OAuth_Token'],
    ['a bad one', '00Dgarbage!x', 'Bad_OAuth_Token'],
  ])('refuses %s with a word', async (_, text, word) => {
    const answer = await get(org, '/services/oauth2/userinfo', text)
    expect([answer.status, answer.text]).toEqual([403, word])
  })
})

describe('the identity URL', () => {
  const path = (userId: string, orgId = org.orgId) => `/id/${orgId}/${userId}`

  test('describes the user, with the token in the header or the address', async () => {
    const { json } = await connect(org, PLAIN)
    const { json: identity } = await get(org, path(org.user.userId), json.access_token)
    expect(identity).toMatchObject({
      id: json.id,
      asserted_user: true,
      user_id: org.user.userId,
      organization_id: org.orgId,
      username: org.user.username,
      display_name: org.record(org.user.userId)['Name'],
      active: true,
      user_type: 'STANDARD',
      last_modified_date: org.record(org.user.userId)['LastModifiedDate'],
    })
    const short = path(org.user.userId.slice(0, 15), org.orgId.slice(0, 15))
    const address = `${short}?format=json&oauth_token=${encodeURIComponent(json.access_token)}`
    expect((await get(org, address)).json).toEqual(identity)
  })

  test('fills in the version that is asked for', async () => {
    const { json } = await connect(org, PLAIN)
    const rest = async (version: string) =>
      (await get(org, `${path(org.user.userId)}?version=${version}`, json.access_token)).json.urls.rest
    expect(await rest('59.0')).toBe(`${org.url}/services/data/v59.0/`)
    expect(await rest('latest')).toMatch(/\/services\/data\/v\d\d\.0\/$/)
    const wrong = await get(org, `${path(org.user.userId)}?version=x`, json.access_token)
    expect([wrong.status, wrong.text]).toEqual([406, 'Invalid_Version'])
  })

  test('shows other users to who may use the API, and to nobody else', async () => {
    const api = (await connect(org, PLAIN, { params: { scope: 'api' } })).json.access_token
    const id = (await connect(org, PLAIN, { params: { scope: 'id' } })).json.access_token
    expect((await get(org, path(org.other.userId), api)).json['username']).toBe(org.other.username)
    expect((await get(org, path(org.other.userId), id)).text).toBe('No_Access')
    expect((await get(org, path(org.user.userId), id)).status).toBe(200)
    org.identity.setApiAccess(org.user.userId, false)
    expect((await get(org, path(org.other.userId), api)).text).toBe('No_Access')
    org.identity.setApiAccess(org.user.userId, true)
    expect((await get(org, path(org.inactive!.userId), api)).text).toBe('Inactive')
  })

  test('refuses with Salesforce’s words', async () => {
    const { json } = await connect(org, PLAIN)
    const ask = async (address: string, text?: string) => {
      const answer = await get(org, address, text)
      return [answer.status, answer.text]
    }
    expect(await ask(path(org.user.userId))).toEqual([403, 'Missing_OAuth_Token'])
    expect(await ask(path(org.user.userId), 'x')).toEqual([403, 'Bad_OAuth_Token'])
    const elsewhere = path(org.user.userId, '00D000000000001AAA')
    expect(await ask(elsewhere, json.access_token)).toEqual([403, 'Wrong_Org'])
    expect(await ask(path('005000000000001AAA'), json.access_token)).toEqual([404, 'Bad_Id'])
  })
})

describe('OpenID discovery', () => {
  test('names endpoints that are there', async () => {
    const { json, headers } = await get(org, '/.well-known/openid-configuration')
    expect(headers.get('content-type')).toContain('application/json')
    expect(json['issuer']).toBe(org.url)
    expect(json['response_types_supported']).toEqual(['code'])
    const addresses = Object.entries(json).filter(([name]) => /_(endpoint|uri)$/.test(name))
    expect(addresses).toHaveLength(7)
    for (const [name, address] of addresses) {
      expect((await fetch(address as string, { redirect: 'manual' })).status, name).not.toBe(404)
    }
  })

  test('leads to the key that checks the id tokens', async () => {
    const { json } = await get(org, '/id/keys')
    const [key] = json.keys as (JsonWebKey & { kid: string })[]
    const idToken = (await connect(org, PLAIN, { params: { scope: 'openid' } })).json.id_token
    expect(jwt.decode(idToken, { complete: true })?.header.kid).toBe(key!.kid)
    expect(key).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' })
    expect(JSON.stringify(key)).not.toContain('"d"')
    jwt.verify(idToken, createPublicKey({ key: key!, format: 'jwk' }), {
      algorithms: ['RS256'],
      issuer: org.url,
      audience: PLAIN.clientId,
      clockTimestamp: org.clock.time / 1000,
    })
  })
})

test('a path that is not the identity service’s is left to others', async () => {
  for (const path of [
    '/',
    '/services/oauth2',
    '/services/oauth2/token/x',
    '/services/data',
    '/id',
    '/id/x',
    '/secur/x',
  ]) {
    const answer = await get(org, path)
    expect([answer.status, answer.text], path).toEqual([404, 'not the identity service'])
  }
})

test('a token without the api scope is no session of the data APIs', async () => {
  const { json } = await connect(org, PLAIN, { params: { scope: 'openid' } })
  const problem = caught(() => org.identity.authenticate(`Bearer ${json.access_token}`))
  expect(problem).toMatchObject({
    status: 401,
    errors: [
      { errorCode: 'INVALID_SESSION_ID', message: 'This session is not valid for use with the REST API' },
    ],
  })
  const full = { ...PUBLIC, clientId: 'full.app', scopes: ['full'] }
  org.identity.registerApp(full)
  expect(dataApi(org, (await connect(org, full)).json.access_token)).toBe('let in')
})

test.each([
  [undefined, 'INVALID_SESSION_ID', 'Session expired or invalid'],
  ['Bearer', 'INVALID_SESSION_ID', 'Session expired or invalid'],
  ['Bearer garbage', 'INVALID_SESSION_ID', 'Session expired or invalid'],
  ['OAuth 00D!x', 'INVALID_SESSION_ID', 'Session expired or invalid'],
  ['Basic eDp5', 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE'],
])('the header %s is answered as Salesforce does', (header, errorCode, message) => {
  const problem = caught(() => org.identity.authenticate(header))
  expect(problem).toMatchObject({ status: 401, errors: [{ errorCode, message }] })
})

test('the scheme OAuth is as good as Bearer', () => {
  const text = org.identity.accessTokenFor(org.user.userId)
  expect(org.identity.authenticate(`OAuth ${text}`).userId).toBe(org.user.userId)
})

function caught(work: () => unknown): unknown {
  try {
    work()
  } catch (problem) {
    return problem
  }
  throw new Error('it was let in')
}
