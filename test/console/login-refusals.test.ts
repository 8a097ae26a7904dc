import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ERRORS, type ErrorCode } from '../../server/errors.ts'
import { REFUSALS_PER_QUARTER_HOUR } from '../../server/http/rate-limit.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import type { PersonOptions } from '../support/console.ts'
import { dump } from '../support/dump.ts'
import type { RunningOrg } from '../support/local-org.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'
import {
  ASKS_FOR_A_PAGE,
  browserOf,
  codeOf,
  connectTo,
  outcome,
  peopleOf,
  SIGNED_IN,
  startLoginOrg,
  sync,
  type OrgPerson,
} from './logins.ts'

let server: TestServer
let org: RunningOrg
let somebody: () => OrgPerson
let connectionId: string
beforeAll(async () => {
  // Behind a proxy, so that each test has an address of its own to be refused at.
  server = await startTestServer({ trustProxy: 1 })
  org = await startLoginOrg(server, { accounts: 200 })
  somebody = peopleOf(org)
})
afterAll(async () => {
  await org.close()
  await server.close()
})
let from: Record<string, string>
let tests = 0
beforeEach(async () => {
  from = { 'X-Forwarded-For': `203.0.113.${++tests}` }
  connectionId = await connectTo(server, org)
})
afterEach(async () => {
  org.faults.disarm()
  await server.db.query('truncate control.connection, control.console_session cascade')
})

/** What a login of this person comes to, with nothing but the login itself written down. */
async function refusalOf(person: OrgPerson): Promise<unknown[]> {
  const browser = browserOf(server)
  const back = await browser.toCallback(person)
  const { 'control.login': _before, ...before } = await dump(server.db)
  const reply = await browser.comeBack(back, from)
  const { 'control.login': _after, ...after } = await dump(server.db)
  expect(after).toEqual(before)
  expect(browser.session()).toBeUndefined()
  return outcome(reply)
}

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
    expect(await refusalOf(person)).toEqual([403, code])
  })

  test('not synced yet', async () => {
    expect(await refusalOf(somebody())).toEqual([403, 'LOGIN_NOT_SYNCED'])
  })

  test('synced twice', async () => {
    const person = somebody()
    await sync(server, person)
    await sync(server, person)
    expect(await refusalOf(person)).toEqual([403, 'LOGIN_AMBIGUOUS'])
  })
})

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
    const other = await connectTo(server, org, { name: 'Other', place: 2, givenJobs: 'users-and-currencies' })
    await sync(server, person, { connectionId: other })
    const browser = browserOf(server)
    expect(outcome(await browser.logIn(person, { connection: connectionId }))).toEqual([
      403,
      'LOGIN_NOT_SYNCED',
    ])
    expect(outcome(await browser.logIn(person, { connection: other }))).toEqual(SIGNED_IN)
  })

  test('who carries none, of the connection with all jobs only', async () => {
    const person = somebody()
    const other = await connectTo(server, org, { name: 'Other', place: 2, givenJobs: 'users-and-currencies' })
    await sync(server, person)
    const browser = browserOf(server)
    expect(outcome(await browser.logIn(person, { connection: other }))).toEqual([403, 'LOGIN_NOT_SYNCED'])
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
    expect(await refusalOf(person)).toEqual([403, 'LOGIN_NOT_SYNCED'])
  })
})

