import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { provisionTenant } from '../../server/objects/index.ts'
import type { Database } from '../../server/store/index.ts'
import { headLines, rawRequest } from '../support/raw-http.ts'
import {
  ACCOUNTS,
  AUDIENCE,
  LANES,
  OTHER_ORG_ID,
  ORG_ID,
  KEY_ID,
  NOW,
  USERS,
  startTestServer,
  trust,
  type Lane,
  type TestServer,
} from '../support/server.ts'
import { newKeyPair } from '../support/tokens.ts'
import { ATTACKS, type Arsenal } from './attacks.ts'

const PATH = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`

let server: TestServer
let arsenal: Arsenal
let keyServer: Server
let fetches = 0
const params: unknown[] = []

beforeAll(async () => {
  server = await startTestServer({ wrap: listening })
  keyServer = createServer((_request, response) => {
    fetches++
    response.end()
  })
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve))
  const otherOrg = newKeyPair()
  const otherTenant = await provisionTenant(server.db, { name: 'Another customer' })
  await trust(server.db, { tenant: otherTenant, orgId: OTHER_ORG_ID, keys: otherOrg })
  const keyUrl = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`
  arsenal = { org: server.keys, otherOrg, attacker: newKeyPair(), keyUrl, now: NOW }
})
afterAll(async () => {
  keyServer.close()
  await server.close()
})

function listening(db: Database): Database {
  return {
    ...db,
    query(sql, given) {
      params.push(...(given ?? []))
      return db.query(sql, given)
    },
  }
}

/** Everything of a refusal but what differs from request to request. */
async function refusalOf(ask: Promise<{ status: number; headers: Record<string, string>; text: string }>) {
  const { status, headers, text } = await ask
  const { 'x-request-id': id = '', date: _date, ...rest } = headers
  expect(id).not.toBe('')
  return { status, headers: rest, text: text.replaceAll(id, 'THE-ID') }
}

const logOf = (id: string): Record<string, unknown>[] =>
  server.logLines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['requestId'] === id)

