import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { codesOf } from '../server/docs/openapi.ts'
import { ERRORS, type ErrorCode } from '../server/errors.ts'
import { doorOf } from '../server/http/callers.ts'
import type { AnyEndpoint } from '../server/http/endpoint.ts'
import { mountOnExpress } from '../server/http/express.ts'
import { SECURITY_HEADERS } from '../server/http/security-headers.ts'
import { systemClock } from '../server/lib/clock.ts'
import { createLogger } from '../server/lib/log.ts'
import type { Database } from '../server/store/index.ts'
import { REASONS } from '../server/team-view/index.ts'
import { headLines, rawRequest } from './support/raw-http.ts'
import { deaf } from './support/database.ts'
import {
  ACCOUNTS,
  AUDIENCE,
  LANES,
  ORG_ID,
  USERS,
  startTestServer,
  type TestServer,
} from './support/server.ts'
import { testVault } from './support/secrets.ts'

/** A good request to each endpoint that takes input; an endpoint without one here is called with nothing. */
const SAMPLES: Record<string, string> = {
  getTeamView: `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`,
}

const noDatabase = deaf({ query: () => Promise.reject(new Error('unused')) } as unknown as Database)
const listed = createApp({
  config: { widgetAudience: AUDIENCE, trustProxy: 0, requestsPerMinute: 1 },
  db: noDatabase,
  clock: systemClock,
  log: createLogger('silent', { write: () => undefined }),
  vault: testVault(),
  version: '0',
}).endpoints
const everyEndpoint = listed.map((endpoint) => [endpoint.name, endpoint] as const)
const closed = everyEndpoint.filter(([, endpoint]) => endpoint.door !== 'open')
const pathOf = (endpoint: AnyEndpoint): string => SAMPLES[endpoint.name] ?? endpoint.path

let fails = false
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    wrap: (db) => {
      const failing = <T>(work: () => Promise<T>): Promise<T> =>
        fails ? Promise.reject(Object.assign(new Error('starting'), { code: '57P03' })) : work()
      return {
        ...deaf(db),
        query: (sql, params) => failing(() => db.query(sql, params)),
        ping: () => failing(() => db.ping()),
      }
    },
  })
})
beforeEach(() => (fails = false))
afterAll(() => server.close())

/** What opens each door; a key of every kind that is not the widget's opens none of its endpoints. */
const keyOf = (endpoint: AnyEndpoint): Record<string, string> =>
  endpoint.door === 'widget' ? { Authorization: `Bearer ${server.sign()}` } : {}
const OTHER_KEYS: [string, Record<string, string>][] = [
  ['no key', {}],
  ['a console session', { Cookie: '__Host-team-view=0123456789abcdef' }],
  ['a data API key', { accesskey: '0123456789abcdef' }],
  ['a PX token', { Authorization: 'Bearer px-0123456789abcdef' }],
  ['a password', { Authorization: 'Basic YWRtaW46YWRtaW4=' }],
]

test('the list has no two endpoints of one name or one address', () => {
  for (const of of [(e: AnyEndpoint) => e.name, (e: AnyEndpoint) => `${e.method} ${e.path}`])
    expect(new Set(listed.map(of)).size).toBe(listed.length)
})

