import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NOTICES } from '../server/connections/notices.ts'
import { STATE_REASONS } from '../server/connections/reasons.ts'
import { CONCLUSIONS } from '../server/connections/resolution/conclusion.ts'
import { SALESFORCE_ERRORS } from '../server/salesforce/errors.ts'
import { codesOf } from '../server/docs/openapi.ts'
import { ERRORS, type ErrorCode } from '../server/errors.ts'
import { doorOf } from '../server/http/callers.ts'
import type { AnyEndpoint } from '../server/http/endpoint.ts'
import { mountOnExpress } from '../server/http/express.ts'
import { SECURITY_HEADERS } from '../server/http/security-headers.ts'
import { REASONS } from '../server/team-view/index.ts'
import { headLines, rawRequest } from './support/raw-http.ts'
import { listedEndpoints } from './support/app.ts'
import { signIn } from './support/console.ts'
import { deaf } from './support/database.ts'
import { dump } from './support/dump.ts'
import { sampleOf, send, type Sample } from './support/samples.ts'
import {
  ACCOUNTS,
  LANES,
  ORG_ID,
  USERS,
  startTestServer,
  type Lane,
  type TestServer,
} from './support/server.ts'

const VIEW = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`

const listed = listedEndpoints()
const everyEndpoint = listed.map((endpoint) => [endpoint.name, endpoint] as const)
const closed = everyEndpoint.filter(([, endpoint]) => endpoint.door !== 'open')

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
        transaction: (work, options) => failing(() => db.transaction(work, options)),
        ping: () => failing(() => db.ping()),
      }
    },
  })
})
beforeEach(() => (fails = false))
afterAll(() => server.close())

/** What opens each door. Only pages of this server may use a login, or change anything with a session. */
async function keyOf(endpoint: AnyEndpoint): Promise<Record<string, string>> {
  if (endpoint.door === 'widget') return { Authorization: `Bearer ${server.sign()}` }
  if (endpoint.door === 'console') return (await signIn(server, { role: 'super-admin' })).headers
  return endpoint.login ? { 'Sec-Fetch-Site': 'same-origin' } : {}
}

interface Good extends Sample {
  headers: Record<string, string>
}
const goodRequest = async (endpoint: AnyEndpoint): Promise<Good> => ({
  ...(await sampleOf(endpoint, server)),
  headers: await keyOf(endpoint),
})
const ask = (endpoint: AnyEndpoint, request: Good, lane: Lane = 'fast') =>
  send(server.urls[lane], endpoint, request)

/** A key of every kind that opens none of the endpoints. */
const OTHER_KEYS: [string, Record<string, string>][] = [
  ['no key', {}],
  ['a console session', { Cookie: '__Host-team-view=0123456789abcdef' }],
  ['a data API key', { accesskey: '0123456789abcdef' }],
  ['a PX token', { Authorization: 'Bearer px-0123456789abcdef' }],
  ['a password', { Authorization: 'Basic YWRtaW46YWRtaW4=' }],
]

const codeOf = (reply: { body: unknown }): unknown => (reply.body as { error: { code: string } }).error.code
const withUnknown = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}unexpected=1`

test('the list has no two endpoints of one name or one address', () => {
  for (const of of [(e: AnyEndpoint) => e.name, (e: AnyEndpoint) => `${e.method} ${e.path}`])
    expect(new Set(listed.map(of)).size).toBe(listed.length)
})

