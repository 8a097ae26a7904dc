import { describe, expect, test } from 'vitest'
import { provisionTenant } from '../../server/objects/index.ts'
import type { RunningOrg } from '../support/local-org.ts'
import type { TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'
import {
  browserOf,
  connectTo,
  outcome,
  peopleOf,
  refusalOf,
  SIGNED_IN,
  startLoginOrg,
  sync,
  withLogins,
  type LoginSite,
} from './logins.ts'

let server: TestServer
let org: RunningOrg
let copy: RunningOrg
let somebody: LoginSite['somebody']
let connectionId: string
let from: LoginSite['from']
withLogins((site) => ({ server, org, copy, somebody, connectionId, from } = site))

describe('Salesforce', () => {
  const synced = async () => {
    const person = somebody()
    await sync(server, person)
    return person
  }

  test('refused by its user, lets nobody in', async () => {
    expect(await refusalOf({ server, from }, { ...(await synced()), decision: 'deny' })).toEqual([
      409,
      'LOGIN_DENIED',
    ])
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
      expect(await refusalOf({ server, from }, person)).toEqual(expected)
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
    await connectTo(server, copy, { name: 'Other', place: 2, givenJobs: 'users-and-currencies' })
    expect(outcome(await begin())).toEqual([400, 'INVALID_REQUEST'])
    expect((await begin(connectionId)).status).toBe(303)
  })
})
