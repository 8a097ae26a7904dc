import { describe, expect, test } from 'vitest'
import type { TestServer } from '../support/server.ts'
import { browserOf, LOGIN_COOKIE, outcome, SIGNED_IN, sync, withLogins, type LoginSite } from './logins.ts'

let server: TestServer
let somebody: LoginSite['somebody']
withLogins((site) => ({ server, somebody } = site))

const logins = () => server.db.query('select from control.login')
const sessions = () => server.db.query('select from control.console_session')

describe('a begun login', () => {
  const OTHER = 'LOGIN_FOREIGN'
  const synced = async () => {
    const person = somebody()
    await sync(server, person)
    return person
  }

  test('is completed once, however often its answer arrives at the same time', async () => {
    const browser = browserOf(server)
    const back = await browser.toCallback(await synced())
    const key = { Cookie: `${LOGIN_COOKIE}=${browser.cookies.get(LOGIN_COOKIE)}` }
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => server.get(back.pathname + back.search, { headers: key })),
    )
    expect(replies.map(outcome).filter(([status]) => status === 303)).toHaveLength(1)
    expect(replies.map(outcome).filter(([, code]) => code === 'LOGIN_REUSED')).toHaveLength(4)
    expect(await sessions()).toHaveLength(1)
    expect(outcome(await server.get(back.pathname + back.search, { headers: key }))).toEqual([
      409,
      'LOGIN_REUSED',
    ])
  })

  test('is worth nothing in another browser, with another’s cookie or with a made-up one, and stays as it was', async () => {
    const [browser, other] = [browserOf(server), browserOf(server)]
    const back = await browser.toCallback(await synced())
    expect(outcome(await other.comeBack(back))).toEqual([403, OTHER])
    await other.begin()
    expect(outcome(await other.comeBack(back))).toEqual([403, OTHER])
    other.cookies.set(LOGIN_COOKIE, 'B'.repeat(43))
    expect(outcome(await other.comeBack(back))).toEqual([403, OTHER])
    expect(outcome(await browser.comeBack(back))).toEqual(SIGNED_IN)
  })

  test('is not known by another state, however like', async () => {
    const browser = browserOf(server)
    const back = await browser.toCallback(await synced())
    for (const state of ['unknown', back.searchParams.get('state')?.slice(1) ?? '']) {
      const forged = new URL(back)
      forged.searchParams.set('state', state)
      expect(outcome(await browser.comeBack(forged))).toEqual([403, 'LOGIN_UNKNOWN'])
    }
  })

  test('lasts for ten minutes, and not a moment longer', async () => {
    const [soon, late] = [browserOf(server), browserOf(server)]
    const begun = server.clock.now().getTime()
    const [one, two] = [await soon.toCallback(await synced()), await late.toCallback(await synced())]
    server.clock.set(begun + 600_000 - 1)
    // The code is older than Salesforce takes, which is told apart from a login that is over here.
    expect(outcome(await soon.comeBack(one))).not.toEqual([410, 'LOGIN_EXPIRED'])
    server.clock.set(begun + 600_000)
    expect(outcome(await late.comeBack(two))).toEqual([410, 'LOGIN_EXPIRED'])
  })

  test('is forgotten an hour after it was begun', async () => {
    await browserOf(server).begin()
    server.clock.advance(3_600_000 - 1)
    await browserOf(server).begin()
    expect(await logins()).toHaveLength(2)
    server.clock.advance(1)
    await browserOf(server).begin()
    expect(await logins()).toHaveLength(2)
  })

  test('can be completed once by whoever writes to the database, too', async () => {
    await browserOf(server).begin()
    await server.db.query(`update control.login set used_at = begun_at`)
    await expect(server.db.query(`update control.login set used_at = null`)).rejects.toMatchObject({
      constraint: 'use_login_once',
    })
  })

  test('with a code that was stolen from another login is refused by Salesforce', async () => {
    const [victim, thief] = [browserOf(server), browserOf(server)]
    const code = (await victim.toCallback(await synced())).searchParams.get('code') ?? ''
    const back = await thief.toCallback(await synced())
    back.searchParams.set('code', code)
    expect(outcome(await thief.comeBack(back))).toEqual([409, 'LOGIN_CODE_REFUSED'])
  })
})
