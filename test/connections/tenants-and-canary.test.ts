import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectionEndpoints } from '../../server/connections/index.ts'
import { grantStoreOf } from '../../server/connections/grants.ts'
import type { AnyEndpoint } from '../../server/http/endpoint.ts'
import { dump } from '../support/dump.ts'
import { startConsole, type TestConsole } from './console.ts'
import { CLIENT_ID, SECRET, packageSettings, startOrg, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let id: string
const secrets = new Set<string>([SECRET])
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

/** Whatever of a grant nobody but us and Salesforce may know. */
async function remember(): Promise<void> {
  const { access, refresh } = (await console.tokens(id)) ?? {}
  for (const token of [access, refresh]) if (token !== undefined) secrets.add(token)
}

test('a connection lives its whole life, every answer and log line of which is kept', async () => {
  const back = await console.toCallback(id, org.admin)
  for (const name of ['code', 'state']) secrets.add(back.searchParams.get(name)!)
  expect(await console.callback(back)).toBe('AUTHORIZED')
  await remember()
  const client = await console.connections.clientFor(console.tenant.id, id)
  org.identity.logout((await console.tokens(id))!.access)
  await client.query('SELECT Id FROM Account LIMIT 1')
  await remember()
  for (const action of ['link', 'unlink']) expect((await console.act(id, action)).status).toBe(200)
  for (const kind of ['unavailable', 'html', 'unauthorized'] as const) {
    org.faults.arm({ kind, times: null })
    await client.query('SELECT Id FROM Account LIMIT 1').catch(() => undefined)
    await console.callback(await console.toCallback(id, org.admin).catch(() => back))
    org.faults.disarm()
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
    await remember()
  }
  org.identity.revokeAll()
  await client.query('SELECT Id FROM Account LIMIT 1').catch(() => undefined)
  expect((await console.read(id)).state).toBe('needs-reauthorization')
  expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  await remember()
  org.faults.arm({ kind: 'unavailable', path: '/services/oauth2/revoke', times: null })
  expect((await console.act(id, 'revoke')).status).toBe(200)
  org.faults.disarm()
  expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  await remember()
  await console.call('GET', `/console/v1/connections/${id}/grant`)
})

describe('what was secret in it', () => {
  test('is no short list', () => {
    expect(secrets.size).toBeGreaterThan(10)
  })

  test('is in no answer', () => {
    // The address to open carries the state: it is meant for this browser.
    const answers = console.answers.filter((answer) => !answer.includes('code_challenge'))
    for (const secret of secrets) expect(answers.filter((answer) => answer.includes(secret))).toEqual([])
  })

  test('is in no line of the log', () => {
    expect(console.logLines.length).toBeGreaterThan(10)
    for (const secret of secrets) expect(console.logLines.filter((line) => line.includes(secret))).toEqual([])
  })

  test('is in no row of any table', async () => {
    const tables = await console.db.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'control' or schemaname like 't\\_%'",
    )
    for (const { name } of tables) {
      const rows = (await console.db.query<{ text: string }>(`select t::text as text from ${name} t`)).map(
        ({ text }) => text,
      )
      for (const secret of secrets)
        expect([name, rows.filter((row) => row.includes(secret))]).toEqual([name, []])
    }
  })
})

describe('another tenant', () => {
  const endpoints = connectionEndpoints(undefined as never).filter(({ path }) => path.includes(':'))
  const input = ({ name, method }: AnyEndpoint): { query: string; body?: object } => {
    if (method === 'DELETE') return { query: '?version=1&confirm=true' }
    if (method === 'GET' || name === 'stopConnection') return { query: '' }
    return { query: '', body: name === 'authorizeConnection' ? { confirmOtherOrg: true } : { version: 1 } }
  }

  test.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
    'finds nothing with %s, and changes nothing',
    async (_name, endpoint) => {
      const before = await dump(console.db)
      const { query, body } = input(endpoint)
      const path = endpoint.path.replace(':id', id) + query
      const answer = await console.call(endpoint.method, path, { as: 'stranger', ...(body && { body }) })
      expect([answer.status, answer.code]).toEqual([404, 'NOT_FOUND'])
      expect(await dump(console.db)).toEqual(before)
    },
  )

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
