import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startConsole, type TestConsole } from './console.ts'
import { APP, packageSettings, startOrg, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let other: ConnectedOrg
const given: { connectionId: string; jobs: unknown }[] = []
let fails = false
beforeAll(async () => {
  console = await startConsole({
    salesforceApp: APP,
    ports: {
      onFirstAuthorized: (_tx, { connectionId, jobs }) => {
        if (fails) return Promise.reject(new Error('the jobs cannot be created'))
        given.push({ connectionId, jobs })
        return Promise.resolve()
      },
      isTrusted: () => Promise.resolve(true),
    },
  })
  const custom = { objects: [packageSettings()], fields: [] }
  ;[org, other] = await Promise.all([
    startOrg(console, { seed: 1, custom }),
    startOrg(console, { seed: 2, custom }),
  ])
})
afterAll(async () => {
  await Promise.all([org.close(), other.close()])
  await console.close()
})
afterEach(async () => {
  for (const each of [org, other]) each.faults.disarm()
  given.length = 0
  fails = false
  await console.forget()
})

const authorized = async (name = 'Org', at = org): Promise<string> => {
  const { id } = await console.create({ name, domain: at.url })
  expect(await console.authorize(id, at.admin)).toBe('AUTHORIZED')
  return id
}
const events = () =>
  console.db.query<{ kind: string; facts: object }>(
    'select kind, facts from control.connection_event order by id',
  )
const moveTo = async (id: string, url: string) => {
  const { version } = await console.read(id)
  await console.call('PATCH', `/console/v1/connections/${id}`, { body: { version, domain: url } })
}

describe('into the same org', () => {
  test('after a revoke everything is as it was', async () => {
    const id = await authorized()
    await console.act(id, 'link')
    const before = await console.read(id)
    await console.act(id, 'revoke')
    expect((await console.read(id)).actions.map(({ action }) => action)).toContain('re-authorize')
    expect(await console.authorize(id, org.colleague)).toBe('AUTHORIZED')
    const after = await console.read(id)
    for (const fact of ['id', 'name', 'orgId', 'outOfTheBoxJobs', 'linked', 'state', 'jobsPaused'] as const)
      expect(after[fact]).toEqual(before[fact])
    expect(given).toHaveLength(1)
    expect(await events()).toHaveLength(1)
  })

  test('after a password change, which the next use notices once: no loop, and a reason with what to do', async () => {
    const id = await authorized()
    const client = await console.connections.clientFor(console.tenant.id, id)
    const { userId, password } = org.identity
      .credentials()
      .find(({ username }) => username === org.admin.username)!
    org.identity.changePassword(userId, password)
    await expect(client.query('SELECT Id FROM Account LIMIT 1')).rejects.toMatchObject({
      code: 'GRANT_EXPIRED',
    })
    await expect(client.query('SELECT Id FROM Account LIMIT 1')).rejects.toMatchObject({
      code: 'CONNECTION_NEEDS_REAUTHORIZATION',
    })
    expect(await console.read(id)).toMatchObject({
      state: 'needs-reauthorization',
      stateReason: { code: 'GRANT_EXPIRED', action: expect.stringContaining('Re-authorize') },
      revocationsPending: 0,
    })
    expect(await console.db.query('select 1 from control.connection_grant')).toEqual([])
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
    expect(await client.query('SELECT Id FROM Account LIMIT 1')).toHaveLength(1)
  })
})

describe('into another org', () => {
  test('is refused, tells why, gives the new access back and keeps the old', async () => {
    const id = await authorized()
    const stranger = console.toCallback(id, org.admin)
    console.clock.advance(1)
    org.faults.arm({ kind: 'other-org', path: '/services/oauth2/token', times: null })
    org.faults.arm({ kind: 'other-org', path: '/services/oauth2/userinfo', times: null })
    expect(await console.callback(await stranger)).toBe('WRONG_ORG')
    org.faults.disarm()
    expect(await console.read(id)).toMatchObject({
      state: 'authorized',
      orgId: org.orgId,
      lastAuthorization: { reason: { code: 'WRONG_ORG' } },
    })
    const client = await console.connections.clientFor(console.tenant.id, id)
    expect(await client.query('SELECT Id FROM Account LIMIT 1')).toHaveLength(1)
  })

  test('is refused after the domain was changed too, though confirmed: the connection is not linked', async () => {
    const id = await authorized()
    await moveTo(id, other.url)
    expect(await console.authorize(id, other.admin, { confirmOtherOrg: true })).toBe('WRONG_ORG')
    expect(await console.read(id)).toMatchObject({ state: 'needs-reauthorization', orgId: org.orgId })
    await moveTo(id, org.url)
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  })

  test('is refused for the linked connection as long as nobody confirmed it', async () => {
    const id = await authorized()
    await console.act(id, 'link')
    await moveTo(id, other.url)
    expect(await console.authorize(id, other.admin)).toBe('WRONG_ORG')
    expect((await console.read(id)).orgId).toBe(org.orgId)
  })

  test('is done for the linked connection when confirmed: its jobs are paused, and others are told', async () => {
    const id = await authorized()
    await console.act(id, 'link')
    const before = await console.connections.clientFor(console.tenant.id, id)
    await moveTo(id, other.url)
    expect(await console.authorize(id, other.admin, { confirmOtherOrg: true })).toBe('AUTHORIZED')
    expect(await console.read(id)).toMatchObject({
      state: 'authorized',
      orgId: other.orgId,
      linked: true,
      jobsPaused: { code: 'ORG_CHANGED' },
    })
    expect(await events()).toEqual([
      { kind: 'connection.first-authorized', facts: { jobs: 'all' } },
      { kind: 'connection.org-changed', facts: { from: org.orgId, to: other.orgId } },
    ])
    // Whoever began with the first org does not go on with the second.
    await expect(before.query('SELECT Id FROM Account LIMIT 1')).rejects.toMatchObject({
      code: 'ORG_CHANGED',
    })
  })
})

test('an org that answers in place of the one connected freezes the connection', async () => {
  const id = await authorized()
  org.faults.arm({ kind: 'other-org', path: '/services/oauth2/userinfo', times: null })
  const client = await console.connections.clientFor(console.tenant.id, id)
  await expect(client.query('SELECT Id FROM Account LIMIT 1')).rejects.toMatchObject({ code: 'WRONG_ORG' })
  expect(await console.read(id)).toMatchObject({
    state: 'needs-reauthorization',
    stateReason: { code: 'WRONG_ORG' },
    orgId: org.orgId,
  })
})

describe('the out-of-the-box jobs', () => {
  test('are all given to the connection that is authorized first, not to the one made first', async () => {
    const late = await console.create({ name: 'Made first', domain: org.url })
    const first = await authorized('Authorized first', other)
    expect(await console.authorize(late.id, org.admin)).toBe('AUTHORIZED')
    expect(given).toEqual([
      { connectionId: first, jobs: 'all' },
      { connectionId: late.id, jobs: ['User Sync', 'Currency Sync'] },
    ])
    expect((await console.read(late.id)).outOfTheBoxJobs).toEqual(['User Sync', 'Currency Sync'])
  })

  test('are given once, all to one, when both are authorized at the same moment', async () => {
    const ids = [
      (await console.create({ name: 'A', domain: org.url })).id,
      (await console.create({ name: 'B', domain: other.url })).id,
    ]
    const backs = [
      await console.toCallback(ids[0]!, org.admin),
      await console.toCallback(ids[1]!, other.admin),
    ]
    expect(await Promise.all(backs.map((back) => console.callback(back)))).toEqual([
      'AUTHORIZED',
      'AUTHORIZED',
    ])
    expect(given.map(({ jobs }) => jobs).sort()).toEqual([['User Sync', 'Currency Sync'], 'all'].sort())
  })

  test('and the authorization come together or not at all', async () => {
    const { id } = await console.create({ name: 'Org', domain: org.url })
    const back = await console.toCallback(id, org.admin)
    fails = true
    const { status } = await console.call('GET', back.pathname + back.search)
    expect(status).toBe(500)
    expect(await console.read(id)).toMatchObject({
      state: 'created',
      orgId: null,
      outOfTheBoxJobs: null,
      revocationsPending: 0,
    })
    expect(await events()).toEqual([])
    expect(await console.db.query('select 1 from control.connection_grant')).toEqual([])
    fails = false
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
    expect(given).toHaveLength(1)
  })
})
