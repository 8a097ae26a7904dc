import { beforeEach, describe, expect, test } from 'vitest'
import { until } from '../../support/until.ts'
import type { Authorized } from '../orgs.ts'
import { metadataOf, withMetadata } from './metadata-org.ts'

let made: Authorized
let its: ReturnType<typeof metadataOf>
withMetadata((each) => {
  made = each
  its = metadataOf(each)
})

/** Whatever is asked of the org from now on fails. */
const cutOff = () => void made.org.faults.arm({ kind: 'unavailable', times: null })
const describesOf = (object: string) =>
  made.console.connections.metadata.describe(made.console.tenant.id, made.id, object)
const calls = async (work: () => Promise<unknown>): Promise<number> => {
  const used = () => -made.org.limits.apiRequests().remaining
  const before = used()
  await work()
  return used() - before
}

describe('the objects of an org', () => {
  test('are asked for once, and then kept', async () => {
    const first = await its.objects()
    expect(first.refreshedAt).toBe('2026-11-20T09:30:00.000Z')
    expect(first.objects).toContainEqual(
      expect.objectContaining({
        name: 'Account',
        label: 'Account',
        custom: false,
        queryable: true,
        described: false,
      }),
    )
    cutOff()
    made.console.clock.advance(1000)
    expect(await its.objects()).toEqual(first)
  })

  test('have fields that are asked for when somebody first wants to know', async () => {
    const account = await its.fieldsOf('Account')
    expect(account.fields).toContainEqual(
      expect.objectContaining({ name: 'Name', type: 'string', length: 255 }),
    )
    expect(
      (await its.objects()).objects.filter(({ described }) => described).map(({ name }) => name),
    ).toEqual(['Account'])
    cutOff()
    expect(await its.fieldsOf('account')).toEqual(account)
    const { status, code } = await its.get('objects/Contact')
    expect([status, code]).toEqual([503, 'SALESFORCE_UNAVAILABLE'])
  })

  test('cost one call for the list and one for each that is opened, however many open it at once', async () => {
    const many = () => Promise.all(Array.from({ length: 10 }, () => its.fieldsOf('Account')))
    expect(await calls(many)).toBe(2)
    expect(await calls(many)).toBe(0)
  })

  test('can be read by whoever may look at connections, and while the connection is revoked', async () => {
    await its.fieldsOf('Account')
    expect((await its.get('objects/Account', 'viewer')).status).toBe(200)
    await made.console.act(made.id, 'revoke')
    expect((await its.get('objects', 'viewer')).status).toBe(200)
    expect((await its.get('objects/Account')).status).toBe(200)
    expect((await its.get('objects/Contact')).code).toBe('CONNECTION_REVOKED')
  })

  test.each(['Nothing__c', 'Account__x', 'A'.repeat(255)])(
    'are those of the list and no others, and for others the org is not asked: %s',
    async (name) => {
      await its.objects()
      cutOff()
      const { status, code } = await its.get(`objects/${name}`)
      expect([status, code]).toEqual([404, 'METADATA_OBJECT_UNKNOWN'])
    },
  )

  test.each(['Account%2Fdescribe', "Account'", '1', 'A'.repeat(256), 'Account%00'])(
    'are asked for by their names only: %s',
    async (name) => {
      cutOff()
      expect([400, 404]).toContain((await its.get(`objects/${name}`)).status)
    },
  )

  test('are there for other parts of the server, as kept or as they are now', async () => {
    its.addObject('Now__c', [{ name: 'Old__c', type: 'string', length: 20 }])
    const names = async (found: Promise<{ fields: { name: string }[] } | undefined>) =>
      (await found)?.fields.map(({ name }) => name).filter((name) => /Old__c|New__c/.test(name))
    expect(await names(describesOf('Now__c'))).toEqual(['Old__c'])
    its.addField('Now__c', { name: 'New__c', type: 'string', length: 20 })
    const { metadata } = made.console.connections
    expect(await names(metadata.describeNow(made.console.tenant.id, made.id, 'Now__c'))).toEqual([
      'Old__c',
      'New__c',
    ])
    expect(await names(describesOf('Now__c'))).toEqual(['Old__c'])
    expect(await metadata.describeNow(made.console.tenant.id, made.id, 'Never__c')).toBeUndefined()
  })
})

