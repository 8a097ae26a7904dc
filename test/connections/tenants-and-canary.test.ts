import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grantStoreOf } from '../../server/connections/grants.ts'
import { leaksInRows } from '../support/canary/rows.ts'
import { takeLeaks } from '../support/canary/watch.ts'
import { startConsole, type TestConsole } from './console.ts'
import { CLIENT_ID, SECRET, packageSettings, startOrg, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let id: string
beforeAll(async () => {
  console = await startConsole({ ports: { isTrusted: () => Promise.resolve(true) } })
  org = await startOrg(console, { custom: { objects: [packageSettings()], fields: [] } })
  const own = { clientId: CLIENT_ID, clientSecret: SECRET }
  id = (await console.create({ name: 'Canary org', domain: org.url, ...own })).id
})
afterAll(async () => {
  await org.close()
  await console.close()
})

test('a connection lives its whole life, faults and all, and no secret of it shows in an answer, a log line or a row', async () => {
  const back = await console.toCallback(id, org.admin)
  expect(await console.callback(back)).toBe('AUTHORIZED')
  const client = await console.connections.clientFor(console.tenant.id, id)
  org.identity.logout((await console.tokens(id))!.access)
  await client.query('SELECT Id FROM Account LIMIT 1')
  for (const action of ['link', 'unlink']) expect((await console.act(id, action)).status).toBe(200)
  for (const kind of ['unavailable', 'html', 'unauthorized'] as const) {
    org.faults.arm({ kind, times: null })
    await client.query('SELECT Id FROM Account LIMIT 1').catch(() => undefined)
    await console.callback(await console.toCallback(id, org.admin).catch(() => back))
    org.faults.disarm()
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  }
  org.identity.revokeAll()
  await client.query('SELECT Id FROM Account LIMIT 1').catch(() => undefined)
  expect((await console.read(id)).state).toBe('needs-reauthorization')
  expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  org.faults.arm({ kind: 'unavailable', path: '/services/oauth2/revoke', times: null })
  expect((await console.act(id, 'revoke')).status).toBe(200)
  org.faults.disarm()
  expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  await console.call('GET', `/console/v1/connections/${id}/grant`)
  expect(console.answers.length).toBeGreaterThan(20)
  expect(console.logLines.length).toBeGreaterThan(20)
  expect(takeLeaks()).toEqual([])
  expect(await leaksInRows(console.db)).toEqual([])
})

describe('another tenant', () => {
  test('has a list of its own, and may use the same name', async () => {
    const list = async () => (await console.call('GET', '/console/v1/connections', { as: 'stranger' })).body
    expect(await list()).toEqual({ connections: [] })
    await console.create({ name: 'Canary org' }, { as: 'stranger' })
    expect((await list()).connections).toHaveLength(1)
  })

  test('gets neither a client nor a grant', async () => {
    const tenantId = console.otherTenant.id
    await expect(console.connections.clientFor(tenantId, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const grants = grantStoreOf(console.parts, tenantId, { id, orgId: org.orgId })
    await expect(grants.read()).rejects.toMatchObject({ code: 'CONNECTION_DELETED' })
    const mine = await grantStoreOf(console.parts, console.tenant.id, { id, orgId: org.orgId }).read()
    await expect(grants.renew(mine, (grant) => Promise.resolve(grant))).rejects.toMatchObject({
      code: 'CONNECTION_DELETED',
    })
    await grants.lost('GRANT_EXPIRED', mine)
    expect((await console.read(id)).state).toBe('authorized')
  })
})
