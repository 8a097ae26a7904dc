import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { makeAdminLink } from '../server/console/index.ts'
import { endpoint, type AnyEndpoint } from '../server/http/endpoint.ts'
import { redirect, withCookies } from '../server/http/reply.ts'
import { keptSecretKeys } from '../server/lib/secret-keys.ts'
import { createPkce } from '../server/salesforce/index.ts'
import { leaksInRows } from './support/canary/rows.ts'
import { takeLeaks } from './support/canary/watch.ts'
import { signIn } from './support/console.ts'
import type { RunningOrg } from './support/local-org.ts'
import { testLog } from './support/log.ts'
import { logInAtOrg } from './support/org-browser.ts'
import { CALLBACK, connect, ROTATING, startConnectableOrg } from './support/salesforce.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { newKeyPair } from './support/tokens.ts'

// Every file of tests ends with the question whether a secret was seen in an answer, a log line or a row (see
// support/canary). Here each kind of secret is put in each of those places, to see that it is found there.

let told = ''
const leaky = (name: string, tell: () => unknown): AnyEndpoint =>
  endpoint({
    ...{ name, method: 'GET', path: `/${name}`, door: 'open', summary: 'Tells what it should not' },
    ...{ answer: z.object({ text: z.string() }), redirects: 'Elsewhere' },
    handle: tell as () => { text: string },
  })

let server: TestServer
let org: RunningOrg
beforeAll(async () => {
  server = await startTestServer({
    extra: [
      leaky('in-a-body', () => ({ text: `before ${told} after` })),
      leaky('in-an-address', () =>
        redirect(new URL(`https://elsewhere.example/?a=${encodeURIComponent(told)}`)),
      ),
      // A cookie has no room for more than letters; those of the marker are enough.
      leaky('in-a-cookie', () =>
        withCookies(
          { text: '' },
          { name: '__Host-x', value: told.replaceAll(/[^\w.~-]/g, ''), maxAgeSeconds: 60 },
        ),
      ),
    ],
  })
  org = await startConnectableOrg({ accounts: 5 })
  await server.db.query('create table control.leak (text text, bytes bytea, facts jsonb)')
})
afterEach(async () => {
  takeLeaks()
  await server.db.query('truncate control.leak')
})
afterAll(async () => {
  await org.close()
  await server.close()
})

const administrator = () => org.identity.credentials().find(({ userId }) => userId === org.administrator)!

const KINDS: [string, () => string | Promise<string>][] = [
  ['an access token', async () => (await connect(org)).accessToken],
  ['a refresh token', async () => (await connect(org)).refreshToken ?? ''],
  [
    'an authorization code',
    async () => {
      const query = `response_type=code&client_id=${ROTATING.clientId}&code_challenge=${createPkce().challenge}`
      const address = `${org.url}/services/oauth2/authorize?${query}&code_challenge_method=S256&redirect_uri=${CALLBACK}`
      return (await logInAtOrg(address, administrator())).searchParams.get('code')!
    },
  ],
  ['a PKCE verifier', () => createPkce().verifier],
  ['a password', () => administrator().password],
  ['the secret of an app', () => ROTATING.clientSecret!],
  [
    'a session key',
    async () => (await signIn(server, { role: 'viewer' })).headers['Cookie']!.split('=').slice(1).join('='),
  ],
  [
    'a link for the first super admin',
    async () => {
      const { path } = await makeAdminLink(server.db, { tenantId: server.tenant.id, clock: server.clock })
      return path.split('token=')[1]!
    },
  ],
  [
    'a sealing key',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'team-view-canary-'))
      const { keys } = await keptSecretKeys(folder)
      await rm(folder, { recursive: true })
      return [...keys.values()][0]!.toString('base64')
    },
  ],
  ['a signed token', () => server.sign()],
  ['a private key', () => newKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
]

const BYTES_WITHOUT_A_LOOK = ['a signed token']

describe.each(KINDS)('%s', (kind, make) => {
  test('is found in the body, the headers and the cookies of an answer', async () => {
    told = await make()
    expect(told.length).toBeGreaterThanOrEqual(12)
    const places = ['in-a-body', 'in-an-address', ...(/\s/.test(told) ? [] : ['in-a-cookie'])]
    for (const place of places) {
      await server.get(`/${place}`, { lane: 'express' })
      expect([place, takeLeaks()]).toEqual([
        place,
        [expect.objectContaining({ where: expect.stringContaining(place) })],
      ])
    }
  })

  test('is found in a line of the log', async () => {
    const { log } = testLog()
    const secret = await make()
    log.info({ deep: { er: [secret] } }, 'something')
    log.warn(`about ${secret}`)
    log.error({ err: new Error(`with ${secret}`) }, 'failed')
    expect(takeLeaks()).toHaveLength(3)
  })

  test('is found in a row, as text, as bytes and in facts', async () => {
    const secret = await make()
    const found = async (column: string, value: unknown) => {
      await server.db.query(`insert into control.leak (${column}) values ($1)`, [value])
      const leaks = await leaksInRows(server.db)
      await server.db.query('truncate control.leak')
      return [column, leaks.map(({ where }) => where)]
    }
    const here = ['a row of control.leak']
    expect(await found('text', `x ${secret}`)).toEqual(['text', here])
    expect(await found('facts', JSON.stringify({ a: [secret] }))).toEqual(['facts', here])
    if (!BYTES_WITHOUT_A_LOOK.includes(kind))
      expect(await found('bytes', Buffer.from(`x${secret}`))).toEqual(['bytes', here])
  })
})

test('what belongs to the browser is no leak: its new session, and the way to Salesforce', async () => {
  const { headers } = await signIn(server, { role: 'super-admin' })
  const { path } = await makeAdminLink(server.db, { tenantId: server.tenant.id, clock: server.clock })
  expect((await server.get(path, { lane: 'express' })).text).toContain(path.split('token=')[1]!)
  expect((await server.get('/console/v1/me', { headers })).status).toBe(200)
  expect(takeLeaks()).toEqual([])
  expect(await leaksInRows(server.db)).toEqual([])
})