describe.each(everyEndpoint)('%s', (_name, endpoint) => {
  test('answers a good request with what it promises, on both lanes', async () => {
    for (const lane of LANES) {
      const reply = await server.get(pathOf(endpoint), { lane, headers: keyOf(endpoint) })
      expect([reply.status, reply.headers['content-type']]).toEqual([
        200,
        endpoint.produces ?? 'application/json; charset=utf-8',
      ])
      if (endpoint.answer && endpoint.produces === undefined)
        expect(endpoint.answer.parse(reply.body)).toEqual(reply.body)
    }
  })

  test('stands behind the door its address says', () => {
    expect(doorOf(endpoint.path)).toBe(endpoint.door)
  })

  test('refuses what it does not know, methods included', async () => {
    for (const lane of LANES) {
      const mark = pathOf(endpoint).includes('?') ? '&' : '?'
      const unknown = await server.get(`${pathOf(endpoint)}${mark}unexpected=1`, {
        lane,
        headers: keyOf(endpoint),
      })
      expect([unknown.status, (unknown.body as { error: { code: string } }).error.code]).toEqual([
        400,
        'INVALID_REQUEST',
      ])
      const taken = listed
        .filter((one) => one.path === endpoint.path)
        .flatMap((one) => (one.method === 'GET' ? ['GET', 'HEAD'] : [one.method]))
      const lines = Object.entries(keyOf(endpoint)).map(([name, value]) => `${name}: ${value}`)
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].filter(
        (m) => !taken.includes(m),
      )) {
        const refused = await rawRequest(server.urls[lane], headLines(endpoint.path, lines, method))
        expect([method, refused.status, refused.headers['allow']]).toEqual([method, 405, taken.join(', ')])
      }
    }
  })

  test('gives only errors that its documentation names', async () => {
    const { paths } = (await server.get('/openapi.json')).body as OpenApi
    const documented = paths[endpoint.path.replaceAll(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()]
    const given = new Set<ErrorCode>()
    const ask = async (path: string, headers: Record<string, string>) => {
      const { status, body } = await server.get(path, { headers })
      if (status >= 400) given.add((body as { error: { code: ErrorCode } }).error.code)
    }
    await ask(`${endpoint.path}?unexpected=1`, keyOf(endpoint))
    await ask(pathOf(endpoint), {})
    server.clock.advance(2000)
    fails = true
    await ask(pathOf(endpoint), keyOf(endpoint))
    fails = false
    expect(given).toContain('INVALID_REQUEST')
    for (const code of [...given, 'TOO_MANY_REQUESTS', 'INTERNAL'] as const) {
      expect(codesOf(endpoint)).toContain(code)
      expect(documented?.responses[String(ERRORS[code].status)]?.description).toContain(code)
    }
  })

  test('changes nothing when it is only asked', async () => {
    if (endpoint.method !== 'GET') return
    const before = await dump()
    for (const lane of LANES) await server.get(pathOf(endpoint), { lane, headers: keyOf(endpoint) })
    expect(await dump()).toEqual(before)
  })
})

describe.each(closed)('%s, behind its door,', (_name, endpoint) => {
  test.each(OTHER_KEYS)('answers 401 to %s', async (_key, headers) => {
    for (const lane of LANES) {
      const reply = await server.get(pathOf(endpoint), { lane, headers })
      expect([reply.status, (reply.body as { error: { code: string } }).error.code]).toEqual([
        401,
        'UNAUTHENTICATED',
      ])
    }
  })
})

test.each([
  '/widget/',
  '/widget/v1/unknown',
  '/console/unknown',
  '/v1/unknown',
  '/v2/unknown',
  '/px/v1/unknown',
])('an unknown address behind a door is 401 to a stranger: %s', async (path) => {
  for (const lane of LANES) expect((await server.get(path, { lane })).status).toBe(401)
})

test('an unknown address is 404 to a caller who is known, and to everyone where no door is', async () => {
  for (const lane of LANES) {
    expect((await server.get('/widget/v1/unknown', { lane, token: server.sign() })).status).toBe(404)
    for (const path of [
      '/nothing-here',
      '/unknown',
      '/.env',
      '/debug',
      '/docs/../main.ts',
      '/favicon.ico',
      '/v3/x',
      '/widget',
    ])
      expect([path, (await server.get(path, { lane })).status]).toEqual([path, 404])
  }
})

describe('the security headers are on every reply', () => {
  const CASES: [status: number, method: string, path: string, key: boolean][] = [
    [200, 'GET', SAMPLES['getTeamView'] ?? '', true],
    [200, 'HEAD', SAMPLES['getTeamView'] ?? '', true],
    [200, 'GET', '/healthz', false],
    [200, 'GET', '/metrics', false],
    [200, 'GET', '/openapi.json', false],
    [400, 'GET', '/widget/v1/team-view', true],
    [401, 'GET', '/widget/v1/team-view', false],
    [401, 'OPTIONS', '/widget/v1/team-view', false],
    [404, 'GET', '/nothing', false],
    [405, 'POST', '/healthz', false],
    [405, 'DELETE', '/widget/v1/team-view', true],
  ]
  test.each(CASES)('%d to %s %s', async (status, method, path, key) => {
    const lines = key ? [`Authorization: Bearer ${server.sign()}`] : []
    for (const lane of LANES) {
      const reply = await rawRequest(server.urls[lane], headLines(path, lines, method))
      expect(reply.status).toBe(status)
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        expect([name, reply.headers[name.toLowerCase()]]).toEqual([name, value])
      expect(reply.headers['x-powered-by']).toBeUndefined()
      expect(reply.headers['server']).toBeUndefined()
      expect(reply.headers['set-cookie']).toBeUndefined()
    }
  })

  test('503 when the database is away', async () => {
    fails = true
    const { headers } = await server.get('/readyz')
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      expect(headers[name.toLowerCase()]).toBe(value)
  })

  test.each(['/docs', '/console'])('the page %s allows its own stylesheet and nothing else', async (path) => {
    const { headers, text } = await server.get(path)
    const { 'Content-Security-Policy': _policy, ...others } = SECURITY_HEADERS
    for (const [name, value] of Object.entries(others)) expect(headers[name.toLowerCase()]).toBe(value)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'/,
    )
    expect(text).not.toMatch(/<script|<style| style=| on\w+=/)
  })
})

