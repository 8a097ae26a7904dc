import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { parseSalesforceId } from '../server/lib/salesforce-id.ts'
import { picklistItemGsid, type Row } from '../server/objects/index.ts'
import { ANSWER } from '../server/team-view/schemas.ts'
import { makeConnection, mapField } from './support/connection.ts'
import { serversOfOneDatabase } from './support/server-each-test.ts'
import { LANES, trust, type Lane, type TestServer, type TestServerOptions } from './support/server.ts'
import { forge, rs256 } from './support/tokens.ts'

const FOLDER = join(import.meta.dirname, 'contract')
const fixture = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(join(FOLDER, `${name}.json`), 'utf8')) as T

interface ContractRequest {
  method: string
  path: string
  query: { object: string; recordId: string; accountId: string; accountField?: string; value?: string }
  headers: Record<string, string>
  token: {
    header: Record<string, string>
    claims: Record<string, string | number> & { iss: string; sub: string; iat: number }
  }
}

const request = await fixture<ContractRequest>('request')
const { claims } = request.token
const { accountId } = request.query
const withField = await fixture<ContractRequest>('request-with-field')
const LICENSED = { SfdcUserId: claims.sub, LicenseType: picklistItemGsid('USER_LICENSE_TYPE', 'Viewer') }

const servers = serversOfOneDatabase()

/** A server that trusts the org of the contract, at the time its token was made, with the rows a test gives it. */
async function start(
  rows: Record<string, readonly Row[]>,
  options: TestServerOptions = {},
): Promise<TestServer> {
  const server = await servers.start(options)
  server.clock.set(claims.iat * 1000 + 1000)
  await trust(server.db, { tenant: server.tenant, orgId: claims.iss, keys: server.keys })
  for (const [object, list] of Object.entries(rows)) await server.insert(object, list)
  return server
}

/** Exactly what Apex sends, with the token it would have signed. */
function send(to: TestServer, lane: Lane, change: Record<string, string | undefined> = {}) {
  const token = forge({ header: request.token.header, payload: claims, sign: rs256(to.keys.privateKey) })
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    value.replace('<token>', token),
  ])
  const wanted: Record<string, string | undefined> = { ...request.query, ...change }
  const query = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  return supertest(to.urls[lane])
    .get(request.path)
    .query(query)
    .set(Object.fromEntries(headers) as Record<string, string>)
}

/** Another field than the id is mapped for the org of the contract. */
async function map(to: TestServer, accountField: string): Promise<void> {
  const connectionId = await makeConnection(to, 'authorized', { orgId: claims.iss })
  await mapField(to, connectionId, { orgId: claims.iss, accountField, companyField: 'BillingAddress' })
}

const READY: Row = {
  Gsid: '1P020000000000000000000000000019AA01',
  Name: 'Northwind Analytics',
  SfdcAccountId: accountId,
  CurrentScore: 82,
  Trend: picklistItemGsid('SCORE_TREND', 'Up'),
  RenewalDate: '2027-03-31',
  Arr: 128_400.5,
  CurrencyIsoCode: 'EUR',
  Csm: '1P0100000000000000000000000000000001',
  ModifiedDate: '2026-11-20T09:30:00Z',
}
const CSM: Row = { Gsid: READY['Csm'], Name: 'Amara Diallo', Email: 'amara.diallo@example.com' }
const named = (last: string, Name: string): Row => ({
  Gsid: `1P020000000000000000000000000019AA${last}`,
  Name,
  SfdcAccountId: accountId,
  ModifiedDate: READY['ModifiedDate'],
})

interface Asked {
  query?: Record<string, string | undefined>
  /** The field that is mapped for the org, where it is not the id. */
  mapped?: string | undefined
}

const ANSWERS: [name: string, rows: Record<string, readonly Row[]>, asked?: Asked][] = [
  ['ready', { User: [LICENSED, CSM], Company: [READY] }],
  ['ready-sparse', { User: [LICENSED], Company: [named('02', 'Kestrel Freight')] }],
  [
    'several-companies',
    { User: [LICENSED], Company: [named('03', 'Atlas Robotics'), named('04', 'Atlas Robotics (EMEA)')] },
  ],
  ['not-mapped', { User: [LICENSED] }],
  [
    'no-account',
    { User: [LICENSED], Company: [READY].map(({ Csm: _, ...row }) => row) },
    { query: { accountId: undefined } },
  ],
  // Apex read the field and it is empty; and nobody read it, nor can it be read here.
  [
    'no-value',
    { User: [LICENSED] },
    { mapped: withField.query.accountField, query: { accountField: withField.query.accountField } },
  ],
  ['unreadable-value', { User: [LICENSED] }, { mapped: withField.query.accountField }],
  ['no-licence', { User: [{ SfdcUserId: claims.sub }], Company: [named('02', 'Kestrel Freight')] }],
]

