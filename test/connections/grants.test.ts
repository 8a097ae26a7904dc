import { describe, expect, test } from 'vitest'
import { grantStoreOf } from '../../server/connections/grants.ts'
import { safeOf } from '../../server/connections/sealed.ts'
import { createVault } from '../../server/lib/secrets.ts'
import type { Grant, GrantStore } from '../../server/salesforce/index.ts'
import type { TestConsole } from './console.ts'
import { withAuthorizedConnection, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let id: string
withAuthorizedConnection((made) => void ({ console, org, id } = made))

const SOQL = 'SELECT Id FROM Account LIMIT 1'
const store = (parts = console.parts): GrantStore =>
  grantStoreOf(parts, console.tenant.id, { id, orgId: org.orgId })

describe('two processes that use one connection', () => {
  test('refresh it once when its session ends, however many calls notice, though each refresh token is good for once', async () => {
    const twins = [console.twin(), console.twin()]
    try {
      const clients = await Promise.all(
        twins.map(({ connections }) => connections.clientFor(console.tenant.id, id)),
      )
      await Promise.all(clients.map((client) => client.query(SOQL)))
      for (let round = 0; round < 5; round++) {
        const before = (await console.tokens(id))!
        org.identity.logout(before.access)
        // One request for a token may pass. A second one would fail, and with it a call.
        org.faults.arm({ kind: 'unavailable', path: '/services/oauth2/token', after: 1, times: null })
        const calls = clients.flatMap((client) => Array.from({ length: 6 }, () => client.query(SOQL)))
        for (const records of await Promise.all(calls)) expect(records).toHaveLength(1)
        const after = (await console.tokens(id))!
        expect(after.refresh).not.toBe(before.refresh)
        org.faults.disarm()
      }
      expect((await console.read(id)).state).toBe('authorized')
    } finally {
      await Promise.all(twins.map((twin) => twin.close()))
    }
  })

  test('lose it once when Salesforce has ended it: the state is set, and nobody asks for a token again', async () => {
    const twins = [console.twin(), console.twin()]
    try {
      const clients = await Promise.all(
        twins.map(({ connections }) => connections.clientFor(console.tenant.id, id)),
      )
      await Promise.all(clients.map((client) => client.query(SOQL)))
      org.identity.revokeAll()
      const results = await Promise.allSettled(
        clients.flatMap((client) => Array.from({ length: 6 }, () => client.query(SOQL))),
      )
      const codes = results.map((result) =>
        result.status === 'rejected' ? (result.reason as { code: string }).code : 'ok',
      )
      for (const code of codes) expect(['GRANT_EXPIRED', 'CONNECTION_NEEDS_REAUTHORIZATION']).toContain(code)
      expect((await console.read(id)).stateReason).toMatchObject({ code: 'GRANT_EXPIRED' })
      const trail = await console.db.query(
        "select 1 from control.audit where action = 'connection.needs-reauthorization' and subject_id = $1",
        [id],
      )
      expect(trail).toHaveLength(1)
      // Without a grant there is nothing to ask with: a request for a token would find Salesforce away.
      org.faults.arm({ kind: 'unavailable', times: null })
      for (const client of clients)
        await expect(client.query(SOQL)).rejects.toMatchObject({ code: 'CONNECTION_NEEDS_REAUTHORIZATION' })
    } finally {
      await Promise.all(twins.map((twin) => twin.close()))
    }
  })
})

describe('a grant that is renewed', () => {
  const next = (grant: Grant, n: number): Grant => ({
    ...grant,
    accessToken: `access-${n}`,
    refreshToken: `refresh-${n}`,
    issuedAt: console.clock.now(),
  })

  test('is committed before it is used', async () => {
    const seen = await store().read()
    const renewed = await store().renew(seen, (current) => Promise.resolve(next(current, 1)))
    expect(renewed).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-1' })
    expect(await console.tokens(id)).toEqual({ access: 'access-1', refresh: 'refresh-1' })
  })

  test('stays as it was when the work fails', async () => {
    const before = await console.tokens(id)
    const seen = await store().read()
    await expect(store().renew(seen, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await console.tokens(id)).toEqual(before)
  })

  test('is not renewed again by whoever saw the one before', async () => {
    const seen = await store().read()
    let works = 0
    const work = (current: Grant) => Promise.resolve(next(current, ++works))
    const renewed = await Promise.all(Array.from({ length: 8 }, () => store().renew(seen, work)))
    expect(works).toBe(1)
    expect(new Set(renewed.map(({ accessToken }) => accessToken))).toEqual(new Set(['access-1']))
  })

  test('keeps the refresh token when Salesforce gives no new one', async () => {
    const { refresh } = (await console.tokens(id))!
    const seen = await store().read()
    await store().renew(seen, (current) => Promise.resolve({ ...next(current, 1), refreshToken: null }))
    expect(await console.tokens(id)).toEqual({ access: 'access-1', refresh })
  })

  test('is not lost with the one before it', async () => {
    const seen = await store().read()
    await store().renew(seen, (current) => Promise.resolve(next(current, 1)))
    await store().lost('GRANT_EXPIRED', seen)
    expect((await console.read(id)).state).toBe('authorized')
    await store().lost('GRANT_EXPIRED', { ...seen, accessToken: 'access-1' })
    expect((await console.read(id)).state).toBe('needs-reauthorization')
  })

  test('is gone for good when the connection is revoked while it is renewed: the new token is revoked too', async () => {
    const seen = await store().read()
    let release = (): void => undefined
    const working = new Promise<void>((resolve) => {
      void store()
        .renew(seen, async (current) => {
          resolve()
          await new Promise<void>((done) => (release = done))
          return next(current, 1)
        })
        .catch(() => undefined)
    })
    await working
    org.faults.arm({ kind: 'unavailable', path: '/services/oauth2/revoke', times: null })
    const revoking = console.act(id, 'revoke')
    release()
    expect((await revoking).body.connection).toMatchObject({ state: 'revoked', revocationsPending: 1 })
    const [pending] = await console.db.query<{ token_sealed: string }>(
      'select * from control.connection_revocation',
    )
    const safe = safeOf(console.parts.vault, console.tenant.id, id)
    expect(safe.open('refresh-token', pending!.token_sealed)).toBe('refresh-1')
  })
})

describe('tokens at rest', () => {
  test('are sealed, each for its own place', async () => {
    const { access, refresh } = (await console.tokens(id))!
    const rows = JSON.stringify(await console.db.query('select * from control.connection_grant'))
    expect(rows).not.toContain(access)
    expect(rows).not.toContain(refresh)
    await console.db.query(
      'update control.connection_grant set access_token_sealed = refresh_token_sealed, refresh_token_sealed = access_token_sealed',
    )
    await expect(store().read()).rejects.toMatchObject({ code: 'NOT_AUTHENTIC' })
  })

  test('of another connection do not open here', async () => {
    const { id: other } = await console.create({ name: 'Other', domain: org.url })
    const { access = '' } = (await console.tokens(id)) ?? {}
    await console.db.query('update control.connection_grant set access_token_sealed = $1', [
      safeOf(console.parts.vault, console.tenant.id, other).seal('access-token', access),
    ])
    await expect(store().read()).rejects.toMatchObject({ code: 'NOT_AUTHENTIC' })
  })

  test('open with an older key, and are sealed with the current one by the next refresh', async () => {
    const keys = new Map([
      ['one', Buffer.alloc(32, 7)],
      ['two', Buffer.alloc(32, 9)],
    ])
    const vault = createVault({ current: 'two', keys })
    const rotated = store({ ...console.parts, vault })
    const seen = await rotated.read()
    await rotated.renew(seen, (current) => Promise.resolve({ ...current, accessToken: 'next' }))
    const [row] = await console.db.query<Record<string, string>>('select * from control.connection_grant')
    for (const sealed of [row!['access_token_sealed']!, row!['refresh_token_sealed']!])
      expect(vault.isCurrent(sealed)).toBe(true)
  })
})

test('a grant was never used before it was last refreshed, as whoever asks sees it', async () => {
  const client = await console.connections.clientFor(console.tenant.id, id)
  await client.query(SOQL)
  console.clock.advance(30_000)
  org.identity.logout((await console.tokens(id))!.access)
  await client.query(SOQL)
  const { body } = await console.call('GET', `/console/v1/connections/${id}/grant`)
  const now = console.clock.now().toISOString()
  expect(body.grant).toMatchObject({ refreshedAt: now, usedAt: now })
  const update = console.db.query(
    "update control.connection_grant set used_at = used_at - interval '1 second'",
  )
  await expect(update).rejects.toMatchObject({ constraint: 'connection_grant_used_since_refresh' })
})

describe('the database', () => {
  const update = (set: string) => console.db.query(`update control.connection set ${set} where id = $1`, [id])

  test('keeps a grant from outliving the state it belongs to', async () => {
    for (const state of ['revoked', 'needs-reauthorization'])
      await expect(update(`state = '${state}'`)).rejects.toMatchObject({
        constraint: 'connection_grant_of_authorized',
      })
  })

  test('keeps the org pinned, but for the linked connection whose jobs are paused with it', async () => {
    const elsewhere = "org_id = '00D5e00000Tv009EAB'"
    const pinned = { constraint: 'connection_org_is_pinned' }
    await console.db.query('delete from control.connection_grant')
    await expect(update(elsewhere)).rejects.toMatchObject(pinned)
    await expect(
      update(`${elsewhere}, org_changed_at = now(), jobs_paused_because = 'ORG_CHANGED'`),
    ).rejects.toMatchObject(pinned)
    await update('linked = true, first_linked_at = now()')
    await expect(update(elsewhere)).rejects.toMatchObject(pinned)
    await expect(update(`${elsewhere}, org_changed_at = now()`)).rejects.toMatchObject(pinned)
    await update(
      `${elsewhere}, org_changed_at = now(), jobs_paused_because = 'ORG_CHANGED', link_incomplete = 'LINK_UNCHECKED'`,
    )
  })

  test('has one grant a connection, and none for another tenant’s', async () => {
    const copy = (tenantId: string) =>
      console.db.query(
        `insert into control.connection_grant
         select connection_id, $1, connection_state, org_id, access_token_sealed, refresh_token_sealed, login_url, instance_url,
                identity_url, scopes, user_id, username, granted_at, granted_by, issued_at from control.connection_grant`,
        [tenantId],
      )
    await expect(copy(console.tenant.id)).rejects.toMatchObject({ constraint: 'connection_grant_pkey' })
    await console.db.query('update control.connection_grant set tenant_id = tenant_id')
    await expect(
      console.db.query('update control.connection_grant set tenant_id = $1', [console.otherTenant.id]),
    ).rejects.toMatchObject({ constraint: 'connection_grant_of_authorized' })
  })
})
