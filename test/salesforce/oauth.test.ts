import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/lib/clock.ts'
import { demandInstanceOrigin } from '../../server/salesforce/hosts.ts'
import {
  callbackRefusal,
  createOAuth,
  createPkce,
  identityOf,
  type OAuth,
  type SalesforceErrorCode,
} from '../../server/salesforce/index.ts'
import type { RunningOrg } from '../support/local-org.ts'
import {
  allowAccess,
  asOurs,
  CALLBACK,
  connect,
  quickHttp,
  ROTATING,
  SCOPES,
  standIn,
  startConnectableOrg,
  STEADY,
} from '../support/salesforce.ts'

let org: RunningOrg
let oauth: OAuth
const app = asOurs(ROTATING)
beforeAll(async () => {
  org = await startConnectableOrg()
  oauth = createOAuth({ http: quickHttp(), clock: systemClock })
})
afterEach(() => org.faults.disarm())
afterAll(() => org.close())

const begin = (more: { nonce?: string; prompt?: 'login' | 'consent' } = {}, pkce = createPkce()) => ({
  ...pkce,
  address: oauth.authorizeUrl({
    ...{ loginUrl: org.url, app, state: 'a state', challenge: pkce.challenge, scopes: SCOPES },
    ...more,
  }),
})
const codeFor = async (address: string) => (await allowAccess(org, address)).get('code')!