describe.each(LANES)('on the %s lane', (lane) => {
  test.each([...ATTACKS])('a token is refused like no token at all: %s', async (_name, make) => {
    const token = make(arsenal)
    const id = randomUUID()
    const [refused, nothing] = await Promise.all([
      refusalOf(server.get(PATH, { lane, token, headers: { 'X-Request-Id': id } })),
      refusalOf(server.get(PATH, { lane: lane === 'fast' ? 'express' : 'fast' })),
    ])
    expect(refused).toEqual(nothing)
    expect(refused.status).toBe(401)
    expect(logOf(id)).toMatchObject([{ status: 401, refused: expect.stringMatching(/\w/) as string }])
    for (const secret of token.split(/[., ]/).filter((text) => text.length > 12))
      expect(server.logLines.join('')).not.toContain(secret)
  })

  test.each([
    ['in the query', (token: string) => ({ path: `${PATH}&access_token=${token}`, lines: [] })],
    [
      'in the query as Authorization',
      (token: string) => ({ path: `${PATH}&Authorization=Bearer%20${token}`, lines: [] }),
    ],
    [
      'in a cookie',
      (token: string) => ({ path: PATH, lines: [`Cookie: token=${token}; Authorization=${token}`] }),
    ],
    [
      'in Proxy-Authorization',
      (token: string) => ({ path: PATH, lines: [`Proxy-Authorization: Bearer ${token}`] }),
    ],
    ['in X-Authorization', (token: string) => ({ path: PATH, lines: [`X-Authorization: Bearer ${token}`] })],
    ['without its scheme', (token: string) => ({ path: PATH, lines: [`Authorization: ${token}`] })],
    ['as Basic', (token: string) => ({ path: PATH, lines: [`Authorization: Basic ${token}`] })],
    [
      'in two headers',
      (token: string) => ({
        path: PATH,
        lines: [`Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`],
      }),
    ],
    [
      'in the second of two headers',
      (token: string) => ({
        path: PATH,
        lines: ['Authorization: Bearer x.y.z', `authorization: Bearer ${token}`],
      }),
    ],
    [
      'in the first of two headers',
      (token: string) => ({
        path: PATH,
        lines: [`AUTHORIZATION: Bearer ${token}`, 'Authorization: Bearer x.y.z'],
      }),
    ],
    [
      'folded over two lines',
      (token: string) => ({ path: PATH, lines: ['Authorization: Bearer', ` ${token}`] }),
    ],
    [
      'in the body',
      (token: string) => ({
        path: PATH,
        lines: ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${token.length + 13}`],
        body: `access_token=${token}`,
      }),
    ],
  ])('a good token opens nothing %s, and is not logged', async (_where, place) => {
    const token = server.sign()
    const { path, lines, body = '' } = { body: undefined, ...place(token) }
    const reply = await rawRequest(server.urls[lane], headLines(path, lines) + body)
    expect(reply.status).toBeOneOf([400, 401])
    expect(reply.body).toMatch(/"code":"(UNAUTHENTICATED|MALFORMED_REQUEST)"/)
    expect(server.logLines.join('')).not.toContain(token.split('.')[2])
  })

  test('a token as Apex makes it opens the door', async () => {
    expect((await server.get(PATH, { lane, token: server.sign() })).status).toBe(200)
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['typ JWT', {}, { typ: 'JWT' }],
    ['the kid of a trusted key', {}, { kid: KEY_ID }],
    ['nbf', { nbf: NOW.getTime() / 1000 }, {}],
    ['the shortest jti', { jti: '12345678' }, {}],
    ['ids in their 15-character form', { iss: ORG_ID.slice(0, 15), sub: USERS.full.id.slice(0, 15) }, {}],
    ['a life of exactly ten minutes', { exp: NOW.getTime() / 1000 + 600 }, {}],
  ])('a token may have %s', async (_what, claims, header) => {
    expect((await server.get(PATH, { lane, token: server.sign(claims, header) })).status).toBe(200)
  })

  test('a good token works again and again until it expires', async () => {
    const token = server.sign()
    for (let i = 0; i < 3; i++) expect((await server.get(PATH, { lane, token })).status).toBe(200)
  })
})

test('no attack made the server fetch a key, ask the database about a kid, or change a prototype', () => {
  expect(fetches).toBe(0)
  expect(
    params.filter(
      (value) => typeof value === 'string' && /dev.null|drop table|union|Another_Key|key\.pem/.test(value),
    ),
  ).toEqual([])
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
})

describe('the times of a token, with 30 seconds of tolerance', () => {
  const start = NOW.getTime() / 1000
  const at = async (second: number, token: string, lane: Lane = 'fast'): Promise<number> => {
    server.clock.set(second * 1000)
    return (await server.get(PATH, { lane, token })).status
  }

  test.each(LANES)('it opens until 29 seconds after exp and no longer (%s)', async (lane) => {
    const token = () => server.sign({ iat: start, exp: start + 300 })
    expect(await at(start + 329, token(), lane)).toBe(200)
    expect(await at(start + 330, token(), lane)).toBe(401)
    expect(await at(start + 331, token(), lane)).toBe(401)
  })

  test.each(LANES)('a remembered token ends at the same second (%s)', async (lane) => {
    const token = server.sign({ iat: start, exp: start + 300 })
    expect(await at(start, token, lane)).toBe(200)
    expect(await at(start + 329, token, lane)).toBe(200)
    expect(await at(start + 330, token, lane)).toBe(401)
  })

  test.each(['iat', 'nbf'])('%s may be 30 seconds ahead and no more', async (claim) => {
    const ahead = (by: number) => server.sign({ iat: start, exp: start + 300, [claim]: start + by })
    expect(await at(start, ahead(30))).toBe(200)
    expect(await at(start, ahead(31))).toBe(401)
    expect(await at(start - 30, server.sign({ iat: start, exp: start + 300 }))).toBe(200)
    expect(await at(start - 31, server.sign({ iat: start, exp: start + 300 }))).toBe(401)
  })

  test('a clock set back does not let a remembered token in before its time', async () => {
    const token = server.sign({ iat: start, exp: start + 300 })
    expect(await at(start, token)).toBe(200)
    expect(await at(start - 31, token)).toBe(401)
  })
})

test('the log says which check failed', async () => {
  server.clock.set(NOW)
  const reasonFor = async (claims: Record<string, unknown>, header: Record<string, unknown> = {}) => {
    const { headers } = await server.get(PATH, { token: server.sign(claims, header) })
    return logOf(headers['x-request-id'] ?? '')[0]?.['refused']
  }
  const now = NOW.getTime() / 1000
  expect(await reasonFor({ aud: 'https://elsewhere.example.com' })).toContain(
    `jwt audience invalid. expected: ${AUDIENCE}`,
  )
  expect(await reasonFor({ iat: now - 900, exp: now - 600 })).toBe('jwt expired')
  expect(await reasonFor({ exp: now + 3600 })).toBe('a lifetime of 3600 seconds')
  expect(await reasonFor({ exp: undefined })).toBe('claims: exp')
  expect(await reasonFor({ iss: ORG_ID.replace('001', '099').slice(0, 15) })).toMatch(
    /^the org 00D\w{15} is not trusted$/,
  )
  expect(await reasonFor({}, { kid: 'Another_Key' })).toBe('the org has no such key at this time')
  expect(await reasonFor({}, { jku: 'https://attacker.example.com' })).toBe('header: unrecognized_keys')
})
