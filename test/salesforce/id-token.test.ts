import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/lib/clock.ts'
import { createOAuth, type OAuth } from '../../server/salesforce/index.ts'
import { testClock, type TestClock } from '../support/clock.ts'
import type { RunningOrg } from '../support/local-org.ts'
import {
  asOurs,
  connect,
  quickHttp,
  ROTATING,
  standIn,
  startConnectableOrg,
  type StandIn,
} from '../support/salesforce.ts'
import { ORG_ID, OTHER_ORG_ID, salesforceId } from '../support/server.ts'
import {
  es256,
  forge,
  hs256,
  newKeyPair,
  ps256,
  rs256,
  rs512,
  unsigned,
  type KeyPair,
  type Sign,
} from '../support/tokens.ts'

const app = asOurs(ROTATING)
const NONCE = 'the nonce of this login'

describe('the id token of a real login', () => {
  let org: RunningOrg
  beforeAll(async () => {
    org = await startConnectableOrg()
  })
  afterAll(() => org.close())

  test('says who logged in, and counts for this login, this app and this org only', async () => {
    const oauth = createOAuth({ http: quickHttp(), clock: systemClock })
    const { idToken } = await connect(org, ROTATING, { nonce: NONCE })
    const request = { loginUrl: org.url, app, idToken: idToken!, nonce: NONCE, orgId: org.orgId }
    const found = await oauth.verifyIdToken(request)
    expect([found.orgId, found.userId]).toEqual([org.orgId, org.administrator])
    const refused = { code: 'REFUSED' }
    await expect(oauth.verifyIdToken({ ...request, nonce: 'another' })).rejects.toMatchObject(refused)
    await expect(oauth.verifyIdToken({ ...request, app: { clientId: 'other' } })).rejects.toMatchObject(
      refused,
    )
    await expect(oauth.verifyIdToken({ ...request, orgId: ORG_ID })).rejects.toMatchObject({
      code: 'WRONG_ORG',
    })
  })
})

