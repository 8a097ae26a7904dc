import { createHmac } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import {
  allow,
  CALLBACK,
  client,
  connect,
  dataApi,
  MINUTE,
  PLAIN,
  pkce,
  post,
  PUBLIC,
  signingKey,
  TEAM_VIEW,
  token,
  type TestOrg,
  withOrg,
} from './support.ts'

let org: TestOrg
withOrg((made) => void (org = made))

const exchange = (code: string, more: Record<string, string> = {}) =>
  token(org, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...client(PLAIN), ...more })
const codeFor = async (params: Record<string, string> = {}, app = PLAIN) =>
  (await allow(org, app, { params })).get('code')!

describe('a code becomes tokens', () => {
  test('in the very document that Salesforce gives', async () => {
    const { status, json, headers } = await exchange(await codeFor({ scope: 'api refresh_token id' }))
    const id = `${org.url}/id/${org.orgId}/${org.user.userId}`
    const issued_at = String(org.clock.time)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(headers.get('cache-control')).toContain('no-store')
    expect(json).toEqual({
      access_token: expect.stringMatching(/^00D[A-Za-z0-9]{12}![A-Za-z0-9._]{96}$/),
      refresh_token: expect.stringMatching(/^5Aep861[A-Za-z0-9._]{80}$/),
      signature: createHmac('sha256', PLAIN.clientSecret!)
        .update(id + issued_at)
        .digest('base64'),
      scope: 'api refresh_token id',
      instance_url: org.url,
      id,
      token_type: 'Bearer',
      issued_at,
    })
    expect(org.identity.authenticate(`Bearer ${json.access_token}`)).toEqual({
      userId: org.user.userId,
      clientId: PLAIN.clientId,
      scopes: ['api', 'refresh_token', 'id'],
    })
  })

  test('with all of the app’s scopes when none were asked for', async () => {
    expect((await exchange(await codeFor())).json['scope']).toBe('api refresh_token openid id web')
  })

  test('without a refresh token when offline access was not asked for', async () => {
    const { json } = await exchange(await codeFor({ scope: 'api' }))
    expect(Object.keys(json)).not.toContain('refresh_token')
  })

  test('with a refresh token for offline_access too', async () => {
    expect((await exchange(await codeFor({ scope: 'api offline_access' }))).json.refresh_token).toBeTruthy()
  })

  test('with an id token that the published key confirms, for openid only', async () => {
    const { json } = await exchange(await codeFor({ scope: 'openid api', nonce: 'n-0S6_WzA2Mj' }))
    const { payload, header } = jwt.verify(json.id_token, signingKey.publicKey, {
      algorithms: ['RS256'],
      complete: true,
      clockTimestamp: org.clock.time / 1000,
    })
    expect(header.kid).toBe(signingKey.keyId)
    expect(payload).toMatchObject({
      iss: org.url,
      aud: PLAIN.clientId,
      sub: json.id,
      nonce: 'n-0S6_WzA2Mj',
      iat: org.clock.time / 1000,
      exp: org.clock.time / 1000 + 120,
    })
    expect((await exchange(await codeFor({ scope: 'api' }))).json.id_token).toBeUndefined()
  })

  test('when the client shows itself with Basic authentication', async () => {
    const pair = [PLAIN.clientId, PLAIN.clientSecret!].map(encodeURIComponent).join(':')
    const answer = await post(
      org,
      '/services/oauth2/token',
      { grant_type: 'authorization_code', code: await codeFor(), redirect_uri: CALLBACK },
      { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    )
    expect(answer.status).toBe(200)
  })
})

describe('a code is refused', () => {
  test('the second time, and what it gave the first time is taken back', async () => {
    const code = await codeFor()
    const first = await exchange(code)
    expect(dataApi(org, first.json.access_token)).toBe('let in')
    expect((await exchange(code)).json).toEqual({
      error: 'invalid_grant',
      error_description: 'expired authorization code',
    })
    expect(dataApi(org, first.json.access_token)).toBe('INVALID_SESSION_ID')
    const refreshed = await token(org, {
      grant_type: 'refresh_token',
      refresh_token: first.json.refresh_token,
      ...client(PLAIN),
    })
    expect(refreshed.json['error_description']).toBe('expired access/refresh token')
  })

  test('after a quarter of an hour', async () => {
    const [inTime, late] = [await codeFor(), await codeFor()]
    org.clock.time += 15 * MINUTE - 1
    expect((await exchange(inTime)).status).toBe(200)
    org.clock.time += 1
    const { status, json } = await exchange(late)
    expect(status).toBe(400)
    expect(json).toEqual({ error: 'invalid_grant', error_description: 'expired authorization code' })
  })

  test('when another app brings it', async () => {
    const answer = await token(org, {
      grant_type: 'authorization_code',
      code: await codeFor(),
      redirect_uri: CALLBACK,
      ...client(TEAM_VIEW),
    })
    expect(answer.json).toEqual({ error: 'invalid_grant', error_description: 'invalid authorization code' })
  })

  test('with another redirect address, even one of the app’s own', async () => {
    for (const redirect_uri of ['http://localhost:3000/other', `${CALLBACK}/`, '']) {
      expect((await exchange(await codeFor(), { redirect_uri })).json).toEqual({
        error: 'redirect_uri_mismatch',
        error_description: 'redirect_uri must match configuration',
      })
    }
  })

  test('without its verifier, with another one, and with one where there was no challenge', async () => {
    const { challenge, verifier } = pkce()
    const refused = { error: 'invalid_grant', error_description: 'invalid code verifier' }
    const challenged = () => codeFor({ code_challenge: challenge, code_challenge_method: 'S256' })
    expect((await exchange(await challenged())).json).toEqual(refused)
    expect((await exchange(await challenged(), { code_verifier: pkce().verifier })).json).toEqual(refused)
    expect((await exchange(await challenged(), { code_verifier: challenge })).json).toEqual(refused)
    expect((await exchange(await codeFor(), { code_verifier: verifier })).json).toEqual(refused)
    expect((await exchange(await challenged(), { code_verifier: verifier })).status).toBe(200)
  })

  test('once a wrong verifier was tried on it', async () => {
    const { challenge, verifier } = pkce()
    const code = await codeFor({ code_challenge: challenge })
    await exchange(code, { code_verifier: pkce().verifier })
    expect((await exchange(code, { code_verifier: verifier })).json['error']).toBe('invalid_grant')
  })

  test('after its user was deactivated', async () => {
    const code = (await allow(org, PLAIN, { username: org.other.username })).get('code')!
    org.update('User', org.other.userId, { IsActive: false })
    expect((await exchange(code)).json).toEqual({
      error: 'inactive_user',
      error_description: 'user is inactive',
    })
    org.update('User', org.other.userId, { IsActive: true })
  })
})

describe('a client is refused', () => {
  const unknown = { error: 'invalid_client_id', error_description: 'client identifier invalid' }
  const wrong = { error: 'invalid_client', error_description: 'invalid client credentials' }

  test.each([
    ['that nobody knows', { client_id: 'nobody' }, unknown],
    ['without a client id', { client_id: '' }, unknown],
    ['with another secret', { client_secret: 'guess' }, wrong],
    ['without its secret', { client_secret: '' }, wrong],
  ])('%s', async (_, shown, refusal) => {
    const { status, json } = await exchange('any', shown)
    expect(status).toBe(400)
    expect(json).toEqual(refusal)
  })

  test('that is public and shows a secret', async () => {
    const { json } = await exchange('any', { client_id: PUBLIC.clientId, client_secret: 'x' })
    expect(json).toEqual(wrong)
  })
})

test('a public client needs its verifier and no secret', async () => {
  const { status, json } = await connect(org, PUBLIC)
  expect(status).toBe(200)
  expect(json['scope']).toBe('api refresh_token')
})

test('a client whose secret is not required may leave it out, and may not show a wrong one', async () => {
  const app = { ...PLAIN, clientId: 'relaxed.app', requireSecret: false }
  org.identity.registerApp(app)
  const bare = { client_id: app.clientId, client_secret: '' }
  expect((await exchange(await codeFor({}, app), bare)).status).toBe(200)
  expect((await exchange('any', { ...bare, client_secret: 'guess' })).json['error']).toBe('invalid_client')
})

test('the token endpoint wants POST and a grant type it knows', async () => {
  const asked = await fetch(`${org.url}/services/oauth2/token?grant_type=authorization_code`)
  expect(asked.status).toBe(400)
  expect(await asked.json()).toEqual({ error: 'invalid_request', error_description: 'must use HTTP POST' })
  for (const grant_type of ['', 'device', 'urn:ietf:params:oauth:grant-type:saml2-bearer']) {
    const { status, json } = await token(org, { grant_type, ...client(PLAIN) })
    expect(status).toBe(400)
    expect(json).toEqual({ error: 'unsupported_grant_type', error_description: 'grant type not supported' })
  }
})

test('a form larger than any that is meant well is not read', async () => {
  const { status } = await token(org, { grant_type: 'authorization_code', code: 'x'.repeat(70_000) })
  expect(status).toBe(413)
})