describe('the way to Salesforce', () => {
  test('the address says everything that Salesforce asks for, and the verifier stays here', () => {
    const { address, verifier, challenge } = begin({ nonce: 'n-1', prompt: 'consent' })
    const url = new URL(address)
    expect(`${url.origin}${url.pathname}`).toBe(`${org.url}/services/oauth2/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: CALLBACK,
      scope: 'api refresh_token openid id',
      state: 'a state',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      nonce: 'n-1',
      prompt: 'consent',
    })
    expect(address).not.toContain(verifier)
    expect(address).not.toContain(app.clientSecret)
  })

  test('the challenge is the SHA-256 of a verifier of 256 random bits, another one each time', () => {
    const made = Array.from({ length: 100 }, createPkce)
    for (const { verifier, challenge } of made) {
      expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(challenge).toBe(createHash('sha256').update(verifier).digest('base64url'))
    }
    expect(new Set(made.map(({ verifier }) => verifier)).size).toBe(100)
  })

  test('leads nowhere but to Salesforce', () => {
    const strict = createOAuth({ http: quickHttp({ allowLocal: false }), clock: systemClock })
    const request = { app, state: 's', challenge: 'c', scopes: [] }
    for (const loginUrl of ['https://evil.com', org.url, 'https://login.salesforce.com.evil.com', ''])
      expect(() => strict.authorizeUrl({ ...request, loginUrl })).toThrow('not one of Salesforce’s')
    expect(strict.authorizeUrl({ ...request, loginUrl: 'https://login.salesforce.com' })).toMatch(
      /^https:\/\/login\.salesforce\.com\/services\/oauth2\/authorize\?/,
    )
  })
})

describe('a login that is allowed', () => {
  test('gives a grant that says who, where and what for', async () => {
    const { address, verifier } = begin({ nonce: 'n-2' })
    const back = await allowAccess(org, address)
    expect(back.get('state')).toBe('a state')
    const before = Date.now()
    const grant = await oauth.exchange({ loginUrl: org.url, app, code: back.get('code')!, verifier })
    expect(grant).toMatchObject({ instanceUrl: org.url, scopes: SCOPES })
    expect(grant.refreshToken).toMatch(/^5Aep861/)
    expect(grant.accessToken.startsWith(org.orgId.slice(0, 15))).toBe(true)
    expect(grant.issuedAt.getTime()).toBeGreaterThanOrEqual(before - 1000)
    expect(identityOf(grant.identityUrl)).toEqual({ orgId: org.orgId, userId: org.administrator })
    expect(grant.idToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })

  test('tells who the user is, in whatever length the ids come', async () => {
    const { accessToken } = await connect(org)
    const user = await oauth.userInfo({ instanceUrl: org.url, accessToken })
    const record = org.store.read('User', org.administrator)!
    expect(user).toEqual({
      orgId: org.orgId,
      userId: org.administrator,
      username: record['Username'],
      name: record['Name'],
      email: record['Email'],
    })
    expect(await oauth.userInfo({ loginUrl: org.url, accessToken })).toEqual(user)
    const short = { organization_id: org.orgId.slice(0, 15), user_id: org.administrator.slice(0, 15) }
    const server = await standIn((_, res) =>
      res.end(JSON.stringify({ ...short, preferred_username: 'a@b.c', name: 'A', email: 'a@b.c' })),
    )
    expect(await oauth.userInfo({ instanceUrl: server.url, accessToken: 'x' })).toMatchObject({
      orgId: org.orgId,
      userId: org.administrator,
    })
    await server.close()
  })

  test('is renewed with the token that comes next: another one each time where the app rotates them, else the same', async () => {
    const [rotating, steady] = [await connect(org, ROTATING), await connect(org, STEADY)]
    const next = await oauth.refresh({ loginUrl: org.url, app, refreshToken: rotating.refreshToken! })
    expect(next.refreshToken).not.toBe(rotating.refreshToken)
    expect(next.accessToken).not.toBe(rotating.accessToken)
    const request = { loginUrl: org.url, app: asOurs(STEADY), refreshToken: steady.refreshToken! }
    expect((await oauth.refresh(request)).refreshToken).toBe(steady.refreshToken)
  })

  test('is over once it is revoked, and revoking it again is no failure', async () => {
    const { refreshToken, accessToken } = await connect(org)
    await oauth.revoke({ loginUrl: org.url, token: refreshToken! })
    await oauth.revoke({ loginUrl: org.url, token: refreshToken! })
    const refresh = oauth.refresh({ loginUrl: org.url, app, refreshToken: refreshToken! })
    await expect(refresh).rejects.toMatchObject({ code: 'GRANT_EXPIRED', errorCode: 'invalid_grant' })
    const user = oauth.userInfo({ instanceUrl: org.url, accessToken })
    await expect(user).rejects.toMatchObject({ code: 'SESSION_EXPIRED', status: 403 })
  })

  test('is not taken for revoked when Salesforce did not say so', async () => {
    const { refreshToken } = await connect(org)
    for (const kind of ['html', 'unavailable'] as const) {
      org.faults.disarm()
      org.faults.arm({ kind, path: '/services/oauth2/revoke', times: null })
      const revoke = oauth.revoke({ loginUrl: org.url, token: refreshToken! })
      await expect(revoke).rejects.toMatchObject({ code: kind === 'html' ? 'NOT_JSON' : 'UNAVAILABLE' })
    }
  })
})

describe('a login that is not', () => {
  test('denied access comes back as such', async () => {
    const back = await allowAccess(org, begin({ prompt: 'consent' }).address, { decision: 'deny' })
    const refusal = callbackRefusal(back.get('error')!, back.get('error_description')!)
    expect(refusal).toMatchObject({ code: 'CONSENT_DENIED', errorCode: 'access_denied' })
    expect(refusal.said).toBe('end-user denied authorization')
  })

  test.each<[string, SalesforceErrorCode]>([
    ['access_denied', 'CONSENT_DENIED'],
    ['invalid_client_id', 'APP_REFUSED'],
    ['redirect_uri_mismatch', 'APP_REFUSED'],
    ['invalid_scope', 'APP_REFUSED'],
    ['invalid_request', 'APP_REFUSED'],
    ['unauthorized_client', 'APP_REFUSED'],
    ['OAUTH_APP_ACCESS_DENIED', 'APP_REFUSED'],
    ['OAUTH_APPROVAL_ERROR_GENERIC', 'APP_REFUSED'],
    ['server_error', 'UNAVAILABLE'],
    ['temporarily_unavailable', 'UNAVAILABLE'],
    ['something_new', 'REFUSED'],
    ['__proto__', 'REFUSED'],
    ['constructor', 'REFUSED'],
    ['<script>', 'REFUSED'],
  ])('error=%s is %s', (error, code) => {
    expect(callbackRefusal(error).code).toBe(code)
  })

  test('a code that is used up because the answer was lost is told apart from one that was never good', async () => {
    const exchange = async () => {
      const { address, verifier } = begin()
      return { code: await codeFor(address), verifier, loginUrl: org.url, app }
    }
    const path = '/services/oauth2/token'
    const lost = await exchange()
    org.faults.arm({ kind: 'cut', path, times: 1 })
    await expect(oauth.exchange(lost)).rejects.toMatchObject({
      ...{ code: 'ANSWER_LOST', errorCode: 'invalid_grant', retryable: false },
    })
    // Refused before anything was done with it, the same code is still good.
    const refused = await exchange()
    org.faults.arm({ kind: 'unavailable', path, times: 1 })
    expect((await oauth.exchange(refused)).instanceUrl).toBe(org.url)
    org.faults.arm({ kind: 'unavailable', path, times: 1 })
    await expect(oauth.exchange(refused)).rejects.toMatchObject({ code: 'CODE_REFUSED' })
  })

  test('a code counts once, with its own verifier, for the app and address it was given to', async () => {
    const exchange = (more: object) =>
      oauth.exchange({ loginUrl: org.url, app, code: '', verifier: '', ...more })
    const used = begin()
    const code = await codeFor(used.address)
    await exchange({ code, verifier: used.verifier })
    await expect(exchange({ code, verifier: used.verifier })).rejects.toMatchObject({
      code: 'CODE_REFUSED',
      errorCode: 'invalid_grant',
      said: 'expired authorization code',
    })
    await expect(exchange({ code: 'made up', verifier: 'x' })).rejects.toMatchObject({ code: 'CODE_REFUSED' })
    const other = begin()
    const stolen = { code: await codeFor(other.address), verifier: createPkce().verifier }
    await expect(exchange(stolen)).rejects.toMatchObject({
      code: 'CODE_REFUSED',
      said: 'invalid code verifier',
    })
    const elsewhere = begin()
    await expect(
      exchange({
        code: await codeFor(elsewhere.address),
        verifier: elsewhere.verifier,
        app: { ...app, redirectUri: 'http://127.0.0.1:8080/other' },
      }),
    ).rejects.toMatchObject({ code: 'APP_REFUSED', errorCode: 'redirect_uri_mismatch' })
  })

  test.each([
    [{ clientId: 'nobody' }, 'invalid_client_id'],
    [{ clientSecret: 'wrong' }, 'invalid_client'],
  ])(
    'an app that Salesforce does not know (%j) is told apart from a grant that has ended',
    async (wrong, errorCode) => {
      const { refreshToken } = await connect(org, STEADY)
      const request = { loginUrl: org.url, app: { ...asOurs(STEADY), ...wrong }, refreshToken: refreshToken! }
      await expect(oauth.refresh(request)).rejects.toMatchObject({
        code: 'APP_REFUSED',
        errorCode,
        retryable: false,
      })
    },
  )

  test('a user who was deactivated has granted nothing any more', async () => {
    const user = org.identity
      .credentials()
      .find(({ userId, isActive }) => isActive && userId !== org.administrator)!
    const grant = await connect(org, STEADY, { user: user.userId })
    const update = { op: 'update', object: 'User', id: user.userId, values: { IsActive: false } } as const
    org.store.write({ userId: org.administrator, origin: '' }, [update])
    const request = { loginUrl: org.url, app: asOurs(STEADY), refreshToken: grant.refreshToken! }
    await expect(oauth.refresh(request)).rejects.toMatchObject({
      code: 'GRANT_EXPIRED',
      errorCode: 'inactive_user',
    })
  })
})

describe('an answer that cannot be believed', () => {
  test.each([
    'https://evil.com',
    'http://169.254.169.254',
    'http://acme.my.salesforce.com',
    'https://acme.my.salesforce.com.evil.com',
    'https://acme.my.salesforce.com:8443',
    'https://user@acme.my.salesforce.com',
  ])('%s as the address of the org is refused', async (url) => {
    const { address, verifier } = begin()
    const code = await codeFor(address)
    org.faults.arm({ kind: 'instance-url', url })
    const exchange = oauth.exchange({ loginUrl: org.url, app, code, verifier })
    await expect(exchange).rejects.toMatchObject({ code: 'HOST_REFUSED', retryable: false })
    await expect(exchange).rejects.not.toThrow(url)
  })

  test('on this machine the address of the org is the one that was logged in at, and no other port is asked', async () => {
    const server = await standIn((_, res) => res.end('{}'))
    const { address, verifier } = begin()
    const code = await codeFor(address)
    org.faults.arm({ kind: 'instance-url', url: server.url })
    const exchange = oauth.exchange({ loginUrl: org.url, app, code, verifier })
    await expect(exchange).rejects.toMatchObject({ code: 'HOST_REFUSED', retryable: false })
    expect(server.requests).toEqual([])
    await server.close()
    const rules = { allowLocal: true }
    for (const loginUrl of ['https://login.salesforce.com', 'http://localhost:5050'])
      expect(() => demandInstanceOrigin('http://127.0.0.1:5050', { loginUrl, rules })).toThrow()
    const acme = 'https://acme.my.salesforce.com'
    expect(demandInstanceOrigin(acme, { loginUrl: 'http://127.0.0.1:5050', rules })).toBe(acme)
  })

  test('nothing is sent to a place that is not Salesforce’s', async () => {
    const strict = createOAuth({ http: quickHttp({ allowLocal: false }), clock: systemClock })
    const server = await standIn((_, res) => res.end('{}'))
    const refused = { code: 'HOST_REFUSED' }
    const [loginUrl, token] = [server.url, 'CANARY']
    await expect(strict.exchange({ loginUrl, app, code: token, verifier: token })).rejects.toMatchObject(
      refused,
    )
    await expect(strict.refresh({ loginUrl, app, refreshToken: token })).rejects.toMatchObject(refused)
    await expect(strict.revoke({ loginUrl, token })).rejects.toMatchObject(refused)
    await expect(strict.userInfo({ loginUrl, accessToken: token })).rejects.toMatchObject(refused)
    expect(server.requests).toEqual([])
    await server.close()
  })

  const good = {
    access_token: '00Dxx!token',
    instance_url: 'https://acme.my.salesforce.com',
    id: 'https://login.salesforce.com/id/00D5e000000TvO1EAK/0055e000000TvU1AAK',
    token_type: 'Bearer',
  }
  test.each<[string, unknown, SalesforceErrorCode]>([
    ['a list', [], 'NOT_JSON'],
    ['null', null, 'NOT_JSON'],
    ['an empty object', {}, 'NOT_JSON'],
    ['a token that is a number', { ...good, access_token: 7 }, 'NOT_JSON'],
    ['a token with a line break', { ...good, access_token: 'a\r\nX-Evil: 1' }, 'NOT_JSON'],
    ['a token as long as a book', { ...good, access_token: 'x'.repeat(20_000) }, 'NOT_JSON'],
    ['an object as refresh token', { ...good, refresh_token: { toString: 'x' } }, 'NOT_JSON'],
    ['another kind of token', { ...good, token_type: 'mac' }, 'NOT_JSON'],
    ['no org', { ...good, id: 'https://login.salesforce.com/id/' }, 'NOT_JSON'],
    ['an org that is a user', { ...good, id: good.id.replace('00D', '005') }, 'NOT_JSON'],
    ['a time that is none', { ...good, issued_at: 'yesterday' }, 'NOT_JSON'],
    ['a prototype', JSON.parse('{"__proto__": {"access_token": "x"}}') as unknown, 'NOT_JSON'],
  ])('%s in place of a token answer is refused', async (_, answer, code) => {
    const server = await standIn((_req, res) => res.end(JSON.stringify(answer)))
    const refresh = oauth.refresh({ loginUrl: server.url, app, refreshToken: 'x' })
    await expect(refresh).rejects.toMatchObject({ code })
    expect(server.requests).toHaveLength(1)
    expect(({} as { access_token?: string }).access_token).toBeUndefined()
    await server.close()
  })
})

test('a token that is refreshed while Salesforce rests is asked for again, and used once', async () => {
  const { refreshToken } = await connect(org, ROTATING)
  const http = quickHttp()
  org.faults.arm({ kind: 'unavailable', path: '/services/oauth2/token', times: 2 })
  const patient = createOAuth({ http, clock: systemClock })
  const next = await patient.refresh({ loginUrl: org.url, app, refreshToken: refreshToken! })
  expect(http.waits).toHaveLength(2)
  await oauth.refresh({ loginUrl: org.url, app, refreshToken: next.refreshToken! })
})