describe('an id token', () => {
  const keys: Record<string, KeyPair> = { one: newKeyPair(), two: newKeyPair(), weak: newKeyPair(1024) }
  const one = keys['one']!
  const USER = salesforceId('User', 1)
  let published: Record<string, unknown>[]
  let clock: TestClock
  let oauth: OAuth
  let login: StandIn
  beforeEach(async () => {
    clock = testClock('2026-11-20T09:30:00Z')
    oauth = createOAuth({ http: quickHttp(), clock })
    published = [jwk('one')]
    login = await standIn((req, res) => {
      if (req.url !== '/id/keys') res.writeHead(404)
      res.end(JSON.stringify({ keys: published }))
    })
  })
  afterEach(() => login.close())

  const jwk = (kid: string, more: object = {}) => {
    const { n, e } = keys[kid]!.publicKey.export({ format: 'jwk' })
    return { kid, kty: 'RSA', alg: 'RS256', use: 'sig', n, e, ...more }
  }
  const claims = (more: object = {}) => {
    const iat = Math.floor(clock.now().getTime() / 1000)
    const sub = `https://login.salesforce.com/id/${ORG_ID}/${USER}`
    return { iss: login.url, sub, aud: app.clientId, nonce: NONCE, iat, exp: iat + 120, ...more }
  }
  const token = ({ header = {}, payload = {}, by = rs256(one.privateKey) }: Forgery = {}) =>
    forge({ header: { alg: 'RS256', kid: 'one', typ: 'JWT', ...header }, payload: claims(payload), sign: by })
  interface Forgery {
    header?: object
    payload?: object
    by?: Sign
  }
  const verify = (idToken: string) =>
    oauth.verifyIdToken({ loginUrl: login.url, app, idToken, nonce: NONCE, orgId: ORG_ID })
  const asked = () => login.requests.filter(({ path }) => path === '/id/keys').length

  test('that is right is taken', async () => {
    expect(await verify(token())).toEqual({ orgId: ORG_ID, userId: USER, issuedAt: clock.now() })
    const short = `https://login.salesforce.com/id/${ORG_ID.slice(0, 15)}/${USER.slice(0, 15)}`
    expect(await verify(token({ payload: { sub: short } }))).toMatchObject({ orgId: ORG_ID, userId: USER })
  })

  const now = Date.parse('2026-11-20T09:30:00Z') / 1000
  test.each<[string, Forgery]>([
    ['without a signature', { header: { alg: 'none' }, by: unsigned }],
    ['with an empty signature', { by: unsigned }],
    ['signed with the public key as a secret', { header: { alg: 'HS256' }, by: hs256(one.pem) }],
    ['that says RS256 over such a signature', { by: hs256(one.pem) }],
    ['of another algorithm of the family', { header: { alg: 'RS512' }, by: rs512(one.privateKey) }],
    ['with another padding', { header: { alg: 'PS256' }, by: ps256(one.privateKey) }],
    ['signed with another key', { by: rs256(keys['two']!.privateKey) }],
    ['without a key id', { header: { kid: undefined } }],
    ['whose key id is a list', { header: { kid: ['one'] } }],
    ['of an unknown key', { header: { kid: 'two' }, by: rs256(keys['two']!.privateKey) }],
    ['with a key of its own', { header: { kid: 'x', jwk: { kty: 'RSA' }, jku: 'https://evil.com/keys' } }],
    ['of another issuer', { payload: { iss: 'https://login.salesforce.com' } }],
    ['without an issuer', { payload: { iss: undefined } }],
    ['for another app', { payload: { aud: 'another.app' } }],
    ['for several apps', { payload: { aud: [app.clientId, 'another.app'] } }],
    ['for nobody', { payload: { aud: undefined } }],
    ['of another login', { payload: { nonce: 'another' } }],
    ['without a nonce', { payload: { nonce: undefined } }],
    ['that has ended', { payload: { iat: now - 300, exp: now - 31 } }],
    ['without an end', { payload: { exp: undefined } }],
    ['whose end is text', { payload: { exp: String(now + 60) } }],
    ['that lasts a year', { payload: { exp: now + 31_536_000 } }],
    ['from the future', { payload: { iat: now + 3_600, exp: now + 3_700 } }],
  ])('%s is refused', async (_, forgery) => {
    await expect(verify(token(forgery))).rejects.toMatchObject({ code: 'REFUSED', retryable: false })
    expect(asked()).toBeLessThanOrEqual(1)
  })

  test.each(['', 'a.b', 'a.b.c', 'a.b.c.d', '..', 'x'.repeat(100_000), '{"payload":""}'])(
    '%j is none',
    async (idToken) => {
      await expect(verify(idToken)).rejects.toMatchObject({ code: 'REFUSED' })
      expect(asked()).toBe(0)
    },
  )

  test('with two of the same claim, or a prototype in it, is refused', async () => {
    for (const text of [`"nonce":"x","nonce":"${NONCE}"`, '"__proto__":{"a":1}']) {
      const payload = JSON.stringify(claims()).replace(/}$/, `,${text}}`)
      const twice = forge({ header: { alg: 'RS256', kid: 'one' }, payload, sign: rs256(one.privateKey) })
      await expect(verify(twice)).rejects.toMatchObject({ code: 'REFUSED' })
    }
  })

  test('of another org is refused as such, and one that names no org at all', async () => {
    const sub = `https://login.salesforce.com/id/${OTHER_ORG_ID}/${USER}`
    await expect(verify(token({ payload: { sub } }))).rejects.toMatchObject({ code: 'WRONG_ORG' })
    await expect(verify(token({ payload: { sub: 'admin' } }))).rejects.toMatchObject({ code: 'NOT_JSON' })
  })

  test('is not verified against nothing', async () => {
    const request = { loginUrl: login.url, app, idToken: token(), nonce: NONCE, orgId: ORG_ID }
    await expect(oauth.verifyIdToken({ ...request, nonce: '' })).rejects.toThrow('nonce')
    await expect(oauth.verifyIdToken({ ...request, app: { clientId: '' } })).rejects.toThrow('client id')
    const elsewhere = oauth.verifyIdToken({ ...request, loginUrl: 'https://evil.com' })
    await expect(elsewhere).rejects.toMatchObject({ code: 'HOST_REFUSED' })
  })

  test('no refusal quotes it, nor what was expected', async () => {
    for (const payload of [{ aud: 'x' }, { nonce: 'x' }, { iss: 'x' }, { exp: 1, iat: 1 }]) {
      const idToken = token({ payload })
      const error = await verify(idToken).catch((thrown: unknown) => thrown as Error)
      expect(`${(error as Error).message}${(error as Error).stack}`).not.toContain(idToken.split('.')[2])
      expect((error as Error).message).not.toContain(NONCE)
    }
  })

  describe('and the keys that are published', () => {
    test('are asked for once for many tokens, also when they come together', async () => {
      await Promise.all(Array.from({ length: 10 }, () => verify(token())))
      await verify(token())
      expect(asked()).toBe(1)
    })

    test('may change: a new key is fetched when it first signs, and the old one counts as long as it is published', async () => {
      await verify(token())
      published = [jwk('one'), jwk('two')]
      clock.advance(61_000)
      const second = () => token({ header: { kid: 'two' }, by: rs256(keys['two']!.privateKey) })
      await verify(second())
      await verify(token())
      expect(asked()).toBe(2)
      published = [jwk('two')]
      clock.advance(24 * 60 * 60 * 1000)
      await expect(verify(token())).rejects.toMatchObject({ code: 'REFUSED' })
      await verify(second())
      expect(asked()).toBe(3)
    })

    test('are not asked for again and again for keys that are made up', async () => {
      await verify(token())
      for (let turn = 0; turn < 20; turn++) {
        const kid = randomBytes(8).toString('hex')
        await expect(verify(token({ header: { kid } }))).rejects.toMatchObject({ code: 'REFUSED' })
      }
      expect(asked()).toBe(1)
      clock.advance(61_000)
      await expect(verify(token({ header: { kid: 'x' } }))).rejects.toMatchObject({ code: 'REFUSED' })
      expect(asked()).toBe(2)
    })

    test('that fail to come are not remembered as none', async () => {
      const [good] = [published]
      published = 'junk' as never
      await expect(verify(token())).rejects.toMatchObject({ code: 'NOT_JSON' })
      published = good
      await verify(token())
    })

    test.each<[string, () => object]>([
      ['too short', () => ({ ...jwk('weak'), kid: 'one' })],
      ['for something else', () => jwk('one', { use: 'enc' })],
      ['of another algorithm', () => jwk('one', { alg: 'RS512' })],
      ['a secret', () => ({ kid: 'one', kty: 'oct', k: 'c2VjcmV0' })],
      ['of a curve', () => ({ kid: 'one', kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' })],
      ['no key', () => ({ kid: 'one', kty: 'RSA', n: '!', e: 'AQAB' })],
    ])('and are %s do not count, and do not harm the others', async (_, key) => {
      published = [key() as Record<string, unknown>, jwk('two')]
      const weak = keys['weak']!.privateKey
      await expect(verify(token({ by: rs256(weak) }))).rejects.toMatchObject({ code: 'REFUSED' })
      await expect(verify(token({ by: es256(newKeyPair().privateKey) }))).rejects.toMatchObject({
        code: 'REFUSED',
      })
      await verify(token({ header: { kid: 'two' }, by: rs256(keys['two']!.privateKey) }))
    })
  })
})
