import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../server/errors.ts'
import { endpoint } from '../../server/http/endpoint.ts'
import { createRateLimit, REFUSALS_PER_QUARTER_HOUR } from '../../server/http/rate-limit.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const refuse = () => Promise.reject(new AppError('SIGN_IN_REFUSED'))
const outcome = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.catch((error: unknown) => (error instanceof AppError ? error.code : error))

describe('logins of one account or address', () => {
  test('are tried until too many were refused, and then not even the right one is', async () => {
    const { login } = createRateLimit(100)
    for (let i = 0; i < REFUSALS_PER_QUARTER_HOUR; i++)
      expect(await outcome(login('account a', refuse))).toBe('SIGN_IN_REFUSED')
    let tried = false
    const right = () => Promise.resolve((tried = true))
    expect([await outcome(login('account a', right)), tried]).toEqual(['TOO_MANY_REQUESTS', false])
    expect(await login('account b', () => Promise.resolve('in'))).toBe('in')
  })

  test('that are made at once count as if they came one after another', async () => {
    const { login } = createRateLimit(100)
    let tried = 0
    const slowly = async () => {
      tried++
      await new Promise(setImmediate)
      return refuse()
    }
    await Promise.all(Array.from({ length: 50 }, () => outcome(login('account a', slowly))))
    expect(tried).toBe(REFUSALS_PER_QUARTER_HOUR)
  })

  test('that are refused for their account cost their address nothing', async () => {
    const { login } = createRateLimit(100)
    for (let i = 0; i < 3 * REFUSALS_PER_QUARTER_HOUR; i++)
      await outcome(login('address', () => login(`account ${i}`, refuse)))
    expect(await outcome(login('address', refuse))).toBe('SIGN_IN_REFUSED')
  })

  test('that go well, or fail for another reason, cost nothing', async () => {
    const { login } = createRateLimit(100)
    for (let i = 0; i < 3 * REFUSALS_PER_QUARTER_HOUR; i++) {
      await login('account a', () => Promise.resolve())
      await outcome(login('account a', () => Promise.reject(new AppError('UNAVAILABLE'))))
    }
    expect(await outcome(login('account a', refuse))).toBe('SIGN_IN_REFUSED')
  })
})

let server: TestServer | undefined
afterEach(() => server?.close())

test('an endpoint that lets people in makes an address wait whose logins keep failing, and no other', async () => {
  let good = false
  const login = endpoint({
    name: 'login',
    method: 'GET',
    path: '/console/login/test',
    door: 'open',
    login: true,
    summary: 'Log in',
    answer: z.object({ done: z.boolean() }),
    handle: () => (good ? { done: true } : refuse()),
  })
  const started = (server = await startTestServer({ extra: [login], trustProxy: 1 }))
  const ask = (from: string) =>
    started.get(login.path, { lane: 'express', headers: { 'X-Forwarded-For': from } })
  for (let i = 0; i < REFUSALS_PER_QUARTER_HOUR; i++) expect((await ask('203.0.113.7')).status).toBe(403)
  good = true
  const reply = await ask('203.0.113.7')
  expect([reply.status, Number(reply.headers['retry-after']) > 60]).toEqual([429, true])
  expect((await ask('203.0.113.8')).status).toBe(200)
})
