import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AUDIENCE, startConsole, type TestConsole } from './console.ts'
import { APP, packageSettings, startOrg, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let other: ConnectedOrg
let bare: ConnectedOrg
const trusted = new Set<string>()
beforeAll(async () => {
  console = await startConsole({
    salesforceApp: APP,
    ports: { isTrusted: (_tenantId, orgId) => Promise.resolve(trusted.has(orgId)) },
  })
  const withPackage = { audience: undefined, custom: { objects: [packageSettings()], fields: [] } }
  ;[org, other, bare] = await Promise.all([
    startOrg(console, { seed: 1, ...withPackage }),
    startOrg(console, { seed: 2, ...withPackage }),
    startOrg(console, { seed: 3 }),
  ])
})
afterAll(async () => {
  await Promise.all([org.close(), other.close(), bare.close()])
  await console.close()
})

/** The linked connection of every test. */
let id: string
beforeEach(async () => {
  for (const { orgId } of [org, other, bare]) trusted.add(orgId)
  id = (await console.create({ name: 'Org', domain: org.url })).id
  await console.authorize(id, org.admin)
  expect((await console.act(id, 'link')).status).toBe(200)
})
afterEach(async () => {
  for (const each of [org, other, bare]) each.faults.disarm()
  await console.forget()
})

const begin = (body: object) => console.call('POST', `/console/v1/connections/${id}/authorize`, { body })
async function moveTo(to: ConnectedOrg): Promise<void> {
  const { version } = await console.read(id)
  await console.call('PATCH', `/console/v1/connections/${id}`, { body: { version, domain: to.url } })
  expect(await console.authorize(id, to.admin, { confirmOtherOrg: true })).toBe('AUTHORIZED')
}
const entry = async (action: string) => (await console.read(id)).actions.find((one) => one.action === action)
const audienceOf = (at: ConnectedOrg) =>
  [...at.store.records('Team_View_Settings__c')].map((row) => row['Audience__c'])
const audited = async () => {
  const rows = await console.db.query<{ action: string }>(
    'select action from control.audit order by id desc limit 2',
  )
  return rows.map(({ action }) => action)
}

describe('asking for another org', () => {
  test('tells before that everyone is signed out, that roles go, and how to get in again', async () => {
    const { body } = await begin({ confirmOtherOrg: true })
    expect(body.notices.map(({ code }) => code)).toEqual([
      'OTHER_ORG_SIGNS_OUT',
      'OTHER_ORG_NEEDS_ROLES',
      'OTHER_ORG_WAY_IN',
    ])
    expect(JSON.stringify(body.notices)).toContain('npm run admin-link')
  })

  test('tells nothing where nothing of it can happen', async () => {
    expect((await begin({})).body.notices).toEqual([])
    await console.act(id, 'unlink')
    expect((await begin({ confirmOtherOrg: true })).body.notices).toEqual([])
  })
})

describe('the link of a connection that went to another org', () => {
  test('is whole at once where the org is trusted and has the package, which is told', async () => {
    await moveTo(other)
    expect(await console.read(id)).toMatchObject({
      ...{ orgId: other.orgId, linked: true, linkIncomplete: null, writeBack: true },
    })
    expect(audienceOf(other)).toEqual([AUDIENCE])
    expect(await entry('link')).toBeUndefined()
    expect((await console.act(id, 'link')).code).toBe('ALREADY_LINKED')
    expect(await audited()).toEqual(['connection.link-checked', 'connection.authorized'])
  })

  test('is incomplete, and says why, until the checks of linking have passed there', async () => {
    trusted.delete(bare.orgId)
    await moveTo(bare)
    const reasonIs = async (code: string) => {
      expect(await console.read(id)).toMatchObject({
        ...{ orgId: bare.orgId, linked: true, writeBack: false },
        linkIncomplete: { code, action: expect.stringMatching(/\w{3}/) as string },
      })
      expect(await entry('link')).toEqual({ action: 'link', allowed: true })
      expect(await entry('unlink')).toEqual({ action: 'unlink', allowed: true })
    }
    await reasonIs('ORG_NOT_TRUSTED')
    expect((await console.act(id, 'link')).code).toBe('ORG_NOT_TRUSTED')
    trusted.add(bare.orgId)
    expect((await console.act(id, 'link')).code).toBe('PACKAGE_MISSING')
    // Authorizing again tries it again.
    expect(await console.authorize(id, bare.admin)).toBe('AUTHORIZED')
    await reasonIs('PACKAGE_MISSING')
  })

  test.each([
    ['unavailable', 'SALESFORCE_UNAVAILABLE'],
    ['limit', 'SALESFORCE_LIMIT'],
  ] as const)('is incomplete while Salesforce fails (%s), and Link completes it', async (kind, code) => {
    other.faults.arm({ kind, path: '/sobjects/Team_View_Settings__c/describe', times: null })
    await moveTo(other)
    expect((await console.read(id)).linkIncomplete?.code).toBe(code)
    expect((await console.act(id, 'link')).code).toBe(code)
    other.faults.disarm()
    const { body } = await console.act(id, 'link')
    expect(body.connection).toMatchObject({ linked: true, linkIncomplete: null, writeBack: true })
    expect(audienceOf(other)).toEqual([AUDIENCE])
  })

  test('cannot be completed while the connection is not authorized, and ends with the link', async () => {
    trusted.delete(other.orgId)
    await moveTo(other)
    await console.act(id, 'revoke')
    expect(await entry('link')).toMatchObject({ allowed: false, reason: { code: 'CONNECTION_REVOKED' } })
    expect((await console.act(id, 'link')).code).toBe('CONNECTION_REVOKED')
    const { body } = await console.act(id, 'unlink')
    expect(body.connection).toMatchObject({ linked: false, linkIncomplete: null, writeBack: false })
  })

  test('is not forgotten by the database', async () => {
    const move = (more = '') =>
      console.db.query(
        `update control.connection set org_id = $1, jobs_paused_because = 'ORG_CHANGED', org_changed_at = now() ${more}`,
        [bare.orgId],
      )
    await console.act(id, 'revoke')
    await expect(move()).rejects.toMatchObject({ constraint: 'connection_link_is_checked' })
    await move(", link_incomplete = 'LINK_UNCHECKED'")
    expect((await console.read(id)).linkIncomplete).toMatchObject({ action: 'Choose Link to complete it.' })
    await expect(console.db.query('update control.connection set linked = false')).rejects.toMatchObject({
      constraint: 'connection_link_incomplete',
    })
  })
})

test('nothing is written back while a linked connection is not authorized', async () => {
  expect((await console.read(id)).writeBack).toBe(true)
  const { version } = await console.read(id)
  await console.call('PATCH', `/console/v1/connections/${id}`, { body: { version, domain: other.url } })
  expect(await console.read(id)).toMatchObject({
    state: 'needs-reauthorization',
    linked: true,
    writeBack: false,
  })
  await console.act(id, 'revoke')
  expect(await console.read(id)).toMatchObject({ state: 'revoked', linked: true, writeBack: false })
})

describe('an org that a connection has already', () => {
  const second = async (at: ConnectedOrg) => (await console.create({ name: 'Second', domain: at.url })).id

  test('is refused to another one, which is told which has it, and gives its access back', async () => {
    const made = await second(org)
    expect(await console.authorize(made, org.colleague)).toBe('ORG_CONNECTED_ALREADY')
    expect(await console.read(made)).toMatchObject({
      ...{ state: 'created', orgId: null, revocationsPending: 0 },
      lastAuthorization: {
        reason: { code: 'ORG_CONNECTED_ALREADY' },
        details: [{ field: 'connection', message: `Org (${id})` }],
      },
    })
    expect((await console.read(id)).state).toBe('authorized')
  })

  test('is refused to the linked one that wants to go there', async () => {
    const made = await second(other)
    expect(await console.authorize(made, other.admin)).toBe('AUTHORIZED')
    const { version } = await console.read(id)
    await console.call('PATCH', `/console/v1/connections/${id}`, { body: { version, domain: other.url } })
    expect(await console.authorize(id, other.admin, { confirmOtherOrg: true })).toBe('ORG_CONNECTED_ALREADY')
    expect((await console.read(id)).orgId).toBe(org.orgId)
  })

  test('is given to one of two that come at once', async () => {
    await console.forget()
    const ids = [await second(other), (await console.create({ name: 'Third', domain: other.url })).id]
    const backs = [
      await console.toCallback(ids[0]!, other.admin),
      await console.toCallback(ids[1]!, other.admin),
    ]
    const results = await Promise.all(backs.map((back) => console.callback(back)))
    expect(results.sort()).toEqual(['AUTHORIZED', 'ORG_CONNECTED_ALREADY'])
  })

  test('is free again when that connection is deleted, and other tenants have it all the same', async () => {
    const made = await second(org)
    const foreign = await console.create({ name: 'Theirs', domain: org.url }, { as: 'stranger' })
    expect(await console.authorize(foreign.id, org.colleague, { as: 'stranger' })).toBe('AUTHORIZED')
    const { version } = await console.read(id)
    await console.call('DELETE', `/console/v1/connections/${id}?version=${version}&confirm=true`)
    expect(await console.authorize(made, org.admin)).toBe('AUTHORIZED')
  })

  test('has two connections in the database neither', async () => {
    const made = await second(other)
    await console.authorize(made, other.admin)
    await console.act(id, 'revoke')
    const move = console.db.query(
      `update control.connection set org_id = $2, jobs_paused_because = 'ORG_CHANGED', org_changed_at = now(),
              link_incomplete = 'LINK_UNCHECKED' where id = $1`,
      [id, other.orgId],
    )
    await expect(move).rejects.toMatchObject({ constraint: 'connection_alone_in_org' })
  })
})
