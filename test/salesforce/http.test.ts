import { readdir, readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { backoffMs } from '../../server/lib/backoff.ts'
import { readDocument } from '../../server/salesforce/json.ts'
import { restRefusal } from '../../server/salesforce/rest-refusal.ts'
import type { SalesforceRequest } from '../../server/salesforce/wire.ts'
import type { SalesforceErrorCode } from '../../server/salesforce/index.ts'
import { quickHttp, standIn, type PatientHttp, type StandIn } from '../support/salesforce.ts'

let server: StandIn
afterEach(() => server.close())

const ANY = z.record(z.string(), z.unknown())
const ask = (http: PatientHttp, request: Partial<SalesforceRequest> = {}) =>
  http.call({ origin: server.url, path: '/services/data', ...request }, (reply) => {
    if (reply.status !== 200) throw restRefusal(reply)
    return readDocument(reply, ANY)
  })
const answering = async (answer: (res: ServerResponse, turn: number) => void) => {
  let turn = 0
  server = await standIn((_, res) => answer(res, ++turn))
}
const json = (res: ServerResponse, status: number, body: unknown, headers = {}) =>
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const refuse =
  (status: number, errorCode: string, message = 'words') =>
  (res: ServerResponse) =>
    json(res, status, [{ errorCode, message }])

describe('an answer that is not what it should be', () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000, ' '))
  const whole = JSON.stringify({ done: true, text: 'x'.repeat(5_000) })
  const cases: [string, SalesforceErrorCode, (res: ServerResponse) => void][] = [
    [
      'a page with 200',
      'NOT_JSON',
      (res) => res.setHeader('content-type', 'text/html').end('<html>Maintenance</html>'),
    ],
    [
      'a page that says it is JSON',
      'NOT_JSON',
      (res) => res.setHeader('content-type', 'application/json').end('<html>'),
    ],
    ['nothing at all', 'NOT_JSON', (res) => res.end()],
    ['a word', 'NOT_JSON', (res) => res.end('"yes"')],
    ['a list', 'NOT_JSON', (res) => res.end('[]')],
    ['two documents', 'NOT_JSON', (res) => res.end('{}{}')],
    [
      'bytes that are no text',
      'NOT_JSON',
      (res) => res.end(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    ],
    ['a prototype', 'NOT_JSON', (res) => res.end('{"__proto__": {"polluted": true}}')],
    ['a prototype, spelled otherwise', 'NOT_JSON', (res) => res.end('{"a": [{"\\u005f_proto_\\u005f": 1}]}')],
    [
      'a document without a floor',
      'NOT_JSON',
      (res) => res.end(`{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`),
    ],
    ['a page where a login is wanted', 'NOT_JSON', (res) => res.writeHead(403).end('<html>Log in</html>')],
    ['more than it may be', 'TOO_LARGE', (res) => res.end(JSON.stringify({ a: 'x'.repeat(200_000) }))],
    ['more than it may be, without an end', 'TOO_LARGE', (res) => endless(res)],
    [
      'a bomb, small until it is unpacked',
      'TOO_LARGE',
      (res) => res.setHeader('content-encoding', 'gzip').end(bomb),
    ],
    ['a body cut short of its length', 'TRUNCATED', (res) => cut(res, { 'content-length': whole.length })],
    ['a body cut in a chunk', 'TRUNCATED', (res) => cut(res, {})],
    ['a document without its end, sent as if whole', 'TRUNCATED', (res) => res.end(whole.slice(0, 2_000))],
    [
      'a packed document without its end, sent as if whole',
      'TRUNCATED',
      (res) => res.setHeader('content-encoding', 'gzip').end(gzipSync(whole).subarray(0, -20)),
    ],
    [
      'what is said to be packed and is not',
      'TRUNCATED',
      (res) => res.setHeader('content-encoding', 'gzip').end('plain text'),
    ],
    ['a connection that closes without a word', 'UNAVAILABLE', (res) => res.destroy()],
  ]
  const endless = (res: ServerResponse) => {
    const more = () => {
      while (!res.destroyed && res.write('x'.repeat(10_000)));
    }
    res.on('drain', more)
    more()
  }
  const cut = (res: ServerResponse, headers: Record<string, number>) => {
    res.writeHead(200, headers)
    res.write(whole.slice(0, 2_000), () => res.destroy())
  }

  test.each(cases)('%s is %s', async (_, code, answer) => {
    await answering(answer)
    const http = quickHttp({ maxBytes: 100_000 })
    await expect(ask(http)).rejects.toMatchObject({ code })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test.each<[string, (res: ServerResponse) => void]>([
    ['silence', () => undefined],
    ['silence after a beginning', (res) => void res.write('{"a":')],
  ])('%s is not waited for longer than is allowed, and tried again', async (_, answer) => {
    await answering(answer)
    const silence = ask(quickHttp({ timeoutMs: 100 }))
    await expect(silence).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true })
    await expect(silence).rejects.toThrow('no answer in time')
    expect(server.requests).toHaveLength(4)
  })

  test('what is large but allowed is read whole, packed or not', async () => {
    const body = JSON.stringify({ text: 'ü'.repeat(40_000) })
    await answering((res, turn) =>
      turn === 1 ? res.end(body) : res.setHeader('content-encoding', 'gzip').end(gzipSync(body)),
    )
    const http = quickHttp({ maxBytes: Buffer.byteLength(body) })
    expect(await ask(http)).toEqual(JSON.parse(body))
    expect(await ask(http)).toEqual(JSON.parse(body))
  })

  test('a prototype in a value is a value like any other', async () => {
    await answering((res) => res.end('{"Name": "__proto__", "constructor": "x"}'))
    expect(await ask(quickHttp())).toEqual({ Name: '__proto__', constructor: 'x' })
  })
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('with %i is not followed', async (status) => {
    const trap = await standIn((_, res) => res.end('{}'))
    await answering((res) => res.writeHead(status, { location: `${trap.url}/latest/meta-data` }).end())
    await expect(ask(quickHttp(), { accessToken: 'CANARY' })).rejects.toMatchObject({
      code: 'NOT_JSON',
      status,
    })
    expect(trap.requests).toEqual([])
    expect(server.requests).toHaveLength(1)
    await trap.close()
  })
})

