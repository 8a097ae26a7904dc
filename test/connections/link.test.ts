import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { trustOrg } from '../../server/tenants/index.ts'
import { newKeyPair } from '../support/tokens.ts'
import { AUDIENCE, startConsole, type TestConsole } from './console.ts'
import { APP, packageSettings, startOrg, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let other: ConnectedOrg
let bare: ConnectedOrg
beforeAll(async () => {
  console = await startConsole({ salesforceApp: APP })
  // Installed, and not set up by anybody.
  const withSettings = (fields?: readonly string[]) => ({
    ...{ audience: undefined, custom: { objects: [packageSettings(fields)], fields: [] } },
  })
  const withPackage = withSettings()
  const before = withSettings(['Audience__c', 'Certificate__c'])
  ;[org, other, bare] = await Promise.all([
    startOrg(console, { seed: 1, ...withPackage }),
    startOrg(console, { seed: 2, ...before }),
    startOrg(console, { seed: 3 }),
  ])
  for (const { orgId } of [org, other, bare]) await trust(orgId)
})
afterAll(async () => {
  await Promise.all([org.close(), other.close(), bare.close()])
  await console.close()
})
afterEach(async () => {
  for (const each of [org, other, bare]) each.faults.disarm()
  await console.forget()
})

const trust = (orgId: string, tenantId = console.tenant.id, validUntil: Date | null = null) =>
  trustOrg(console.db, {
    ...{ tenantId, orgId, keyId: 'Team_View', pem: newKeyPair().pem, validUntil },
    validFrom: new Date('2026-01-01'),
  })
const authorized = async (name: string, at: ConnectedOrg): Promise<string> => {
  const { id } = await console.create({ name, domain: at.url })
  expect(await console.authorize(id, at.admin)).toBe('AUTHORIZED')
  return id
}
const settingsOf = (at: ConnectedOrg) => [...at.store.records('Team_View_Settings__c')]
const menu = async (id: string) => (await console.read(id)).actions
const entry = async (id: string, action: string) => (await menu(id)).find((one) => one.action === action)
const remove = async (id: string, query = '') =>
  console.call('DELETE', `/console/v1/connections/${id}?version=${(await console.read(id)).version}${query}`)

describe('linking', () => {
  test('tells the package in the org whom its tokens are for, in the row of the organisation', async () => {
    const id = await authorized('Org', org)
    const { status, body } = await console.act(id, 'link')
    expect(status).toBe(200)
    expect(body.connection).toMatchObject({ linked: true, writeBack: true })
    expect(body.notices).toEqual([])
    expect(settingsOf(org)).toEqual([
      expect.objectContaining({
        SetupOwnerId: org.orgId,
        Audience__c: AUDIENCE,
        Tenant__c: console.tenant.id,
      }),
    ])
  })

  test('again corrects the row that is there, and touches no other field of it', async () => {
    const [row] = settingsOf(org)
    org.store.write({ userId: org.administrator, origin: '' }, [
      {
        op: 'update',
        object: 'Team_View_Settings__c',
        id: row!.Id,
        values: { Audience__c: 'https://elsewhere.example.com', Certificate__c: 'Rotated_2027' },
      },
    ])
    const id = await authorized('Org', org)
    await console.act(id, 'link')
    expect(settingsOf(org)).toEqual([
      expect.objectContaining({ Id: row!.Id, Audience__c: AUDIENCE, Certificate__c: 'Rotated_2027' }),
    ])
  })

  test('works with a package from before it had a place for the tenant', async () => {
    const id = await authorized('Other', other)
    expect((await console.act(id, 'link')).status).toBe(200)
    expect(settingsOf(other)).toEqual([
      expect.objectContaining({ SetupOwnerId: other.orgId, Audience__c: AUDIENCE }),
    ])
  })

  test('without the package is refused, and says how to install it', async () => {
    const id = await authorized('Bare', bare)
    const { status, code, body } = await console.act(id, 'link')
    expect([status, code]).toEqual([409, 'PACKAGE_MISSING'])
    expect(body.error?.action).toContain('docs/INSTALL.md')
    expect((await console.read(id)).linked).toBe(false)
  })

  test('is refused while no certificate of the org is trusted: none, another tenant’s, or one that has ended', async () => {
    const id = await authorized('Org', org)
    const written = settingsOf(org)
    const refused = async () => (await console.act(id, 'link')).code
    await console.db.query('update control.trusted_org set tenant_id = $1 where org_id = $2', [
      console.otherTenant.id,
      org.orgId,
    ])
    console.clock.advance(2_000)
    expect(await refused()).toBe('ORG_NOT_TRUSTED')
    await console.db.query('update control.trusted_org set tenant_id = $1', [console.tenant.id])
    await trust(org.orgId, console.tenant.id, new Date(console.clock.now().getTime() + 5_000))
    console.clock.advance(5_000)
    expect(await refused()).toBe('ORG_NOT_TRUSTED')
    await trust(org.orgId)
    expect(settingsOf(org)).toEqual(written)
    console.clock.advance(2_000)
    expect(await refused()).toBeUndefined()
  })

  test('is refused before the connection is authorized, and after it was revoked', async () => {
    const { id } = await console.create({ name: 'Org', domain: org.url })
    expect((await console.act(id, 'link')).code).toBe('CONNECTION_NOT_AUTHORIZED')
    await console.authorize(id, org.admin)
    await console.act(id, 'revoke')
    expect((await console.act(id, 'link')).code).toBe('CONNECTION_REVOKED')
    expect(await entry(id, 'link')).toMatchObject({ allowed: false, reason: { code: 'CONNECTION_REVOKED' } })
  })

  test.each([
    ['unavailable', 'SALESFORCE_UNAVAILABLE'],
    ['html', 'SALESFORCE_UNREADABLE'],
    ['limit', 'SALESFORCE_LIMIT'],
  ] as const)('while Salesforce fails (%s) links nothing', async (kind, code) => {
    const id = await authorized('Org', org)
    for (const path of [
      '/sobjects/Team_View_Settings__c/describe',
      '/query',
      '/sobjects/Team_View_Settings__c/*',
    ]) {
      org.faults.arm({ kind, path, times: null })
      expect([path, (await console.act(id, 'link')).code]).toEqual([path, code])
      org.faults.disarm()
      expect((await console.read(id)).linked).toBe(false)
    }
  })

  test('of an older version is refused', async () => {
    const id = await authorized('Org', org)
    const { code } = await console.call('POST', `/console/v1/connections/${id}/link`, {
      body: { version: 1 },
    })
    expect(code).toBe('CONFLICT')
    expect((await console.read(id)).linked).toBe(false)
  })
})

describe('of two connections', () => {
  let first: string
  let second: string
  beforeEach(async () => {
    first = await authorized('First', org)
    second = await authorized('Second', other)
  })

  test('either may be linked while none is, and the second says that no further jobs are created', async () => {
    for (const id of [first, second]) expect(await entry(id, 'link')).toMatchObject({ allowed: true })
    expect((await entry(first, 'link'))?.warnings).toBeUndefined()
    expect((await entry(second, 'link'))?.warnings).toEqual([
      expect.objectContaining({ code: 'NO_MORE_JOBS' }),
    ])
    const { body } = await console.act(second, 'link')
    expect(body.connection.linked).toBe(true)
    expect(body.notices).toEqual([expect.objectContaining({ code: 'NO_MORE_JOBS' })])
  })

  test('only one can be linked, and the other’s menu does not have the option at all', async () => {
    await console.act(first, 'link')
    expect((await console.act(second, 'link')).code).toBe('LINK_ELSEWHERE')
    expect(await entry(second, 'link')).toBeUndefined()
    expect(await entry(second, 'unlink')).toBeUndefined()
    expect(await entry(first, 'unlink')).toEqual({ action: 'unlink', allowed: true })
    expect(await entry(first, 'link')).toBeUndefined()
    expect((await console.act(first, 'link')).code).toBe('ALREADY_LINKED')
    expect((await console.read(second)).writeBack).toBe(false)
  })

  test('one is linked when both are linked at once', async () => {
    const codes = (await Promise.all([first, second].map((id) => console.act(id, 'link')))).map(
      ({ code }) => code,
    )
    expect(codes.filter((code) => code === undefined)).toHaveLength(1)
    expect(['LINK_ELSEWHERE', 'LINK_CANNOT_MOVE']).toContain(codes.find((code) => code !== undefined))
  })

  test('the link cannot be moved to the other, but the same can be linked again', async () => {
    await console.act(first, 'link')
    const { body } = await console.act(first, 'unlink')
    expect(body.connection).toMatchObject({ linked: false, writeBack: false })
    expect(body.notices).toEqual([expect.objectContaining({ code: 'SETTINGS_STAY' })])
    const { status, code } = await console.act(second, 'link')
    expect([status, code]).toEqual([409, 'LINK_CANNOT_MOVE'])
    expect(await entry(second, 'link')).toMatchObject({
      allowed: false,
      reason: { code: 'LINK_CANNOT_MOVE' },
    })
    expect((await console.act(first, 'unlink')).code).toBe('NOT_LINKED')
    expect((await console.act(first, 'link')).status).toBe(200)
  })

  test('deleting the one that was linked warns first; afterwards the other can be, with no jobs created or changed', async () => {
    await console.act(first, 'link')
    expect((await entry(first, 'delete'))?.warnings).toEqual([
      expect.objectContaining({ code: 'CONFIRM_DELETION' }),
    ])
    expect((await remove(first)).code).toBe('CONFIRM_DELETION')
    await console.act(first, 'unlink')
    expect((await remove(first)).code).toBe('CONFIRM_DELETION')
    expect((await console.read(first)).state).toBe('authorized')
    expect((await remove(first, '&confirm=true')).status).toBe(200)
    const warnings = (await entry(second, 'link'))?.warnings
    expect(warnings?.map(({ code }) => code)).toEqual(['NO_MORE_JOBS', 'NO_JOBS_CHANGED'])
    const { body } = await console.act(second, 'link')
    expect(body.notices.map(({ code }) => code)).toEqual(['NO_MORE_JOBS', 'NO_JOBS_CHANGED'])
  })

  test('the database itself keeps a second link, and a moved one, out', async () => {
    await console.act(first, 'link')
    const link = (id: string) =>
      console.db.query('update control.connection set linked = true, first_linked_at = now() where id = $1', [
        id,
      ])
    await expect(link(second)).rejects.toMatchObject({ constraint: 'connection_linked' })
    await console.act(first, 'unlink')
    await expect(link(second)).rejects.toMatchObject({ constraint: 'connection_once_linked' })
  })
})