interface OpenApi {
  openapi: string
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string
        security?: Record<string, unknown>[]
        responses: Record<string, { description: string }>
      }
    >
  >
  components: { securitySchemes: Record<string, unknown> }
}

describe('the documentation', () => {
  test('lists exactly what Express mounts, and Express mounts exactly the list', async () => {
    const express = mountOnExpress({
      endpoints: listed,
      pipeline: () => Promise.reject(new Error('unused')),
      newId: () => '',
      trustProxy: 0,
    })
    const routes = express.router.stack.flatMap((layer) => (layer.route ? [layer.route] : []))
    // Every known address also has a route for all other methods, which refuses them.
    const mounted = routes
      .filter(({ stack }) => stack.length === 1 && stack[0]?.method !== undefined)
      .map(({ path, stack }) => `${stack[0]?.method.toUpperCase()} ${path}`)
    const named = listed.map((endpoint) => `${endpoint.method} ${endpoint.path}`)
    expect(new Set(routes.map((route) => route.path))).toEqual(
      new Set(listed.map((endpoint) => endpoint.path)),
    )
    expect(mounted.sort()).toEqual([...named].sort())
    const { paths } = (await server.get('/openapi.json')).body as OpenApi
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(documented.sort()).toEqual(named.map((name) => name.replaceAll(/:(\w+)/g, '{$1}')).sort())
  })

  test('is OpenAPI 3.1 whose references all lead somewhere', async () => {
    const document = (await server.get('/openapi.json')).body as OpenApi
    expect(document.openapi).toMatch(/^3\.1\./)
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) =>
      path.split('/'),
    )
    expect(references.length).toBeGreaterThan(0)
    for (const path of references)
      expect([
        path,
        path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document),
      ]).toEqual([path, expect.anything()])
    for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods)))
      for (const scheme of operation.security ?? [])
        expect(Object.keys(document.components.securitySchemes)).toEqual(
          expect.arrayContaining(Object.keys(scheme)),
        )
  })

  test('says which endpoints need a key', async () => {
    const { paths } = (await server.get('/openapi.json')).body as OpenApi
    for (const { path, method, door } of listed) {
      const security = paths[path]?.[method.toLowerCase()]?.security
      expect([path, security]).toEqual([path, door === 'open' ? undefined : [{ [door as string]: [] }]])
    }
  })

  test('shows every endpoint, every error and every reason to people, with what to do', async () => {
    const { text } = await server.get('/docs')
    const shown = text.replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
    for (const { path } of listed) expect(shown).toContain(`<code>${path}</code>`)
    for (const [code, { meaning, action }] of Object.entries(ERRORS))
      for (const part of [code, meaning, action]) expect(shown).toContain(part)
    for (const { code, message, action } of Object.values(REASONS))
      for (const part of [code, message, action]) expect(shown).toContain(part)
  })
})

test('the figures count requests by endpoint and status, and name nobody', async () => {
  await server.get(SAMPLES['getTeamView'] ?? '', { token: server.sign() })
  await server.get('/nobody-knows-this')
  const { text } = await server.get('/metrics')
  expect(text).toMatch(/^team_view_request\w*\{.*endpoint="getTeamView",status="200"\} \d+$/m)
  expect(text).toMatch(/^team_view_request\w*\{.*endpoint="none",status="404"\} \d+$/m)
  for (const name of ['nobody-knows-this', 'Meridian', ORG_ID, ACCOUNTS.mapped, USERS.full.id])
    expect(text).not.toContain(name)
})

/** Every row of every table, as one checksum a table. */
async function dump(): Promise<Record<string, string | null>> {
  const tables = await server.db.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname = 'control' or schemaname like 't\\_%' order by 1`,
  )
  const sums: Record<string, string | null> = {}
  for (const { name } of tables) {
    const [row] = await server.db.query<{ sum: string | null }>(
      `select md5(string_agg(t::text, ',' order by t::text)) as sum from ${name} t`,
    )
    sums[name] = row?.sum ?? null
  }
  return sums
}
