import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { describeApi } from '../../server/docs/openapi.ts'
import { AppError } from '../../server/errors.ts'
import type { ConsoleCaller } from '../../server/http/callers.ts'
import { cookieHeader, endOfCookie, readCookie, SESSION_COOKIE } from '../../server/http/cookies.ts'
import { endpoint } from '../../server/http/endpoint.ts'
import { redirect, withCookies } from '../../server/http/reply.ts'
import { reaches, ROLES } from '../../server/http/roles.ts'
import { SECURITY_HEADERS } from '../../server/http/security-headers.ts'
import { headLines, rawRequest } from '../support/raw-http.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const COOKIE = { name: SESSION_COOKIE, value: 'abc-123', maxAgeSeconds: 60 } as const
const OPEN = { method: 'GET', door: 'open' } as const
const TEXT = z.object({ text: z.string() })

const sendOn = endpoint({
  ...OPEN,
  name: 'sendOn',
  path: '/test/on',
  summary: 'On',
  redirects: 'to /console',
  handle: () => redirect('/console', { cookies: [COOKIE, endOfCookie('__Host-other')] }),
})
const sendAway = endpoint({
  ...OPEN,
  name: 'sendAway',
  path: '/test/away',
  summary: 'Away',
  redirects: 'to Salesforce',
  handle: () => redirect(new URL('https://login.salesforce.com/services/oauth2/authorize?a=1')),
})
const give = endpoint({
  ...OPEN,
  name: 'give',
  path: '/test/give',
  summary: 'Give',
  answer: TEXT,
  handle: () => withCookies({ text: 'given', more: 'than the schema names' }, COOKIE),
})
const tell = endpoint({
  ...OPEN,
  name: 'tell',
  path: '/test/tell',
  summary: 'Tell',
  answer: TEXT,
  handle: ({ cookie }) => ({ text: cookie(SESSION_COOKIE) ?? 'none' }),
})
const secretly = endpoint({
  ...OPEN,
  name: 'secretly',
  path: '/test/secretly',
  summary: 'Secretly',
  answer: TEXT,
  // A handler whose types were argued away.
  handle: () => redirect('/console') as never,
})

const work: Record<string, number> = {}
const consoleEndpoints = ROLES.flatMap((allow) =>
  (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) =>
    endpoint({
      name: `${method} ${allow}`,
      method,
      path: `/console/v1/test/${allow}`,
      door: 'console',
      allow,
      summary: 'Test',
      answer: TEXT,
      handle: () => {
        work[allow] = (work[allow] ?? 0) + 1
        return { text: allow }
      },
    }),
  ),
)

const callerOf = (role: string | undefined): ConsoleCaller => {
  const found = ROLES.find((one) => one === role)
  if (!found) throw new AppError('NOT_SIGNED_IN', { cause: new Error('no session') })
  return { door: 'console', tenantId: 't', schema: 't_1', adminId: 'a', role: found, sessionId: 's' }
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    doors: { console: ({ header }) => Promise.resolve().then(() => callerOf(header('x-role'))) },
    extra: [sendOn, sendAway, give, tell, secretly, ...consoleEndpoints],
  })
})
afterAll(() => server.close())

const raw = (path: string, lines: string[] = [], method = 'GET') =>
  rawRequest(server.urls.express, headLines(path, lines, method))
const codeOf = (reply: { body: string }): unknown =>
  (JSON.parse(reply.body) as { error: { code: unknown } }).error.code

