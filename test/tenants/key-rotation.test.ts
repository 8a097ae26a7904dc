import { describe, expect, test } from 'vitest'
import { endOrgKey, trustOrg } from '../../server/tenants/index.ts'
import { ACCOUNTS, KEY_ID, LANES, NOW, ORG_ID, type Lane, type TestServer } from '../support/server.ts'
import { serverEachTest } from '../support/server-each-test.ts'
import { AUDIENCE, USERS } from '../support/server.ts'
import { forge, goodClaims, newKeyPair, rs256 } from '../support/tokens.ts'

const PATH = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`
const HOUR = 3_600_000
const later = (ms: number): Date => new Date(NOW.getTime() + ms)
const next = newKeyPair()

let server: TestServer
serverEachTest((made) => void (server = made))

const trustNext = (validFrom: Date, validUntil: Date | null = null) =>
  trustOrg(server.db, {
    tenantId: server.tenant.id,
    orgId: ORG_ID,
    keyId: 'Team_View_2027',
    pem: next.pem,
    validFrom,
    validUntil,
  })

const signedByNext = (header: Record<string, unknown> = {}): string =>
  forge({
    header: { alg: 'RS256', ...header },
    payload: goodClaims({
      orgId: ORG_ID,
      userId: USERS.full.id,
      audience: AUDIENCE,
      now: server.clock.now(),
    }),
    sign: rs256(next.privateKey),
  })

const status = async (token: string, lane: Lane = 'fast'): Promise<number> =>
  (await server.get(PATH, { token, lane })).status

describe.each(LANES)('on the %s lane', (lane) => {
  test('a key opens from its first millisecond and not before', async () => {
    await trustNext(later(HOUR))
    server.clock.set(later(HOUR - 1))
    expect(await status(signedByNext(), lane)).toBe(401)
    server.clock.set(later(HOUR))
    expect(await status(signedByNext(), lane)).toBe(200)
  })

  test('a key opens until the millisecond it ends, for new and remembered tokens alike', async () => {
    await endOrgKey(server.db, ORG_ID, { keyId: KEY_ID, at: later(1000) })
    const known = server.sign()
    expect(await status(known, lane)).toBe(200)
    server.clock.set(later(999))
    expect(await status(known, lane)).toBe(200)
    expect(await status(server.sign(), lane)).toBe(200)
    server.clock.set(later(1000))
    expect(await status(known, lane)).toBe(401)
    expect(await status(server.sign(), lane)).toBe(401)
  })

  test('during the overlap both keys open, each under its own name or none', async () => {
    await trustNext(NOW)
    expect(await status(server.sign(), lane)).toBe(200)
    expect(await status(server.sign({}, { kid: KEY_ID }), lane)).toBe(200)
    expect(await status(signedByNext(), lane)).toBe(200)
    expect(await status(signedByNext({ kid: 'Team_View_2027' }), lane)).toBe(200)
    expect(await status(signedByNext({ kid: KEY_ID }), lane)).toBe(401)
    expect(await status(server.sign({}, { kid: 'Team_View_2027' }), lane)).toBe(401)
  })

  test('a key taken away shuts the door within a second, whatever was remembered', async () => {
    const known = server.sign()
    expect(await status(known, lane)).toBe(200)
    await endOrgKey(server.db, ORG_ID, { keyId: KEY_ID, at: server.clock.now() })
    server.clock.advance(1000)
    expect(await status(known, lane)).toBe(401)
    expect(await status(server.sign(), lane)).toBe(401)
  })

  test('a key ended before its first day never opens', async () => {
    await trustNext(later(HOUR))
    await endOrgKey(server.db, ORG_ID, { keyId: 'Team_View_2027', at: later(1000) })
    for (const at of [0, 1000, HOUR, 2 * HOUR]) {
      server.clock.set(later(at))
      expect(await status(signedByNext(), lane)).toBe(401)
    }
  })

  test('a key replaced under the same name no longer vouches for what the old one signed', async () => {
    const known = server.sign()
    expect(await status(known, lane)).toBe(200)
    await trustOrg(server.db, {
      tenantId: server.tenant.id,
      orgId: ORG_ID,
      keyId: KEY_ID,
      pem: next.pem,
      validFrom: NOW,
    })
    server.clock.advance(1000)
    expect(await status(known, lane)).toBe(401)
    expect(await status(signedByNext({ kid: KEY_ID }), lane)).toBe(200)
  })

  test('an org that is trusted no longer is refused, whatever was remembered', async () => {
    const known = server.sign()
    expect(await status(known, lane)).toBe(200)
    await server.db.query('delete from control.trusted_org where org_id = $1', [ORG_ID])
    server.clock.advance(1000)
    expect(await status(known, lane)).toBe(401)
  })
})
