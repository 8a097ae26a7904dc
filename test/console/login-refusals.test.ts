import { describe, expect, test } from 'vitest'
import { ERRORS, type ErrorCode } from '../../server/errors.ts'
import { REFUSALS_PER_QUARTER_HOUR } from '../../server/http/rate-limit.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import type { PersonOptions } from '../support/console.ts'
import type { RunningOrg } from '../support/local-org.ts'
import type { TestServer } from '../support/server.ts'
import {
  ASKS_FOR_A_PAGE,
  browserOf,
  codeOf,
  connectTo,
  namesakeOf,
  outcome,
  refusalOf,
  SIGNED_IN,
  sync,
  withLogins,
  type LoginSite,
} from './logins.ts'

let server: TestServer
let copy: RunningOrg
let somebody: LoginSite['somebody']
let connectionId: string
let from: LoginSite['from']
withLogins((site) => ({ server, copy, somebody, connectionId, from } = site))

describe('whoever has proven who they are is told why they cannot come in:', () => {
  const CASES: [why: string, options: PersonOptions, code: ErrorCode][] = [
    ['deactivated', { active: false }, 'LOGIN_DEACTIVATED'],
    ['without a licence', { licence: null }, 'LOGIN_LICENCE'],
    ['a collaborator', { licence: 'Internal Collaborators' }, 'LOGIN_LICENCE'],
    ['external', { licence: 'External' }, 'LOGIN_LICENCE'],
    ['without a role', { role: null }, 'LOGIN_NO_ROLE'],
  ]
  test.each(CASES)('%s', async (_why, options, code) => {
    const person = somebody()
    await sync(server, person, options)
    expect(await refusalOf({ server, from }, person)).toEqual([403, code])
  })

  test('not synced yet', async () => {
    expect(await refusalOf({ server, from }, somebody())).toEqual([403, 'LOGIN_NOT_SYNCED'])
  })

  test('synced twice', async () => {
    const person = somebody()
    await sync(server, person)
    await sync(server, person)
    expect(await refusalOf({ server, from }, person)).toEqual([403, 'LOGIN_AMBIGUOUS'])
  })
})

const SECOND = { name: 'Other', place: 2, givenJobs: 'users-and-currencies' } as const

describe('a user is the org’s', () => {
  test('who carries the connection, before one who carries none', async () => {
    const person = somebody()
    await sync(server, person, { role: null })
    const marked = await sync(server, person, { connectionId })
    const browser = browserOf(server)
    await browser.logIn(person)
    expect((await browser.get('/console/v1/me')).body).toMatchObject({ user: { id: marked } })
  })

  test('and not who carries another connection: a sandbox has the user ids of its production org', async () => {
    const person = somebody()
    const other = await connectTo(server, copy, SECOND)
    await sync(server, person, { connectionId: other })
    const browser = browserOf(server)
    expect(outcome(await browser.logIn(person, { connection: connectionId }))).toEqual([
      403,
      'LOGIN_NOT_SYNCED',
    ])
    const namesake = namesakeOf(person, copy)
    expect(outcome(await browser.logIn(namesake, { connection: other }))).toEqual(SIGNED_IN)
  })

  test('who carries none, of the connection with all jobs only', async () => {
    const person = somebody()
    const other = await connectTo(server, copy, SECOND)
    await sync(server, person)
    const browser = browserOf(server)
    expect(outcome(await browser.logIn(namesakeOf(person, copy), { connection: other }))).toEqual([
      403,
      'LOGIN_NOT_SYNCED',
    ])
    expect(outcome(await browser.logIn(person, { connection: connectionId }))).toEqual(SIGNED_IN)
  })

  test('also with an id of 15 characters, and with no other’s', async () => {
    const person = somebody()
    const userId = await sync(server, person)
    const set = (id: string) =>
      server.db.query(`update ${server.tenant.schemaName}."user" set sfdcuserid = $2 where gsid = $1`, [
        userId,
        id,
      ])
    await set(person.userId.slice(0, 15))
    expect(outcome(await browserOf(server).logIn(person))).toEqual(SIGNED_IN)
    await set(person.userId.toLowerCase())
    expect(outcome(await browserOf(server).logIn(person))).toEqual([403, 'LOGIN_NOT_SYNCED'])
  })

  test('and not another tenant’s', async () => {
    const person = somebody()
    const elsewhere = { ...server, tenant: await provisionTenant(server.db, { name: 'Elsewhere' }) }
    await sync(elsewhere, person)
    expect(await refusalOf({ server, from }, person)).toEqual([403, 'LOGIN_NOT_SYNCED'])
  })
})

