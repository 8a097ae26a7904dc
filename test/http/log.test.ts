import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../../server/lib/log.ts'
import {
  ACCOUNTS,
  LANES,
  ORG_ID,
  USERS,
  salesforceId,
  startTestServer,
  type TestServer,
} from '../support/server.ts'
import { headLines, rawRequest } from '../support/raw-http.ts'

const CANARY = 'canary-7f3a'
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const [csm] = await server.insert('User', [{ Name: `Ada ${CANARY}`, Email: `${CANARY}@example.com` }])
  await server.insert('Company', [
    {
      Name: `${CANARY} GmbH`,
      SfdcAccountId: salesforceId('Account', 50),
      Csm: csm,
      Arr: 123_456,
      CurrencyIsoCode: 'EUR',
    },
  ])
})
afterAll(() => server.close())

const parsed = (): Record<string, unknown>[] =>
  server.logLines.map((line) => JSON.parse(line) as Record<string, unknown>)

describe.each(LANES)('on the %s lane', (lane) => {
  test('a page view leaves one line, at debug: when, which, what came of it and who asked', async () => {
    const { headers } = await server.get(`/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`, {
      lane,
      token: server.tokenOf('viewer'),
    })
    const lines = parsed().filter((line) => line['requestId'] === headers['x-request-id'])
    expect(lines).toEqual([
      {
        level: 20,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        requestId: headers['x-request-id'],
        method: 'GET',
        path: '/widget/v1/team-view',
        status: 200,
        ms: expect.any(Number) as number,
        door: 'widget',
        caller: `${ORG_ID}/${USERS.viewer.id}`,
        msg: 'request',
      },
    ])
  })

  test('no key, no customer’s data and no query reaches the log', async () => {
    const token = server.tokenOf('full')
    const path = `/widget/v1/team-view?object=Account&recordId=${salesforceId('Account', 50)}`
    const shown = await server.get(`${path}&value=${CANARY}`, { lane, token })
    expect(shown.text).toContain(`${CANARY} GmbH`)
    await server.get(`${path}&${CANARY}=1`, { lane, token })
    await server.get(path, { lane, token: `${token}${CANARY}` })
    await server.get(path, {
      lane,
      token,
      headers: { Cookie: CANARY, 'X-Request-Id': `${CANARY} ${CANARY}`, Referer: CANARY },
    })
    await rawRequest(
      server.urls[lane],
      headLines(path, [`Authorization: Bearer ${token}`, `X-Api-Key: ${CANARY}`], 'POST'),
    )
    const log = server.logLines.join('')
    expect(log).not.toContain(CANARY)
    for (const part of token.split('.')) expect(log).not.toContain(part)
  })

  test('a request cannot write lines of its own', async () => {
    const before = server.logLines.length
    await server.get('/%0A%7B%22level%22:30%7D%0d%0aINJECTED', { lane })
    await server.get('/healthz', { lane, headers: { 'X-Request-Id': '{"level":30}' } })
    const lines = server.logLines.slice(before)
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(line.trim().split('\n')).toHaveLength(1)
  })
})

test('what bears the name of a secret or a person is blotted out, at the top and one level down', () => {
  const lines: string[] = []
  const log = createLogger('info', { write: (line) => void lines.push(line) })
  const secrets = Object.fromEntries(
    [
      'authorization',
      'cookie',
      'token',
      'password',
      'secret',
      'privateKey',
      'connectionString',
      'email',
      'name',
      'body',
      'query',
    ].map((key) => [key, CANARY]),
  )
  log.info({ ...secrets, request: secrets }, 'with secrets')
  expect(lines.join('')).not.toContain(CANARY)
  expect(lines.join('')).toContain('[redacted]')
})

test('a database error is logged by its code and place, not by its text', () => {
  const lines: string[] = []
  const log = createLogger('info', { write: (line) => void lines.push(line) })
  const cause = Object.assign(new Error(`duplicate key: ${CANARY}`), {
    code: '23505',
    severity: 'ERROR',
    detail: CANARY,
    table: 'company',
    constraint: 'company_key',
  })
  log.error({ err: new Error('the sync failed', { cause }) }, 'failed')
  const { err } = JSON.parse(lines[0] ?? '') as { err: unknown }
  expect(err).toMatchObject({
    type: 'Error',
    message: 'the sync failed',
    cause: { code: '23505', table: 'company', constraint: 'company_key' },
  })
  expect(lines[0]).not.toContain(CANARY)
})

test('nothing is logged when the level is silent', () => {
  const lines: string[] = []
  createLogger('silent', { write: (line) => void lines.push(line) }).error('anything')
  expect(lines).toEqual([])
})