describe('Salesforce', () => {
  const synced = async () => {
    const person = somebody()
    await sync(server, person)
    return person
  }

  test('refused by its user, lets nobody in', async () => {
    expect(await refusalOf({ ...(await synced()), decision: 'deny' })).toEqual([409, 'LOGIN_DENIED'])
  })

  test.each([
    ['the app any more', 'OAUTH_APP_BLOCKED', [409, 'LOGIN_APP_REFUSED']],
    ['anybody, for a while', 'server_error', [503, 'SALESFORCE_UNAVAILABLE']],
    ['this, for a reason nobody knows', 'surprise', [403, 'LOGIN_UNPROVEN']],
  ])('does not let in %s', async (_what, error, expected) => {
    const browser = browserOf(server)
    const back = await browser.toCallback(await synced())
    back.searchParams.delete('code')
    back.searchParams.set('error', error)
    expect(outcome(await browser.comeBack(back, from))).toEqual(expected)
    // Used up all the same.
    expect(outcome(await browser.comeBack(back, from))).toEqual([409, 'LOGIN_REUSED'])
  })

  test('sends neither a code nor an error', async () => {
    const browser = browserOf(server)
    const back = await browser.toCallback(await synced())
    back.searchParams.delete('code')
    expect(outcome(await browser.comeBack(back, from))).toEqual([409, 'LOGIN_CODE_REFUSED'])
  })

  test.each([
    [
      'is under maintenance',
      { kind: 'html', path: '/services/oauth2/token' },
      [502, 'SALESFORCE_UNREADABLE'],
    ],
    ['shows a page for its keys', { kind: 'html', path: '/id/keys' }, [502, 'SALESFORCE_UNREADABLE']],
    [
      'names a foreign instance',
      { kind: 'instance-url', url: 'https://evil.example' },
      [409, 'HOST_REFUSED'],
    ],
    ['answers as another org', { kind: 'other-org' }, [403, 'LOGIN_WRONG_ORG']],
  ] as const)('%s', async (_what, fault, expected) => {
    const fresh = await startLoginOrg(server, { seed: 2 })
    try {
      await server.db.query('truncate control.connection cascade')
      await connectTo(server, fresh)
      const person = peopleOf(fresh)()
      await sync(server, person)
      fresh.faults.arm({ ...fault, times: null })
      expect(await refusalOf(person)).toEqual(expected)
    } finally {
      await fresh.close()
    }
  })

  test('is not there when it is asked', async () => {
    const gone = await startLoginOrg(server, { seed: 2 })
    await server.db.query('truncate control.connection cascade')
    await connectTo(server, gone)
    const browser = browserOf(server)
    const back = await browser.toCallback(peopleOf(gone)())
    await gone.close()
    expect(outcome(await browser.comeBack(back, from))).toEqual([503, 'SALESFORCE_UNAVAILABLE'])
  })

  test('cannot be told of the token: the login counts, and the token is forgotten', async () => {
    org.faults.arm({ kind: 'unavailable', path: '/services/oauth2/revoke', times: null })
    expect(outcome(await browserOf(server).logIn(await synced()))).toEqual(SIGNED_IN)
    expect(await server.db.query('select from control.connection_revocation')).toEqual([])
  })

  test('is asked for the org that the connection is pinned to, whoever answers there now', async () => {
    const person = await synced()
    const browser = browserOf(server)
    const back = await browser.toCallback(person)
    await server.db.query('truncate control.connection cascade')
    expect(outcome(await browser.comeBack(back, from))).toEqual([403, 'LOGIN_UNKNOWN'])
    await connectTo(server, { url: org.url, orgId: `${org.orgId.slice(0, 9)}ZZZZZZAAA` })
    expect(outcome(await browserOf(server).logIn(person))).toEqual([403, 'LOGIN_WRONG_ORG'])
  })
})

describe('a connection that lets nobody in', () => {
  const UNAVAILABLE = [409, 'LOGIN_UNAVAILABLE']
  const begin = (connection?: string) =>
    browserOf(server).begin(connection === undefined ? {} : { connection })
  const forget = () => server.db.query('truncate control.connection cascade')

  test('is told in the same words, whether it is new, deleted, another tenant’s, or never was', async () => {
    await forget()
    const other = await provisionTenant(server.db, { name: 'Other' })
    const ids = [
      await connectTo(server, org, { name: 'New', state: 'created' }),
      await connectTo(server, org, { name: 'Deleted', state: 'deleted' }),
      await connectTo(server, org, { name: 'Foreign', tenantId: other.id }),
      '3f1c7d52-6b0e-4a52-9f0b-0d9a4c1e2b77',
    ]
    const refusals = [await begin(), ...(await Promise.all(ids.map(begin)))].map((reply) => {
      const { requestId: _, ...error } = (reply.body as { error: Record<string, unknown> }).error
      expect(outcome(reply)).toEqual(UNAVAILABLE)
      return error
    })
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1)
    expect(await server.db.query('select from control.login')).toEqual([])
  })

  test('between the two halves of a login lets nobody in either', async () => {
    const browser = browserOf(server)
    const back = await browser.toCallback(somebody())
    await server.db.query(`update control.connection set client_id = 'another.app'`)
    expect(outcome(await browser.comeBack(back, from))).toEqual(UNAVAILABLE)
    const again = await browserOf(server).begin()
    expect(new URL(again.headers['location'] ?? '').searchParams.get('client_id')).toBe('another.app')
  })

  test('because it is deleted while Salesforce is asked lets nobody in', async () => {
    const person = somebody()
    await sync(server, person)
    const browser = browserOf(server)
    const back = await browser.toCallback(person)
    org.faults.arm({ kind: 'latency', ms: 400, path: '/services/oauth2/token' })
    const reply = browser.comeBack(back, from)
    await until(async () => (await server.db.query('select from control.login where used_at is not null'))[0])
    await server.db.query(`update control.connection set state = 'deleted', place = null`)
    expect(outcome(await reply)).toEqual(UNAVAILABLE)
    expect(await server.db.query('select from control.console_session')).toEqual([])
  })

  test('must be named where there are two that do', async () => {
    await connectTo(server, org, { name: 'Other', place: 2, givenJobs: 'users-and-currencies' })
    expect(outcome(await begin())).toEqual([400, 'INVALID_REQUEST'])
    expect((await begin(connectionId)).status).toBe(303)
  })
})

describe('logins that keep being refused', () => {
  test('make their account wait, and nobody else of the same address', async () => {
    const [refused, colleague] = [somebody(), somebody()]
    await sync(server, refused, { role: null })
    await sync(server, colleague)
    for (let i = 0; i < REFUSALS_PER_QUARTER_HOUR; i++)
      expect(await refusalOf(refused)).toEqual([403, 'LOGIN_NO_ROLE'])
    expect(await refusalOf(refused)).toEqual([429, 'TOO_MANY_REQUESTS'])
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