describe('what is kept of an org', () => {
  beforeEach(async () => {
    await its.refresh()
  })
  const rows = async () => (await its.kept()).length

  test('goes with it: in another org nothing of it is left, not even the history', async () => {
    expect(await rows()).toBeGreaterThan(10)
    await its.toOtherOrg()
    expect(await rows()).toBe(0)
    expect(await its.history()).toMatchObject({ refreshedAt: null, refreshes: [] })
  })

  test('is not taken for another’s when the org changes while it is asked', async () => {
    await made.console.db.query('delete from control.metadata')
    const fault = made.org.faults.arm({ kind: 'latency', ms: 200, path: '/sobjects' })
    const asked = its.get('objects')
    await until(() => made.org.faults.list().find(({ id }) => id === fault)?.struck, {
      what: 'the org is asked',
    })
    await its.toOtherOrg()
    expect((await asked).code).toBe('ORG_CHANGED')
    expect(await rows()).toBe(0)
  })

  test('goes when the connection is deleted', async () => {
    const { version } = await made.console.read(made.id)
    await made.console.call('DELETE', `/console/v1/connections/${made.id}?version=${version}`)
    expect(await rows()).toBe(0)
    for (const path of ['objects', 'objects/Account', 'metadata-refreshes'])
      expect([path, (await its.get(path)).code]).toEqual([path, 'NOT_FOUND'])
  })

  test('stays when it is authorized again in the same org', async () => {
    const before = await its.kept()
    await made.console.act(made.id, 'revoke')
    expect(await made.console.authorize(made.id, made.org.admin)).toBe('AUTHORIZED')
    expect(await its.kept()).toEqual(before)
  })

  test('is of the org the connection is pinned to: the database takes no other', async () => {
    const put = made.console.db.query(`update control.metadata set org_id = '00D5e00000Tv099EAB'`)
    await expect(put).rejects.toMatchObject({ constraint: 'metadata_of_org' })
  })

  test('is found by its own tenant only', async () => {
    const { refreshes } = await its.history()
    const { console, id } = made
    const theirs = console.otherTenant.id
    await expect(console.connections.metadata.describe(theirs, id, 'Account')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(console.connections.metadata.describeNow(theirs, id, 'Account')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    const other = await console.call(
      'GET',
      `/console/v1/connections/${id}/metadata-refreshes/${refreshes[0]!.id}`,
      {
        as: 'stranger',
      },
    )
    expect([other.status, other.code]).toEqual([404, 'NOT_FOUND'])
  })

  test('has every refresh of its own and no others', async () => {
    const { id } = await its.ask()
    const second = await made.console.create({ name: 'Second', domain: made.org.url })
    const elsewhere = await made.console.call(
      'GET',
      `/console/v1/connections/${second.id}/metadata-refreshes/${id}`,
    )
    expect([elsewhere.status, elsewhere.code]).toEqual([404, 'NOT_FOUND'])
  })
})

test('a connection that was never authorized has nothing to show, and says so', async () => {
  const { id } = await made.console.create({ name: 'New', domain: made.org.url })
  const mine = metadataOf({ ...made, id })
  expect((await mine.get('objects')).code).toBe('CONNECTION_NOT_AUTHORIZED')
  expect(await mine.history()).toMatchObject({
    refreshedAt: null,
    held: { code: 'CONNECTION_NOT_AUTHORIZED' },
  })
  const asked = await made.console.call('POST', `/console/v1/connections/${id}/refresh-metadata`)
  expect([asked.status, asked.code]).toEqual([409, 'CONNECTION_NOT_AUTHORIZED'])
})
