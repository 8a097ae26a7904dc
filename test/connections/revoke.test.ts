import { describe, expect, test } from 'vitest'
import type { TestConsole } from './console.ts'
import { withAuthorizedConnection, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let id: string
withAuthorizedConnection((made) => void ({ console, org, id } = made))

const opens = async (accessToken: string): Promise<boolean> => {
  const { status } = await fetch(`${org.url}/services/data/v65.0/limits`, {
    headers: { authorization: `Bearer ${accessToken}` },
  })
  return status === 200
}
const sync = (): Promise<unknown> => console.connections.clientFor(console.tenant.id, id)
const kept = () => console.db.query('select * from control.connection_grant')
const action = async (name: string) => (await console.read(id)).actions.find((one) => one.action === name)

const stopNow = () => console.call('POST', `/console/v1/connections/${id}/stop`)

describe('revoking', () => {
  test('ends the access at Salesforce too, wipes the grant, and lets nothing sync', async () => {
    const { access } = (await console.tokens(id))!
    expect(await opens(access)).toBe(true)
    const { body } = await console.act(id, 'revoke')
    expect(body.connection).toMatchObject({
      state: 'revoked',
      stateReason: { code: 'REVOKED_HERE' },
      revocationsPending: 0,
      orgId: org.orgId,
    })
    expect(body.notices).toEqual([])
    expect(await opens(access)).toBe(false)
    expect(await kept()).toEqual([])
    await expect(sync()).rejects.toMatchObject({ code: 'CONNECTION_REVOKED' })
    expect(await action('refresh-metadata')).toMatchObject({
      allowed: false,
      reason: { code: 'CONNECTION_REVOKED' },
    })
  })

  test('ends a client that is at work', async () => {
    const client = await console.connections.clientFor(console.tenant.id, id)
    await client.query('SELECT Id FROM Account LIMIT 1')
    await console.act(id, 'revoke')
    await expect(client.query('SELECT Id FROM Account LIMIT 1')).rejects.toMatchObject({
      code: 'CONNECTION_REVOKED',
    })
  })

  describe.each(['unavailable', 'html', 'cut'] as const)('while Salesforce fails (%s)', (kind) => {
    test('holds here at once, says what is left, and can be done again', async () => {
      const { access } = (await console.tokens(id))!
      org.faults.arm({
        kind,
        path: '/services/oauth2/revoke',
        times: null,
        ...(kind === 'cut' && { afterBytes: 0 }),
      })
      const { status, body } = await console.act(id, 'revoke')
      expect(status).toBe(200)
      expect(body.connection).toMatchObject({ state: 'revoked', revocationsPending: 1 })
      expect(body.notices).toEqual([expect.objectContaining({ code: 'REVOCATION_PENDING' })])
      expect(await kept()).toEqual([])
      await expect(sync()).rejects.toMatchObject({ code: 'CONNECTION_REVOKED' })
      expect(await action('revoke')).toMatchObject({ allowed: true })

      org.faults.disarm()
      const again = await console.act(id, 'revoke')
      expect(again.body.connection).toMatchObject({ state: 'revoked', revocationsPending: 0 })
      expect(again.body.notices).toEqual([])
      expect(await opens(access)).toBe(false)
    })
  })

  test('is refused when there is nothing to revoke', async () => {
    await console.act(id, 'revoke')
    const { status, code } = await console.act(id, 'revoke')
    expect([status, code]).toEqual([409, 'CONNECTION_REVOKED'])
    expect(await action('revoke')).toMatchObject({ allowed: false, reason: { code: 'CONNECTION_REVOKED' } })
  })

  test('or stopping what was never authorized is refused, says what to do, and pauses nothing', async () => {
    await console.forget()
    ;({ id } = await console.create({ name: 'New', domain: org.url }))
    for (const { status, body } of [await console.act(id, 'revoke'), await stopNow()]) {
      expect([status, body.error?.code]).toEqual([409, 'CONNECTION_NOT_AUTHORIZED'])
      expect(body.error?.action).toContain('Choose Authorize')
    }
    expect(await console.read(id)).toMatchObject({ state: 'created', jobsPaused: null, version: 1 })
  })

  test('of an older version is refused and revokes nothing', async () => {
    const { version } = await console.read(id)
    const { code } = await console.call('POST', `/console/v1/connections/${id}/revoke`, {
      body: { version: version - 1 },
    })
    expect(code).toBe('CONFLICT')
    expect(await opens((await console.tokens(id))!.access)).toBe(true)
  })
})

test('another domain or app gives the access up, at Salesforce too; another name does not', async () => {
  const path = `/console/v1/connections/${id}`
  const named = await console.call('PATCH', path, { body: { version: 2, name: 'Renamed' } })
  expect(named.body.connection.state).toBe('authorized')
  // Under a domain of its own the login is the same.
  const typed = await console.call('PATCH', path, { body: { version: 3, orgType: 'sandbox' } })
  expect(typed.body.connection).toMatchObject({ state: 'authorized', orgType: 'sandbox' })
  await sync()
  for (const change of [{ domain: 'https://acme.my.salesforce.com' }, { clientId: 'other' }]) {
    await console.forget()
    id = (await console.create({ name: 'Org', domain: org.url })).id
    await console.authorize(id, org.admin)
    const { access } = (await console.tokens(id))!
    const { body } = await console.call('PATCH', `/console/v1/connections/${id}`, {
      body: { version: 2, ...change },
    })
    expect(body.connection).toMatchObject({
      state: 'needs-reauthorization',
      stateReason: { code: 'SETTINGS_CHANGED' },
      orgId: org.orgId,
      revocationsPending: 0,
    })
    expect(await opens(access)).toBe(false)
    expect(await kept()).toEqual([])
    await expect(sync()).rejects.toMatchObject({ code: 'CONNECTION_NEEDS_REAUTHORIZATION' })
  }
})

test('deleting an authorized connection gives its access back', async () => {
  const { access } = (await console.tokens(id))!
  const { status } = await console.call('DELETE', `/console/v1/connections/${id}?version=2`)
  expect(status).toBe(200)
  expect(await opens(access)).toBe(false)
  expect(await kept()).toEqual([])
  await expect(sync()).rejects.toMatchObject({ code: 'CONNECTION_DELETED' })
})

test('deleting while Salesforce is away gives its access back as soon as Salesforce can be told', async () => {
  const { access } = (await console.tokens(id))!
  org.faults.arm({ kind: 'unavailable', times: null })
  const { status, body } = await console.call('DELETE', `/console/v1/connections/${id}?version=2`)
  expect([status, body.notices.map(({ code }) => code)]).toEqual([200, ['REVOCATION_PENDING']])
  org.faults.disarm()
  expect(await opens(access)).toBe(true)
  await console.connections.tellRevocations()
  expect(await opens(access)).toBe(false)
})

describe('stopping everything', () => {
  test('revokes and pauses, whatever the version, and as often as it is asked', async () => {
    const { access } = (await console.tokens(id))!
    for (let times = 0; times < 2; times++) {
      const { body } = await stopNow()
      expect(body.connection).toMatchObject({
        state: 'revoked',
        stateReason: { code: 'CONNECTION_STOPPED' },
        jobsPaused: { code: 'CONNECTION_STOPPED' },
      })
    }
    expect(await opens(access)).toBe(false)
  })

  test('stays in force after the connection is authorized again: jobs go on when somebody says so', async () => {
    await stopNow()
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
    expect(await console.read(id)).toMatchObject({
      state: 'authorized',
      jobsPaused: { code: 'CONNECTION_STOPPED' },
    })
  })

  test('works while Salesforce is down', async () => {
    org.faults.arm({ kind: 'unavailable', times: null })
    expect((await stopNow()).body.connection).toMatchObject({ state: 'revoked', revocationsPending: 1 })
  })
})

test('what access is held can be seen: its age, scopes, user and last use, and no token', async () => {
  const seen = async () => console.call('GET', `/console/v1/connections/${id}/grant`, { as: 'viewer' })
  console.clock.advance(3 * 24 * 60 * 60_000)
  await (await console.connections.clientFor(console.tenant.id, id)).query('SELECT Id FROM Account LIMIT 1')
  const { body, text } = await seen()
  expect(body.grant).toMatchObject({
    ageDays: 3,
    scopes: ['api', 'refresh_token', 'openid'],
    username: org.admin.username,
    usedAt: console.clock.now().toISOString(),
  })
  const { access, refresh } = (await console.tokens(id))!
  expect(text).not.toContain(access)
  expect(text).not.toContain(refresh)
  await console.act(id, 'revoke')
  expect((await seen()).body.grant).toBeNull()
})
