import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import jwt, { type Algorithm } from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { App } from '../../../local-org/identity/index.ts'
import {
  client,
  connect,
  dataApi,
  MINUTE,
  PLAIN,
  PUBLIC,
  startOrg,
  TEAM_VIEW,
  token,
  type TestOrg,
} from './support.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const SERVER: App = {
  ...PLAIN,
  clientId: 'server.app',
  jwtPublicKey: pem,
  preauthorized: true,
  scopes: ['api', 'refresh_token', 'id'],
}
const ASKING: App = { ...SERVER, clientId: 'asking.app', preauthorized: false }

let org: TestOrg
beforeAll(async () => {
  org = await startOrg({ apps: [SERVER, ASKING, PLAIN, PUBLIC, TEAM_VIEW] })
})
afterAll(() => org.close())

describe('JWT bearer', () => {
  interface Assertion {
    claims?: Record<string, unknown>
    key?: KeyObject
    algorithm?: Algorithm
  }
  const assertion = ({ claims = {}, key = pair.privateKey, algorithm = 'RS256' }: Assertion = {}) =>
    jwt.sign(
      withoutBlanks({
        iss: SERVER.clientId,
        sub: org.user.username,
        aud: 'https://login.salesforce.com',
        exp: org.clock.time / 1000 + 180,
        ...claims,
      }),
      key,
      { algorithm, noTimestamp: true },
    )
  const bring = (text: string) =>
    token(org, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text })
  const refused = (error_description: string, error = 'invalid_grant') => ({ error, error_description })

  test('a preauthorized app gets an access token, and never a refresh token', async () => {
    const { status, json } = await bring(assertion())
    expect(status).toBe(200)
    expect(json).toMatchObject({ scope: 'api id', token_type: 'Bearer', instance_url: org.url })
    expect(json.refresh_token).toBeUndefined()
    expect(org.identity.authenticate(`Bearer ${json.access_token}`).userId).toBe(org.user.userId)
  })

  test('the audience is a login host or this org', async () => {
    for (const aud of ['https://test.salesforce.com', 'https://login.salesforce.com/', org.url]) {
      expect((await bring(assertion({ claims: { aud } }))).status, aud).toBe(200)
    }
    for (const aud of ['https://login.example.com', '', ['x', 'y'], 5]) {
      expect((await bring(assertion({ claims: { aud } }))).json).toEqual(refused('audience is invalid'))
    }
  })

  test('an expiry in milliseconds, as the Salesforce CLI sends it, is let in', async () => {
    expect((await bring(assertion({ claims: { exp: org.clock.time + 300 } }))).status).toBe(200)
  })

  test('an expired assertion is refused by the org’s clock', async () => {
    const text = assertion()
    org.clock.time += 3 * MINUTE - 1
    expect((await bring(text)).status).toBe(200)
    org.clock.time += 1
    expect((await bring(text)).json).toEqual(refused('expired authorization code'))
    expect((await bring(assertion({ claims: { exp: undefined } }))).json).toEqual(
      refused('expired authorization code'),
    )
  })

  test('what is not signed with the app’s key by RS256 is no assertion', async () => {
    const forged = assertion()
    for (const text of [
      assertion({ key: stranger.privateKey }),
      assertion({ algorithm: 'RS512' }),
      jwt.sign({ iss: SERVER.clientId, sub: org.user.username }, createSecretFrom(pem), {
        algorithm: 'HS256',
      }),
      `${forged.split('.').slice(0, 2).join('.')}.`,
      jwt.sign({ iss: SERVER.clientId }, '', { algorithm: 'none' }),
      'garbage',
      '',
    ]) {
      expect((await bring(text)).json).toEqual(refused('invalid assertion'))
    }
  })

  test('an app without a certificate cannot use the flow', async () => {
    expect((await bring(assertion({ claims: { iss: PLAIN.clientId } }))).json).toEqual(
      refused('invalid assertion'),
    )
  })

  test('an unknown issuer is an unknown client', async () => {
    expect((await bring(assertion({ claims: { iss: 'nobody' } }))).json).toEqual(
      refused('client identifier invalid', 'invalid_client_id'),
    )
  })

  test('an unknown user has approved nothing', async () => {
    for (const sub of ['nobody@example.com', '', undefined]) {
      expect((await bring(assertion({ claims: { sub } }))).json).toEqual(
        refused("user hasn't approved this consumer"),
      )
    }
  })

  test('without preauthorization the user must have allowed offline access before', async () => {
    const asks = () => bring(assertion({ claims: { iss: ASKING.clientId } }))
    const notYet = refused("user hasn't approved this consumer")
    expect((await asks()).json).toEqual(notYet)
    await connect(org, ASKING, { params: { scope: 'api' } })
    expect((await asks()).json).toEqual(notYet)
    await connect(org, ASKING, { params: { scope: 'refresh_token' } })
    expect((await asks()).json['scope']).toBe('api')
  })

  test('an inactive user is refused', async () => {
    const { inactive } = org
    if (!inactive) throw new Error('the business has no inactive user')
    expect((await bring(assertion({ claims: { sub: inactive.username } }))).json).toEqual(
      refused('user is inactive', 'inactive_user'),
    )
  })
})

