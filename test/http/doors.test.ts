import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../server/errors.ts'
import type { Callers, ClosedDoor, Credentials, Doors } from '../../server/http/callers.ts'
import { endpoint } from '../../server/http/endpoint.ts'
import { createMetrics } from '../../server/http/metrics.ts'
import { createPipeline } from '../../server/http/pipeline.ts'
import { createRateLimit } from '../../server/http/rate-limit.ts'
import { createLogger } from '../../server/lib/log.ts'
import { ACCOUNTS, LANES, startTestServer, type TestServer } from '../support/server.ts'
import { headLines, rawRequest } from '../support/raw-http.ts'

/** One key for each of the doors that have no real keys yet; the widget's is a real token. */
const KEYS = {
  console: { Cookie: '__Host-team-view=admin-session' },
  data: { accesskey: 'data-key' },
  px: { Authorization: 'Bearer px-token' },
} as const

const only =
  <C>(name: string, value: string, caller: C) =>
  (credentials: Credentials) =>
    credentials.header(name) === value
      ? Promise.resolve(caller)
      : Promise.reject(new AppError('UNAUTHENTICATED', { cause: new Error('another key') }))

const doors: Doors = {
  console: only('cookie', KEYS.console.Cookie, {
    door: 'console',
    tenantId: 't',
    schema: 't_1',
    adminId: 'admin-1',
    role: 'viewer',
    sessionId: 'session-1',
  } as const),
  data: only('accesskey', KEYS.data.accesskey, { door: 'data', tenantId: 't', keyId: 'key-1' } as const),
  px: only('authorization', KEYS.px.Authorization, {
    door: 'px',
    tenantId: 't',
    clientId: 'client-1',
  } as const),
}

const whoAmI = (path: string, door: ClosedDoor) =>
  endpoint({
    name: `whoAmI ${path}`,
    method: 'GET',
    path,
    door,
    ...(door === 'console' ? { allow: 'viewer' } : {}),
    summary: 'Who is calling?',
    answer: z.object({ door: z.string() }),
    handle: ({ caller }: { caller: Callers[ClosedDoor] }) => ({ door: caller.door }),
  })

const PATHS: [ClosedDoor, string][] = [
  ['widget', '/widget/v1/who'],
  ['console', '/console/who'],
  ['data', '/v1/who'],
  ['data', '/v2/who'],
  ['px', '/px/v1/who'],
]

let server: TestServer
let keys: Record<ClosedDoor, Record<string, string>>
beforeAll(async () => {
  server = await startTestServer({ doors, extra: PATHS.map(([door, path]) => whoAmI(path, door)) })
  keys = { ...KEYS, widget: { Authorization: `Bearer ${server.sign()}` } }
})
afterAll(() => server.close())

describe.each(PATHS)('the %s door at %s', (door, path) => {
  test('opens to its own key', async () => {
    const { status, body } = await server.get(path, { lane: 'express', headers: keys[door] })
    expect({ status, body: body as unknown }).toEqual({ status: 200, body: { door } })
  })

  test('opens to no key of another door, nor to none', async () => {
    const others = Object.entries(keys).filter(([name]) => name !== door)
    for (const [, headers] of [...others, ['none', {}] as const])
      expect((await server.get(path, { lane: 'express', headers })).status).toBe(401)
  })

  test('says nothing of what stands behind it to a stranger, whatever the address or method', async () => {
    const known = await server.get(path, { lane: 'express' })
    const text = (reply: { text: string; headers: Record<string, string> }) =>
      reply.text.replaceAll(reply.headers['x-request-id'] ?? '', '')
    for (const other of [`${path}/unknown`, `${path}?x=1`, `${path}/`, path.replace('who', '%zz')]) {
      const reply = await server.get(other, { lane: 'express' })
      expect([reply.status, text(reply)]).toEqual([401, text(known)])
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD'])
      expect((await rawRequest(server.urls.express, headLines(path, [], method))).status).toBe(401)
  })
})

test('a door whose keys are not made yet lets nobody in', async () => {
  for (const path of ['/console/jobs', '/v1/data/Company', '/v2/data/Company', '/px/v1/token', '/px/'])
    for (const headers of [{}, ...Object.values(keys)])
      expect((await server.get(path, { headers })).status).toBe(401)
})

const VIEW = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`
describe.each(LANES)('no spelling of an address goes round its door on the %s lane', (lane) => {
  test.each([
    VIEW,
    VIEW.toUpperCase(),
    VIEW.replace('/widget', '/Widget'),
    VIEW.replace('team-view', 'Team-View'),
    VIEW.replace('?', '/?'),
    VIEW.replace('?', '#?'),
    VIEW.replace('/widget', '//widget'),
    VIEW.replace('/widget', '/./widget'),
    VIEW.replace('/widget', '/healthz/../widget'),
    VIEW.replace('/widget', '/%77idget'),
    VIEW.replace('/v1', '%2Fv1'),
    VIEW.replace('/widget', '\\widget'),
    `http://localhost${VIEW}`,
    `HTTP://localhost${VIEW.toUpperCase()}`,
    `http://user:password@localhost${VIEW}`,
    `http:${VIEW}`,
    `ftp://localhost${VIEW}`,
    `//localhost${VIEW}`,
  ])('%s', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const reply = await rawRequest(server.urls[lane], headLines(path, [], method))
      expect(reply.status).toBeOneOf([400, 401, 404])
      expect(reply.body).not.toContain('Meridian')
    }
  })
})

test('an endpoint cannot be put behind another door than its address says', () => {
  expect(() => whoAmI('/console/who', 'widget')).toThrow('does not stand behind the widget door')
  expect(() => whoAmI('/who', 'data')).toThrow('does not stand behind the data door')
})

test('an endpoint asks for the key of its own door even when the address it came by names none', async () => {
  const pipeline = createPipeline({
    doors,
    rateLimit: createRateLimit(100),
    metrics: createMetrics(),
    log: createLogger('silent', { write: () => undefined }),
  })
  const request = {
    id: 'request-1',
    method: 'GET',
    path: '/elsewhere',
    search: '',
    headers: {},
    rawHeaders: [],
    hasBody: false,
    readBody: () => Promise.resolve(undefined),
    ip: '127.0.0.1',
  }
  const reply = await pipeline(request, { endpoint: whoAmI('/v1/who', 'data'), params: {} })
  expect(reply.status).toBe(401)
})