describe('logins that keep being refused', () => {
  test('make their account wait, and nobody else of the same address', async () => {
    const [refused, colleague] = [somebody(), somebody()]
    await sync(server, refused, { role: null })
    await sync(server, colleague)
    for (let i = 0; i < REFUSALS_PER_QUARTER_HOUR; i++)
      expect(await refusalOf({ server, from }, refused)).toEqual([403, 'LOGIN_NO_ROLE'])
    expect(await refusalOf({ server, from }, refused)).toEqual([429, 'TOO_MANY_REQUESTS'])
    const browser = browserOf(server)
    expect(outcome(await browser.comeBack(await browser.toCallback(colleague), from))).toEqual(SIGNED_IN)
  })

  test('for states that were guessed make their address wait, right or wrong, and no other', async () => {
    const person = somebody()
    await sync(server, person)
    const browser = browserOf(server)
    const back = await browser.toCallback(person)
    const guess = () => server.get('/console/login/callback?state=guessed&code=x', { headers: from })
    for (let i = 0; i < REFUSALS_PER_QUARTER_HOUR; i++) expect(codeOf(await guess())).toBe('LOGIN_UNKNOWN')
    const reply = await browser.comeBack(back, from)
    expect([reply.status, Number(reply.headers['retry-after']) > 60]).toEqual([429, true])
    const elsewhere = { 'X-Forwarded-For': '198.51.100.7' }
    expect(outcome(await browser.comeBack(back, elsewhere))).toEqual(SIGNED_IN)
  })
})

describe('a person', () => {
  test('sees a refusal as a page: what happened, what to do, the way back, and the code to quote', async () => {
    const person = somebody()
    await sync(server, person, { role: null })
    const browser = browserOf(server)
    const reply = await browser.comeBack(await browser.toCallback(person), { ...from, ...ASKS_FOR_A_PAGE })
    expect([reply.status, reply.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8'])
    const { meaning, action } = ERRORS.LOGIN_NO_ROLE
    for (const text of [meaning.slice(0, -1), action, 'href="/console"', 'href="/console/login/another"'])
      expect(reply.text).toContain(text)
    expect(reply.text).toContain(`<code>LOGIN_NO_ROLE</code>`)
    expect(reply.text).toContain(`<code>${reply.headers['x-request-id']}</code>`)
    expect(reply.text).not.toMatch(/<script|<style| style=| on\w+=/)
    expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';/)
    expect(reply.headers['cache-control']).toBe('no-store')
  })

  test('is shown what came with the address as text, never as markup', async () => {
    const reply = await server.get('/console/login/callback?<img src=x onerror=alert(1)>=1', {
      headers: ASKS_FOR_A_PAGE,
    })
    expect([reply.status, reply.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    expect(reply.text).not.toContain('<img')
  })

  test('is told nothing else than a program', async () => {
    for (const path of [
      '/console/login/callback?state=x',
      '/console/nothing-here',
      '/nothing',
      '/console/login/',
    ]) {
      const [page, json] = [
        await server.get(path, { headers: ASKS_FOR_A_PAGE }),
        await server.get(path, { headers: { Accept: 'application/json' } }),
      ]
      if (page.status === 303) expect(codeOf(json)).toBe('NOT_SIGNED_IN')
      else
        expect([page.status, page.text]).toEqual([json.status, expect.stringContaining(String(codeOf(json)))])
    }
  })
})

test('the log says who was refused and why, and quotes no secret', async () => {
  const person = somebody()
  await sync(server, person, { active: false })
  const browser = browserOf(server)
  const back = await browser.toCallback(person)
  server.logLines.splice(0)
  await browser.comeBack(back, from)
  const log = server.logLines.join('')
  expect(log).toContain(`"refused":"${person.userId}: LOGIN_DEACTIVATED"`)
  for (const secret of [
    back.searchParams.get('state'),
    back.searchParams.get('code'),
    ...browser.cookies.values(),
  ])
    expect(log).not.toContain(secret)
})