describe.each(everyEndpoint)('%s', (_name, endpoint) => {
  test('answers a good request with what it promises, on both lanes', async () => {
    for (const lane of LANES) {
      const good = await goodRequest(endpoint)
      const reply = await ask(endpoint, good, lane)
      if (good.refused !== undefined) {
        expect([codeOf(reply), codesOf(endpoint)]).toEqual([
          good.refused,
          expect.arrayContaining([good.refused]),
        ])
        continue
      }
      if (endpoint.redirects !== undefined && reply.status === 303) {
        expect(reply.headers['location']).toMatch(/^\/console/)
        continue
      }
      expect([reply.status, reply.headers['content-type']]).toEqual([
        endpoint.status ?? 200,
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
      const good = await goodRequest(endpoint)
      const unknown = await ask(endpoint, { ...good, path: withUnknown(good.path) }, lane)
      expect([unknown.status, codeOf(unknown)]).toEqual([400, 'INVALID_REQUEST'])
      const taken = listed
        .filter((one) => one.path === endpoint.path)
        .flatMap((one) => (one.method === 'GET' ? ['GET', 'HEAD'] : [one.method]))
      const lines = Object.entries(good.headers).map(([name, value]) => `${name}: ${value}`)
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
    const good = await goodRequest(endpoint)
    const given = new Set<ErrorCode>()
    const hear = async (request: Good) => {
      const reply = await ask(endpoint, request)
      if (reply.status >= 400) given.add(codeOf(reply) as ErrorCode)
    }
    await hear({ ...good, path: withUnknown(good.path) })
    await hear({ ...good, headers: {} })
    server.clock.advance(2000)
    fails = true
    await hear(good)
    fails = false
    expect(given).toContain('INVALID_REQUEST')
    for (const code of [...given, 'TOO_MANY_REQUESTS', 'INTERNAL'] as const) {
      expect(codesOf(endpoint)).toContain(code)
      expect(documented?.responses[String(ERRORS[code].status)]?.description).toContain(code)
    }
  })

  test('changes nothing when it is only asked', async () => {
    if (endpoint.method !== 'GET') return
    const good = await goodRequest(endpoint)
    const before = await dump(server.db)
    for (const lane of LANES) await ask(endpoint, good, lane)
    expect(await dump(server.db)).toEqual(before)
  })
})

describe.each(closed)('%s, behind its door,', (_name, endpoint) => {
  test.each(OTHER_KEYS)('answers 401 to %s', async (_key, headers) => {
    const good = await goodRequest(endpoint)
    for (const lane of LANES) {
      const reply = await ask(endpoint, { ...good, headers }, lane)
      const code = endpoint.door === 'console' ? 'NOT_SIGNED_IN' : 'UNAUTHENTICATED'
      expect([reply.status, codeOf(reply)]).toEqual([401, code])
    }
  })
})

test.each([
  '/widget/',
  '/widget/v1/unknown',
  '/console/unknown',
  '/console/first-admin/unknown',
  '/console/first-administrator',
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
    [200, 'GET', VIEW, true],
    [200, 'HEAD', VIEW, true],
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
      const security = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.security
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

  test('shows every other code the server can say, with what to do', async () => {
    const { text } = await server.get('/docs')
    const rows = [...text.matchAll(/<tr id="[\w-]+">(.*?)<\/tr>/gs)].map(([, row = '']) => {
      return [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) =>
        cell.replaceAll(/<[^>]+>|\s+/g, ' ').trim(),
      )
    })
    const actions = new Map(rows.map((cells) => [cells[0], cells.at(-1)]))
    const said = [STATE_REASONS, SALESFORCE_ERRORS, NOTICES].flatMap((codes) => Object.keys(codes))
    for (const code of [...said, ...CONCLUSIONS])
      expect([code, actions.get(code)]).toEqual([code, expect.stringMatching(/\w\w/)])
  })

  test('leads to every endpoint and to every table from the top, and nowhere that is not there', async () => {
    const { text } = await server.get('/docs')
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id)
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(links.filter((id) => !ids.includes(id))).toEqual([])
    const contents = /<nav.*?<\/nav>/s.exec(text)?.[0] ?? ''
    for (const { name } of listed) expect(contents).toContain(`href="#${name}"`)
    for (const id of ['reasons', 'states', 'notices', 'conclusions', 'errors'])
      expect(contents).toContain(`href="#${id}"`)
  })
})

test('the figures count requests by endpoint and status, and name nobody', async () => {
  await server.get(VIEW, { token: server.sign() })
  await server.get('/nobody-knows-this')
  const { text } = await server.get('/metrics')
  expect(text).toMatch(/^team_view_request\w*\{.*endpoint="getTeamView",status="200"\} \d+$/m)
  expect(text).toMatch(/^team_view_request\w*\{.*endpoint="none",status="404"\} \d+$/m)
  for (const name of ['nobody-knows-this', 'Meridian', ORG_ID, ACCOUNTS.mapped, USERS.full.id])
    expect(text).not.toContain(name)
})