describe('a redirect', () => {
  test('is 303 with the address, the cookies and the security headers, and no body', async () => {
    const reply = await fetch(`${server.urls.express}/test/on`, { redirect: 'manual' })
    expect([reply.status, reply.headers.get('location'), await reply.text()]).toEqual([303, '/console', ''])
    expect(reply.headers.getSetCookie()).toEqual([
      '__Host-team-view=abc-123; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax',
      '__Host-other=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
    ])
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(reply.headers.get(name)).toBe(value)
  })

  test('may lead to another server when the code names it', async () => {
    expect((await raw('/test/away')).headers['location']).toBe(
      'https://login.salesforce.com/services/oauth2/authorize?a=1',
    )
  })

  test.each(['//evil.example', '/\\evil.example', '/a\r\nSet-Cookie: x=1', '/a b', '/\u00e9'])(
    'to %j is refused: it would lead elsewhere',
    (to) => {
      expect(() => redirect(to as '/')).toThrow('a path of this server')
    },
  )
  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x'])('to %s is refused', (to) => {
    expect(() => redirect(new URL(to))).toThrow('an http(s) URL')
  })

  test('that the endpoint does not declare is a fault of ours, not a redirect', async () => {
    const reply = await raw('/test/secretly')
    expect([reply.status, codeOf(reply), reply.headers['location']]).toEqual([500, 'INTERNAL', undefined])
  })

  test('stands in the documentation, and an endpoint that only redirects promises no answer', () => {
    const { paths } = describeApi([sendOn, give], '0')
    expect(Object.keys(paths?.['/test/on']?.get?.responses ?? {})).toEqual(
      expect.arrayContaining(['303', '400', '429', '500']),
    )
    expect(paths?.['/test/on']?.get?.responses).not.toHaveProperty('200')
    expect(JSON.stringify(paths?.['/test/on']?.get?.responses?.['303'])).toContain('to /console')
    expect(paths?.['/test/give']?.get?.responses).not.toHaveProperty('303')
  })
})

describe('cookies', () => {
  test('go with an answer, which its schema still decides', async () => {
    const reply = await raw('/test/give')
    expect([reply.status, reply.body]).toEqual([200, '{"text":"given"}'])
    expect(reply.headers['set-cookie']).toMatch(/^__Host-team-view=abc-123; Path=\/; /)
  })

  test.each([
    ['__Host-team-view=one', 'one'],
    ['a=b; __Host-team-view=one; c=d', 'one'],
    ['__Host-team-view=one; __Host-team-view=two', 'none'],
    ['x__Host-team-view=one', 'none'],
    ['__host-team-view=one', 'none'],
    ['a="; __Host-team-view=one', 'one'],
    ['', 'none'],
  ])('of %j, a handler sees %s', async (header, seen) => {
    const { body } = await raw('/test/tell', [`Cookie: ${header}`])
    expect(JSON.parse(body)).toEqual({ text: seen })
  })

  test('in two headers are as good as none', async () => {
    const line = 'Cookie: __Host-team-view=one'
    expect(JSON.parse((await raw('/test/tell', [line, line])).body)).toEqual({ text: 'none' })
  })

  test('cannot carry what would end them', () => {
    for (const value of ['a;b', 'a\r\nb', 'a b', 'a,b', 'ä'])
      expect(() => cookieHeader({ ...COOKIE, value })).toThrow()
    expect(readCookie(undefined, SESSION_COOKIE)).toBeUndefined()
  })
})

describe('the role an endpoint names', () => {
  test('is asked of every console endpoint, by type and when it is made, and of no other', () => {
    const definition = {
      name: 'x',
      method: 'GET',
      path: '/console/x',
      summary: 'X',
      answer: TEXT,
      handle: () => ({ text: '' }),
    } as const
    // @ts-expect-error -- a console endpoint says who may
    expect(() => endpoint({ ...definition, door: 'console' })).toThrow('does not say who may')
    // @ts-expect-error -- no other has roles
    endpoint({ ...definition, path: '/x', door: 'open', allow: 'admin' })
  })

  test.each(ROLES.flatMap((role) => ROLES.map((allow) => [role, allow] as const)))(
    'lets a %s into what is for %s, or says FORBIDDEN before anything is done',
    async (role, allow) => {
      const may = ROLES.indexOf(role) >= ROLES.indexOf(allow)
      expect(reaches(role, allow)).toBe(may)
      for (const method of ['GET', 'POST', 'DELETE']) {
        const before = work[allow]
        const lines = [`X-Role: ${role}`, 'Sec-Fetch-Site: same-origin']
        const reply = await raw(`/console/v1/test/${allow}`, lines, method)
        expect(reply.status).toBe(may ? 200 : 403)
        if (!may) expect([codeOf(reply), work[allow]]).toEqual(['FORBIDDEN', before])
      }
    },
  )
})

