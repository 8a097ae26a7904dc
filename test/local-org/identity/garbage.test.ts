import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allow,
  CALLBACK,
  client,
  connect,
  dataApi,
  get,
  PLAIN,
  pkce,
  post,
  startOrg,
  token,
  type TestOrg,
} from './support.ts'

let org: TestOrg
let real: { readonly access_token: string; readonly refresh_token: string }
beforeAll(async () => {
  org = await startOrg()
  real = (await connect(org, PLAIN)).json
})
afterAll(() => org.close())

/** Any text, and a good token that somebody has changed a little. */
const spoilt = (good: () => string) =>
  fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.tuple(fc.nat(), fc.string({ minLength: 1, maxLength: 2 })).map(([at, text]) => {
      const index = at % (good().length + 1)
      return good().slice(0, index) + text + good().slice(index)
    }),
    fc
      .tuple(fc.nat(), fc.nat())
      .map(([at, length]) => good().slice(at % 8, 8 + (length % (good().length - 8)))),
    fc
      .constantFrom('upper', 'lower')
      .map((how) => (how === 'upper' ? good().toUpperCase() : good().toLowerCase())),
  )
/** Spaces around a header's token are no part of it. */
const differs = (good: () => string) => (text: string) => text.trim() !== good() && !text.includes(good())

test('no text but the token itself is ever a session', () => {
  const good = () => real.access_token
  fc.assert(
    fc.property(spoilt(good).filter(differs(good)), (text) => {
      expect(dataApi(org, text)).not.toBe('let in')
      expect(() => org.identity.authenticate(text)).toThrow()
    }),
    { numRuns: 2_000 },
  )
  expect(dataApi(org, good())).toBe('let in')
})

test('no text but the refresh token itself is ever refreshed or revoked', async () => {
  const good = () => real.refresh_token
  await fc.assert(
    fc.asyncProperty(spoilt(good), async (text) => {
      fc.pre(text !== good())
      const refreshed = await token(org, {
        grant_type: 'refresh_token',
        refresh_token: text,
        ...client(PLAIN),
      })
      expect(refreshed.json['error_description']).toBe('expired access/refresh token')
      expect((await post(org, '/services/oauth2/revoke', { token: text })).status).toBe(400)
    }),
    { numRuns: 150 },
  )
  const answer = await token(org, { grant_type: 'refresh_token', refresh_token: good(), ...client(PLAIN) })
  expect(answer.status).toBe(200)
})

test('no text but the code itself is ever exchanged', async () => {
  const code = (await allow(org, PLAIN)).get('code')!
  const exchange = (text: string) =>
    token(org, { grant_type: 'authorization_code', code: text, redirect_uri: CALLBACK, ...client(PLAIN) })
  await fc.assert(
    fc.asyncProperty(
      spoilt(() => code),
      async (text) => {
        fc.pre(text !== code)
        expect((await exchange(text)).json).toEqual({
          error: 'invalid_grant',
          error_description: 'invalid authorization code',
        })
      },
    ),
    { numRuns: 150 },
  )
  expect((await exchange(code)).status).toBe(200)
})

test('no verifier but the one behind the challenge is ever believed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9._~-]{43,128}$/)),
      async (code_verifier) => {
        const { challenge } = pkce()
        fc.pre(createHash('sha256').update(code_verifier).digest('base64url') !== challenge)
        const code = (await allow(org, PLAIN, { params: { code_challenge: challenge } })).get('code')!
        const { json } = await token(org, {
          grant_type: 'authorization_code',
          code,
          code_verifier,
          redirect_uri: CALLBACK,
          ...client(PLAIN),
        })
        expect(json).toEqual({ error: 'invalid_grant', error_description: 'invalid code verifier' })
      },
    ),
    { numRuns: 60 },
  )
})

test('no secret, user name or password but the right one is ever taken', async () => {
  const { username, password } = org.user
  const grant = { grant_type: 'client_credentials', client_id: PLAIN.clientId }
  const secret = PLAIN.clientSecret!
  await fc.assert(
    fc.asyncProperty(
      spoilt(() => secret),
      async (text) => {
        fc.pre(text !== secret)
        expect((await token(org, { ...grant, client_secret: text })).json['error']).toBe('invalid_client')
      },
    ),
    { numRuns: 100 },
  )
  fc.assert(
    fc.property(
      spoilt(() => password),
      (text) => {
        fc.pre(text !== password)
        expect(org.identity.login(username, text)).toHaveProperty('failure')
      },
    ),
  )
  expect(org.identity.login(username, password)).toEqual({ failure: 'locked' })
})

test('whatever an address asks for, the answer is a page or a redirect to a registered address, and never a failure', async () => {
  const names = [
    'client_id',
    'redirect_uri',
    'response_type',
    'scope',
    'state',
    'prompt',
    'code_challenge',
    'login_hint',
  ]
  const values = fc.oneof(
    fc.string(),
    fc.constantFrom(
      PLAIN.clientId,
      CALLBACK,
      'code',
      'api',
      'login',
      '__proto__',
      'constructor',
      '\r\nset-cookie: a=b',
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), values), async (asked) => {
      const { status, headers } = await get(
        org,
        `/services/oauth2/authorize?${new URLSearchParams(asked).toString()}`,
      )
      expect([200, 302, 400]).toContain(status)
      if (status === 302) expect(headers.get('location')!.startsWith(CALLBACK)).toBe(true)
    }),
    { numRuns: 200 },
  )
})