function withoutBlanks(claims: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
}

/** The public key's text as if it were a shared secret: the classic mix-up. */
function createSecretFrom(text: string): Buffer {
  expect(() => createPrivateKey(text)).toThrow()
  return Buffer.from(text)
}

describe('client credentials', () => {
  const credentials = (app: App, more: Record<string, string> = {}) =>
    token(org, { grant_type: 'client_credentials', ...client(app), ...more })

  test('run as the user the app is set up for', async () => {
    const app = { ...PLAIN, clientId: 'robot.app', clientCredentialsUser: org.other.username.toUpperCase() }
    org.identity.registerApp(app)
    const { json } = await credentials(app)
    expect(json['scope']).toBe('api openid id web')
    expect(json.refresh_token).toBeUndefined()
    expect(json.id).toContain(org.other.userId)
    expect(org.identity.authenticate(`Bearer ${json.access_token}`).userId).toBe(org.other.userId)
  })

  test('are refused without such a user, or an active one', async () => {
    const refusal = { error: 'invalid_grant', error_description: 'no client credentials user enabled' }
    expect((await credentials(PLAIN)).json).toEqual(refusal)
    const app = { ...PLAIN, clientId: 'gone.app', clientCredentialsUser: org.inactive!.username }
    org.identity.registerApp(app)
    expect((await credentials(app)).json).toEqual(refusal)
  })

  test('need scopes that mean something for them', async () => {
    const app = {
      ...PLAIN,
      clientId: 'scopeless.app',
      clientCredentialsUser: org.user.username,
      scopes: ['full', 'refresh_token'],
    }
    org.identity.registerApp(app)
    expect((await credentials(app)).json).toEqual({
      error: 'invalid_grant',
      error_description: 'no valid scopes defined',
    })
  })

  test('are for clients with a secret, whatever their other settings', async () => {
    const app = {
      ...PLAIN,
      clientId: 'lax.app',
      clientCredentialsUser: org.user.username,
      requireSecret: false,
    }
    org.identity.registerApp(app)
    const refusal = { error: 'invalid_client', error_description: 'invalid client credentials' }
    expect((await credentials(app, { client_secret: '' })).json).toEqual(refusal)
    expect((await credentials(PUBLIC)).json).toEqual(refusal)
  })
})

describe('user name and password', () => {
  const login = (username: string, password: string) =>
    token(org, { grant_type: 'password', username, password, ...client(PLAIN) })
  const refusal = { error: 'invalid_grant', error_description: 'authentication failure' }

  test('give an access token that says nothing of scopes', async () => {
    const { json } = await login(org.user.username, org.user.password)
    expect(Object.keys(json).sort()).toEqual([
      'access_token',
      'id',
      'instance_url',
      'issued_at',
      'signature',
      'token_type',
    ])
    expect(dataApi(org, json.access_token)).toBe('let in')
  })

  test('that do not fit are refused in the same words as an inactive user', async () => {
    for (const [username, password] of [
      [org.user.username, 'wrong'],
      [org.user.username, ''],
      ['nobody@example.com', org.user.password],
      [org.other.username, org.user.password],
      [org.inactive!.username, org.inactive!.password],
    ] as const) {
      const { status, json } = await login(username, password)
      expect(status).toBe(400)
      expect(json).toEqual(refusal)
    }
  })
})
