import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../server/http/endpoint.ts'
import type { Database } from '../../server/store/index.ts'
import { deaf } from '../support/database.ts'
import { ACCOUNTS, LANES, startTestServer, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const PATH = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`
const SECRET = 'canary-4111-1111'
const TIME_LIMIT_MS = 1000

/** What the database does instead of answering; nothing: it answers. */
let fault: (() => Promise<never>) | undefined
const failing = (db: Database): Database => ({
  ...deaf(db),
  query: (sql, params) => (fault ? fault() : db.query(sql, params)),
  ping: () => (fault ? fault() : db.ping()),
})

const answering = (path: string, handle: () => unknown) =>
  endpoint({
    name: path,
    method: 'GET',
    path,
    door: 'open',
    summary: 'Answers something',
    answer: z.object({ known: z.string() }),
    handle: handle as () => { known: string },
  })

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    wrap: failing,
    timeLimitMs: TIME_LIMIT_MS,
    extra: [
      answering('/more', () => ({ known: 'yes', password: SECRET, nested: { schema: 't_1' } })),
      answering('/other', () => ({ known: 1, secret: SECRET })),
      answering('/nothing', () => undefined),
    ],
  })
})
afterEach(() => (fault = undefined))
afterAll(() => server.close())

const databaseError = (code: string): Error =>
  Object.assign(new Error(`${SECRET}: select * from t_1.company`), {
    code,
    severity: 'ERROR',
    detail: `Key (email)=(${SECRET}) exists`,
    where: SECRET,
  })
const systemError = (code: string): Error =>
  Object.assign(new Error(`connect ${code} /run/${SECRET}`), { code })

const OUTAGES: [string, () => unknown][] = [
  ['PostgreSQL shuts down', () => databaseError('57P01')],
  ['PostgreSQL is starting', () => databaseError('57P03')],
  ['a statement takes too long', () => databaseError('57014')],
  ['there are too many connections', () => databaseError('53300')],
  ['the disk is full', () => databaseError('53100')],
  ['a connection breaks', () => databaseError('08006')],
  ['nothing listens', () => systemError('ECONNREFUSED')],
  ['nothing listens on any address', () => Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })],
  ['the socket is gone', () => systemError('ENOENT')],
  ['the connection is reset', () => systemError('ECONNRESET')],
  ['the network is silent', () => systemError('ETIMEDOUT')],
  ['the name is unknown', () => systemError('ENOTFOUND')],
  ['the driver loses the connection', () => new Error('Connection terminated unexpectedly')],
  ['the driver waits too long for a connection', () => new Error('timeout exceeded when trying to connect')],
  ['the driver waits too long for an answer', () => new Error('Query read timeout')],
]

const DEFECTS: [string, () => unknown][] = [
  ['SQL is wrong', () => databaseError('42703')],
  ['a rule of the data is broken', () => databaseError('23505')],
  ['a type is wrong', () => new TypeError(`${SECRET} is not a function`)],
  ['text is thrown', () => SECRET],
  ['undefined is thrown', () => undefined],
  ['null is thrown', () => null],
  ['an object is thrown', () => ({ code: 'ECONNREFUSED', secret: SECRET })],
]

/** The team view reads the database twice: for the key, then for the company. Both may fail. */
const ask = async (lane: (typeof LANES)[number], user: 'first' | 'known' = 'first') => {
  if (user === 'first') server.clock.advance(2000)
  return server.get(PATH, { lane, token: server.sign() })
}
// Not everything that code throws is an Error, and that is what some of these tests are about.
// eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
const fails = (error: () => unknown) => (): Promise<never> => Promise.reject(error())
const INTERNAL_WORDS = new RegExp(`${SECRET}|select|t_1|\\.ts|at .*:\\d+|node_modules|Error:`)

describe.each(LANES)('on the %s lane', (lane) => {
  test.each(OUTAGES)('when %s, the caller is told to come back', async (_what, error) => {
    for (const user of ['first', 'known'] as const) {
      await ask(lane)
      fault = fails(error)
      const reply = await ask(lane, user)
      fault = undefined
      expect([reply.status, reply.body]).toMatchObject([503, { error: { code: 'UNAVAILABLE' } }])
      expect(reply.text).not.toMatch(INTERNAL_WORDS)
      expect((await ask(lane, 'known')).status).toBe(200)
    }
  })

  test.each(DEFECTS)('when %s, the caller learns nothing of it', async (_what, error) => {
    for (const user of ['first', 'known'] as const) {
      await ask(lane)
      fault = fails(error)
      const reply = await ask(lane, user)
      fault = undefined
      expect([reply.status, reply.body]).toMatchObject([500, { error: { code: 'INTERNAL' } }])
      expect(reply.text).not.toMatch(INTERNAL_WORDS)
      expect((await ask(lane, 'known')).status).toBe(200)
    }
  })

  test('an answer that takes too long ends with 503, and its late failure harms nobody', async () => {
    const late = Promise.withResolvers<never>()
    fault = () => late.promise
    const started = performance.now()
    const reply = await ask(lane)
    expect(reply.status).toBe(503)
    expect(performance.now() - started).toBeLessThan(TIME_LIMIT_MS + 2000)
    late.reject(new Error('much later'))
    fault = undefined
    expect((await ask(lane)).status).toBe(200)
  })

  test('readiness follows the database, liveness does not', async () => {
    fault = fails(() => databaseError('57P01'))
    expect((await server.get('/readyz', { lane })).status).toBe(503)
    expect((await server.get('/healthz', { lane })).status).toBe(200)
    fault = undefined
    expect((await server.get('/readyz', { lane })).body).toEqual({ status: 'ready' })
  })
})

test('a failure is in the log with the request’s id and where it happened, without the values', async () => {
  server.clock.advance(2000)
  fault = fails(() => databaseError('42703'))
  const { headers } = await server.get(PATH, { token: server.sign() })
  const lines = server.logLines.filter((line) => line.includes(headers['x-request-id'] ?? ''))
  const failure = lines.map(
    (line) => JSON.parse(line) as { level: number; err?: { code: string; stack: string[] } },
  )
  expect(failure.find((line) => line.level === 50)?.err).toMatchObject({ code: '42703' })
  expect(failure.find((line) => line.level === 50)?.err?.stack[0]).toMatch(/^at /)
  expect(lines.join('')).not.toMatch(new RegExp(`${SECRET}|select \\*`))
})

test('what the answer’s schema does not name is not sent', async () => {
  expect((await server.get('/more', { lane: 'express' })).text).toBe('{"known":"yes"}')
})

test.each(['/other', '/nothing'])(
  'an answer of another shape than promised is not sent: %s',
  async (path) => {
    const reply = await server.get(path, { lane: 'express' })
    expect([reply.status, reply.text]).toEqual([500, expect.not.stringContaining(SECRET)])
  },
)

test('a server whose connections are cut answers again by itself', async () => {
  await server.db.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await until(async () => (await ask('fast')).status === 200)
})

test('a server whose database is closed says so', async () => {
  const closing = await startTestServer()
  try {
    await closing.db.close()
    for (const lane of LANES)
      expect((await closing.get(PATH, { lane, token: closing.sign() })).status).toBe(503)
  } finally {
    await closing.close()
  }
})