describe('what changes something must come from a page of this server', () => {
  const SAME = 'Sec-Fetch-Site: same-origin'
  const OWN = 'Origin: http://localhost'
  const EVIL = 'Origin: https://evil.example'
  const CASES: [what: string, lines: string[], lets: boolean][] = [
    ['the browser says same-origin', [SAME], true],
    ['the browser says same-origin, and a proxy has changed Host', [SAME, EVIL], true],
    ['Origin is this host', [OWN], true],
    ['Origin is this host, by another scheme at a proxy', ['Origin: https://localhost'], true],
    ['it says nothing', [], false],
    ['Origin is another host', [EVIL], false],
    ['Origin is null', ['Origin: null'], false],
    ['Origin is another port', ['Origin: http://localhost:81'], false],
    ['Origin is a longer name', ['Origin: http://localhost.evil.example'], false],
    ['Origin has a user', ['Origin: http://localhost@evil.example'], false],
    ['Origin is no address', ['Origin: localhost'], false],
    ['the browser says cross-site, whatever Origin says', ['Sec-Fetch-Site: cross-site', OWN], false],
    ['the browser says same-site: a neighbour', ['Sec-Fetch-Site: same-site', OWN], false],
    ['the browser says none', ['Sec-Fetch-Site: none', OWN], false],
  ]
  test.each(CASES)('%s', async (_what, lines, lets) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const before = work['viewer']
      const reply = await raw('/console/v1/test/viewer', ['X-Role: viewer', ...lines], method)
      expect([method, reply.status]).toEqual([method, lets ? 200 : 403])
      if (!lets) expect([codeOf(reply), work['viewer']]).toEqual(['CROSS_ORIGIN', before])
    }
    const read = await raw('/console/v1/test/viewer', ['X-Role: viewer', ...lines])
    expect(read.status).toBe(200)
  })

  test('a form of another site is refused before its body is looked at', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const lines = ['X-Role: admin', EVIL, `Content-Type: ${type}`, 'Content-Length: 3', 'X-Rest: 1']
      const reply = await rawRequest(
        server.urls.express,
        `${headLines('/console/v1/test/admin', lines, 'POST')}a=b`,
      )
      expect([reply.status, codeOf(reply)]).toEqual([403, 'CROSS_ORIGIN'])
    }
  })
})

describe('without a session', () => {
  const html = 'Accept: text/html,application/xhtml+xml'
  test('a person who follows a link is shown the console’s page, wherever it led', async () => {
    for (const path of ['/console/v1/test/admin', '/console/nothing', '/console/v1/test/admin?x=1']) {
      const reply = await raw(path, [html])
      expect([reply.status, reply.headers['location'], reply.body]).toEqual([303, '/console', ''])
    }
  })

  test('a program gets the error', async () => {
    for (const lines of [['Accept: */*'], ['Accept: application/json']]) {
      const reply = await raw('/console/v1/test/admin', lines)
      expect([reply.status, codeOf(reply), reply.headers['www-authenticate']]).toEqual([
        401,
        'NOT_SIGNED_IN',
        'Cookie',
      ])
    }
  })

  test('a person who sends a form is told so on a page, and sent nowhere', async () => {
    const reply = await raw('/console/v1/test/admin', [html], 'POST')
    expect([reply.status, reply.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8'])
    expect(reply.body).toContain('NOT_SIGNED_IN')
    expect(reply.headers['content-security-policy']).toContain("form-action 'self'")
  })

  test('no other door sends anybody to the console', async () => {
    expect((await raw('/widget/v1/team-view', [html])).status).toBe(401)
    expect((await raw('/v1/x', [html])).status).toBe(401)
  })
})
