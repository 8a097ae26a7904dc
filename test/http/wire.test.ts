import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECURITY_HEADERS } from '../../server/http/security-headers.ts'
import { headLines, openSocket, parseReply, rawRequest, readAll, type RawReply } from '../support/raw-http.ts'
import { ACCOUNTS, LANES, startTestServer, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const PATH = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    limits: { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 },
  })
})
afterAll(() => server.close())

const secured = (reply: RawReply): boolean =>
  Object.entries(SECURITY_HEADERS).every(([name, value]) => reply.headers[name.toLowerCase()] === value)

const codeOf = (reply: RawReply): unknown =>
  (JSON.parse(reply.body) as { error: { code: string } }).error.code

describe.each(LANES)('on the %s lane', (lane) => {
  test('a header of 100 KB is refused before it is looked at', async () => {
    const reply = await rawRequest(
      server.urls[lane],
      headLines(PATH, [`Authorization: Bearer ${'a'.repeat(100_000)}`]),
    )
    expect([reply.status, codeOf(reply), secured(reply)]).toEqual([431, 'HEADERS_TOO_LARGE', true])
  })

  test('a token a little too long is refused like any other', async () => {
    const reply = await rawRequest(
      server.urls[lane],
      headLines(PATH, [`Authorization: Bearer a.${'b'.repeat(4096)}.c`]),
    )
    expect([reply.status, codeOf(reply)]).toEqual([401, 'UNAUTHENTICATED'])
  })

  test.each([
    ['text that is no HTTP', 'hello\r\n\r\n'],
    ['a line end inside a header', `GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\nb: c\r\n\r\n`],
    ['a NUL inside a header', `GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n`],
    ['two lengths', `GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`],
    [
      'a length and chunks',
      `POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a space in the address', `GET /health z HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('%s is answered with 400 and the connection ends', async (_what, bytes) => {
    const reply = await rawRequest(server.urls[lane], bytes)
    expect([reply.status, codeOf(reply), secured(reply)]).toEqual([400, 'MALFORMED_REQUEST', true])
  })

  test('a request that names no host is refused', async () => {
    expect((await rawRequest(server.urls[lane], 'GET /healthz HTTP/1.1\r\n\r\n')).status).toBe(400)
  })

  test('headers that come too slowly end with 408', async () => {
    const socket = openSocket(server.urls[lane])
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    const reply = parseReply(await readAll(socket))
    expect([reply.status, codeOf(reply), secured(reply)]).toEqual([408, 'REQUEST_TIMEOUT', true])
  })

  test('a body that never comes ends too', async () => {
    const socket = openSocket(server.urls[lane])
    socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc`)
    expect(parseReply(await readAll(socket)).status).toBe(401)
  })

  test('a client that goes away harms nobody', async () => {
    const before = server.logLines.length
    for (let i = 0; i < 5; i++) {
      const socket = openSocket(server.urls[lane])
      await once(socket, 'connect')
      socket.write(headLines(PATH, [`Authorization: Bearer ${server.sign()}`]), () =>
        socket.resetAndDestroy(),
      )
    }
    expect((await server.get('/healthz', { lane })).status).toBe(200)
    await until(() => server.logLines.length > before)
    expect(server.logLines.slice(before).filter((line) => line.includes('"level":50'))).toEqual([])
  })

  test('two requests on one connection are answered in their order', async () => {
    const socket = openSocket(server.urls[lane])
    socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n${headLines(PATH)}`)
    expect((await readAll(socket)).match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401'])
  })

  test.each([
    ['%', 400],
    ['%zz', 400],
    ['%ff', 400],
    ['%E0%A4%A', 400],
    ['%C0%80', 400],
    ['%00', 400],
  ])('a record id of %s is a bad request', async (recordId, status) => {
    const reply = await rawRequest(
      server.urls[lane],
      headLines(`/widget/v1/team-view?object=Account&recordId=${recordId}`, [
        `Authorization: Bearer ${server.sign()}`,
      ]),
    )
    expect([reply.status, codeOf(reply)]).toEqual([status, 'INVALID_REQUEST'])
  })

  test('HEAD is GET without its body', async () => {
    const headers = [`Authorization: Bearer ${server.sign()}`]
    const [head, get] = await Promise.all([
      rawRequest(server.urls[lane], headLines(PATH, headers, 'HEAD')),
      rawRequest(server.urls[lane], headLines(PATH, headers)),
    ])
    expect([head.status, head.body, head.headers['content-length']]).toEqual([
      200,
      '',
      get.headers['content-length'],
    ])
    expect(get.headers['content-length']).toBe(String(Buffer.byteLength(get.body)))
  })

  test('no other origin is let in, and none is reflected', async () => {
    const origin = 'https://attacker.example.com'
    const asked = await rawRequest(
      server.urls[lane],
      headLines(PATH, [`Origin: ${origin}`, 'Access-Control-Request-Method: GET'], 'OPTIONS'),
    )
    const { headers } = await server.get(PATH, { lane, token: server.sign(), headers: { Origin: origin } })
    for (const given of [asked.headers, headers])
      expect(Object.keys(given).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('a request id is taken from the caller only when it is one', async () => {
    const ask = async (id: string) => {
      const { headers } = await server.get('/healthz', { lane, headers: { 'X-Request-Id': id } })
      return headers['x-request-id'] as string
    }
    expect(await ask('0123-4567_abc')).toBe('0123-4567_abc')
    for (const id of [
      'short',
      'x'.repeat(65),
      'a b c d e f g',
      '"injected":"yes"',
      '<script>alert(1)</script>',
    ])
      expect(await ask(id)).toMatch(/^[\da-f-]{36}$/)
  })
})
