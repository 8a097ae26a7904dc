import { describe, expect, test } from 'vitest'
import { serversOfOneDatabase } from '../support/server-each-test.ts'
import { ACCOUNTS, LANES, type TestServer, type TestServerOptions } from '../support/server.ts'

const PATH = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`
const FAILURES_ALLOWED = 30

let server: TestServer
const servers = serversOfOneDatabase()
const start = async (options: TestServerOptions): Promise<void> => {
  server = await servers.start(options)
}

describe.each(LANES)('on the %s lane', (lane) => {
  const statuses = async (times: number, ask: () => Promise<{ status: number }>): Promise<number[]> => {
    const seen: number[] = []
    for (let i = 0; i < times; i++) seen.push((await ask()).status)
    return seen
  }
  const fail = (forwarded?: string) =>
    server.get(PATH, {
      lane,
      token: 'not.a.token',
      headers: forwarded ? { 'X-Forwarded-For': forwarded } : {},
    })

  test('a caller who asks too often is told when to come back, and no other caller pays for it', async () => {
    await start({ requestsPerMinute: 3 })
    const ask = () => server.get(PATH, { lane, token: server.tokenOf('viewer') })
    expect(await statuses(4, ask)).toEqual([200, 200, 200, 429])
    const reply = await ask()
    expect(reply.body).toMatchObject({
      error: { code: 'TOO_MANY_REQUESTS', requestId: expect.any(String) as string },
    })
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect((await server.get(PATH, { lane, token: server.tokenOf('full') })).status).toBe(200)
  })

  test('bad requests and addresses that are not there count too', async () => {
    await start({ requestsPerMinute: 3 })
    const paths = ['/widget/v1/nothing', `${PATH}&x=1`, PATH, PATH]
    const seen: number[] = []
    for (const path of paths)
      seen.push((await server.get(path, { lane, token: server.tokenOf('viewer') })).status)
    expect(seen).toEqual([404, 400, 200, 429])
  })

  test('an open address is limited by where the request comes from', async () => {
    await start({ requestsPerMinute: 3 })
    expect(await statuses(4, () => server.get('/healthz', { lane }))).toEqual([200, 200, 200, 429])
  })

  test('an address that keeps failing to prove who it is, is told to wait', async () => {
    await start({ requestsPerMinute: 300 })
    expect(new Set(await statuses(FAILURES_ALLOWED, () => fail()))).toEqual(new Set([401]))
    const reply = await fail()
    expect([reply.status, Number(reply.headers['retry-after']) > 0]).toEqual([429, true])
  })

  test('a good token is answered all the same: customers share the addresses of Salesforce', async () => {
    await start({ requestsPerMinute: 300 })
    expect((await statuses(FAILURES_ALLOWED + 1, () => fail())).at(-1)).toBe(429)
    expect((await server.get(PATH, { lane, token: server.sign() })).status).toBe(200)
  })

  test('X-Forwarded-For changes nothing when no proxy is trusted', async () => {
    await start({ requestsPerMinute: 300 })
    let i = 0
    const seen = await statuses(FAILURES_ALLOWED + 1, () => fail(`10.0.0.${i++}`))
    expect(seen.at(-1)).toBe(429)
  })

  test('behind one proxy, what the proxy wrote counts and what the client wrote does not', async () => {
    await start({ requestsPerMinute: 300, trustProxy: 1 })
    let i = 0
    const seen = await statuses(FAILURES_ALLOWED + 1, () => fail(`10.0.0.${i++}, 203.0.113.7`))
    expect(seen.at(-1)).toBe(429)
    expect((await fail('203.0.113.8')).status).toBe(401)
    expect(
      (await server.get(PATH, { lane, token: server.sign(), headers: { 'X-Forwarded-For': '203.0.113.8' } }))
        .status,
    ).toBe(200)
  })
})