test('the request with a field is the other one and no more; while the id is mapped, the id answers it', async () => {
  const { accountField, value, ...query } = withField.query as Record<string, string>
  expect({ ...withField, query }).toEqual(request)
  const running = await start({ User: [LICENSED, CSM], Company: [READY] })
  for (const lane of LANES)
    expect((await send(running, lane, { accountField, value })).body).toEqual(await fixture('ready'))
})

test('once that field is mapped, what it holds answers it', async () => {
  const { accountField = '', value } = withField.query
  const elsewhere = { ...READY, SfdcAccountId: null, BillingAddress: value }
  const running = await start({ User: [LICENSED, CSM], Company: [elsewhere] })
  await map(running, accountField)
  for (const lane of LANES)
    expect((await send(running, lane, { accountField, value })).body).toEqual(await fixture('ready'))
})

describe('the answers', () => {
  test.each(ANSWERS)(
    '%s is what the server says to the contract’s request, to the letter',
    async (name, rows, asked = {}) => {
      const expected = await fixture<object>(name)
      const running = await start(rows)
      if (asked.mapped !== undefined) await map(running, asked.mapped)
      for (const lane of LANES) {
        const reply = await send(running, lane, asked.query)
        expect([reply.status, reply.headers['content-type']]).toEqual([
          200,
          'application/json; charset=utf-8',
        ])
        expect(reply.body).toEqual(expected)
        expect(keysInOrder(reply.body)).toEqual(keysInOrder(expected))
      }
    },
  )

  test.each(ANSWERS)('%s has the documented shape and no more', async (name) => {
    const expected = await fixture<object>(name)
    expect(ANSWER.parse(expected)).toEqual(expected)
  })
})

const ERRORS: [
  name: string,
  provoke: (to: TestServer, lane: Lane) => PromiseLike<supertest.Response>,
  TestServerOptions?,
][] = [
  ['error-400', (to, lane) => send(to, lane, { recordId: accountId })],
  ['error-401', (to, lane) => supertest(to.urls[lane]).get(request.path).query(request.query)],
  ['error-429', async (to, lane) => (await send(to, lane), send(to, lane)), { requestsPerMinute: 1 }],
  [
    'error-503',
    (to, lane) => send(to, lane),
    {
      wrap: (db) => ({
        ...db,
        query: () => Promise.reject(Object.assign(new Error('starting'), { code: '57P03' })),
      }),
    },
  ],
]

describe('the errors', () => {
  test.each(ERRORS)('%s is what the server says', async (name, provoke, options = {}) => {
    const { httpStatus, body } = await fixture<{ httpStatus: number; body: { error: object } }>(name)
    const running = await start({ User: [LICENSED] }, options)
    for (const lane of LANES) {
      const reply = await provoke(running, lane)
      const requestId = reply.headers['x-request-id'] as string
      expect([reply.status, reply.body]).toEqual([httpStatus, { error: { ...body.error, requestId } }])
    }
  })
})

test('every file of the contract is held to it here', async () => {
  const names = (await readdir(FOLDER))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace('.json', ''))
  expect(names.sort()).toEqual(
    [
      'request',
      'request-with-field',
      ...ANSWERS.map(([name]) => name),
      ...ERRORS.map(([name]) => name),
    ].sort(),
  )
})

test('the ids of the request are ids', () => {
  expect([claims.iss, claims.sub, accountId, request.query.recordId]).toEqual([
    parseSalesforceId(claims.iss, 'Organization'),
    parseSalesforceId(claims.sub, 'User'),
    parseSalesforceId(accountId, 'Account'),
    parseSalesforceId(request.query.recordId, 'Case'),
  ])
})

function keysInOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysInOrder)
  if (typeof value !== 'object' || value === null) return null
  return Object.entries(value).map(([key, inner]) => [key, keysInOrder(inner)])
}