describe('a path', () => {
  test.each(['@evil.com', '.evil.com', ':1/x', '//evil.com/x', 'services', ''])(
    '%j cannot lead to another host',
    async (path) => {
      await answering((res) => res.end('{}'))
      await expect(ask(quickHttp(), { path })).rejects.toMatchObject({ code: 'HOST_REFUSED' })
      expect(server.requests).toEqual([])
    },
  )

  test('whatever it is, stays on the host', async () => {
    await answering((res) => res.end('{}'))
    await fc.assert(
      fc.asyncProperty(fc.string(), async (path) => {
        await ask(quickHttp(), { path }).catch(() => undefined)
        expect(server.requests.every(({ headers }) => headers.host === new URL(server.url).host)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a refusal', () => {
  test.each<[number, string, string, SalesforceErrorCode]>([
    [401, 'INVALID_SESSION_ID', 'Session expired or invalid', 'SESSION_EXPIRED'],
    [401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE', 'SESSION_EXPIRED'],
    [403, 'INVALID_SESSION_ID', 'Session expired or invalid', 'SESSION_EXPIRED'],
    [403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User', 'API_DISABLED'],
    [403, 'API_DISABLED_FOR_ORG', 'API is not enabled for this Organization', 'API_DISABLED'],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'LIMIT_EXCEEDED'],
    [403, 'INSUFFICIENT_ACCESS', 'no', 'REFUSED'],
    [400, 'INVALID_QUERY_LOCATOR', 'invalid query locator', 'LOCATOR_EXPIRED'],
    [400, 'MALFORMED_QUERY', 'unexpected token', 'REFUSED'],
    [404, 'NOT_FOUND', 'The requested resource does not exist', 'REFUSED'],
    [414, 'URI_TOO_LONG', 'too long', 'REFUSED'],
    [420, 'NO_ROUTE', 'no routing information', 'REFUSED'],
    [400, 'constructor', 'x', 'REFUSED'],
  ])('%i %s is final: it is %s, and not tried again', async (status, errorCode, message, code) => {
    await answering(refuse(status, errorCode, message))
    const http = quickHttp()
    await expect(ask(http)).rejects.toMatchObject({
      code,
      status,
      errorCode,
      said: message,
      retryable: false,
    })
    expect([server.requests.length, http.waits]).toEqual([1, []])
  })

  test.each<[string, SalesforceErrorCode, (res: ServerResponse) => void]>([
    ['503', 'UNAVAILABLE', refuse(503, 'SERVER_UNAVAILABLE')],
    ['503 with a page', 'UNAVAILABLE', (res) => res.writeHead(503).end('<html>')],
    ['502 of a proxy', 'UNAVAILABLE', (res) => res.writeHead(502).end('Bad Gateway')],
    ['500', 'UNAVAILABLE', refuse(500, 'UNKNOWN_EXCEPTION')],
    ['a locked row', 'UNAVAILABLE', refuse(400, 'UNABLE_TO_LOCK_ROW')],
    ['a query that took too long', 'UNAVAILABLE', refuse(400, 'QUERY_TIMEOUT')],
    ['429', 'LIMIT_EXCEEDED', (res) => res.writeHead(429).end()],
    [
      'too many at once',
      'LIMIT_EXCEEDED',
      refuse(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'),
    ],
    ['a connection that closes', 'UNAVAILABLE', (res) => res.destroy()],
    [
      'a body that breaks off',
      'TRUNCATED',
      (res) => res.writeHead(200, { 'content-length': 9 }).write('{', () => res.destroy()),
    ],
  ])('that passes (%s) is tried again a few times and no more, each time later', async (_, code, answer) => {
    await answering(answer)
    const http = quickHttp()
    await expect(ask(http)).rejects.toMatchObject({ code, retryable: true })
    expect(server.requests).toHaveLength(4)
    expect(http.waits).toHaveLength(3)
    for (const [index, wait] of http.waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(250 * 2 ** index)
      expect(wait).toBeLessThanOrEqual(500 * 2 ** index)
    }
  })

  test('that has passed is not heard of', async () => {
    await answering((res, turn) =>
      turn < 4 ? refuse(503, 'SERVER_UNAVAILABLE')(res) : res.end('{"ok":true}'),
    )
    expect(await ask(quickHttp())).toEqual({ ok: true })
  })

  test('that names a time is waited for that long, unless it is too long to wait for', async () => {
    await answering((res, turn) =>
      turn === 1
        ? json(res, 503, [], { 'retry-after': '20' })
        : json(res, 503, [], { 'retry-after': '3600' }),
    )
    const http = quickHttp()
    await expect(ask(http)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 3_600_000 })
    expect([http.waits, server.requests.length]).toEqual([[20_000], 2])
  })

  test.each<[string, number, (res: ServerResponse) => void]>([
    ['503 did nothing', 4, refuse(503, 'SERVER_UNAVAILABLE')],
    ['429 did nothing', 4, (res) => res.writeHead(429).end()],
    ['a locked row was not written', 4, refuse(400, 'UNABLE_TO_LOCK_ROW')],
    ['500 may have done something', 1, refuse(500, 'UNKNOWN_EXCEPTION')],
    ['a lost answer may have been a good one', 1, (res) => res.destroy()],
    [
      'a cut answer may have been a good one',
      1,
      (res) => res.writeHead(200, { 'content-length': 9 }).write('{', () => res.destroy()),
    ],
  ])(
    'of what must not happen twice is tried again only when nothing happened: %s',
    async (_, times, answer) => {
      await answering(answer)
      await expect(ask(quickHttp(), { method: 'POST', json: {} })).rejects.toHaveProperty('code')
      expect(server.requests).toHaveLength(times)
    },
  )

  test('of a connection that was never made is tried again whatever it was for', async () => {
    await answering((res) => res.end())
    await server.close()
    const http = quickHttp()
    const call = ask(http, { method: 'POST', json: {} })
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE', untouched: true })
    await expect(call).rejects.toThrow('ECONNREFUSED')
    expect(http.waits).toHaveLength(3)
  })

  test('brings Salesforce’s words on one line, short, and apart from the message that logs get', async () => {
    const words = `No such column 'Naem'\nERROR at Row:1\u0000\u202e\u2028${'x '.repeat(1_000)}`
    await answering(refuse(400, 'INVALID_FIELD', words))
    const error = await ask(quickHttp()).catch((thrown: unknown) => thrown as Error & { said: string })
    expect((error as { said: string }).said).toMatch(/^No such column 'Naem' ERROR at Row:1 x /)
    expect((error as { said: string }).said.length).toBeLessThanOrEqual(500)
    expect((error as Error).message).toBe('Salesforce refuses this request. (400, INVALID_FIELD)')
  })

  test('whose code is no code is told without it', async () => {
    await answering(refuse(400, `x'; DROP TABLE <b>${'y'.repeat(500)}`))
    await expect(ask(quickHttp())).rejects.toMatchObject({ code: 'REFUSED', errorCode: undefined })
  })
})

test('pauses grow, stay within their bounds and differ from one to the next', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, chance) => {
        const pause = backoffMs(failures, { firstMs: 500, mostMs: 8_000 }, () => chance)
        const longest = Math.min(8_000, 500 * 2 ** (failures - 1))
        expect(pause).toBeGreaterThanOrEqual(longest / 2)
        expect(pause).toBeLessThanOrEqual(longest)
      },
    ),
  )
})

test('every try is said, and says who asks', async () => {
  await answering((res, turn) => (turn === 1 ? res.destroy() : res.end('{}')))
  let tries = 0
  await ask(quickHttp({ userAgent: 'Team View/1' }), { onTry: () => tries++ })
  expect([tries, server.requests.map(({ headers }) => headers['user-agent'])]).toEqual([
    2,
    ['Team View/1', 'Team View/1'],
  ])
})

test('nothing in the server lets a certificate pass that is not good', async () => {
  await answering((res) => res.end())
  const folder = join(import.meta.dirname, '../../server')
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(50)
  for (const name of files)
    expect(await readFile(join(folder, name), 'utf8')).not.toMatch(
      /rejectUnauthorized|NODE_TLS_REJECT|checkServerIdentity/,
    )
})
