import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Dependents } from '../../server/connections/index.ts'
import { startConsole, type TestConsole } from './console.ts'

let console: TestConsole
let dependents: Dependents
beforeAll(async () => {
  console = await startConsole({ ports: { dependents: () => Promise.resolve(dependents) } })
})
afterAll(() => console.close())
afterEach(() => console.forget())
beforeAll(() => void (dependents = NOTHING))

const NOTHING: Dependents = { jobs: [], chains: [] }
const PATH = '/console/v1/connections'
const post = (body: object) => console.call('POST', PATH, { body })
const patch = (id: string, body: object) => console.call('PATCH', `${PATH}/${id}`, { body })
const rows = () => console.db.query('select * from control.connection order by created_at')
const trail = () =>
  console.db.query<{ action: string; admin_gsid: string; before: object | null; after: object | null }>(
    'select action, admin_gsid, before, after from control.audit order by id',
  )

describe('a new connection', () => {
  test('logs in where its type of org does, or at its own domain', async () => {
    const production = await console.create({ name: 'Production' })
    expect(production).toMatchObject({
      connector: 'salesforce',
      state: 'created',
      orgType: 'production',
      loginUrl: 'https://login.salesforce.com',
      domain: null,
      version: 1,
      linked: false,
    })
    await console.forget()
    const sandbox = await console.create({ name: 'Sandbox', orgType: 'sandbox' })
    expect(sandbox.loginUrl).toBe('https://test.salesforce.com')
    const own = await console.create({
      name: 'Own',
      orgType: 'sandbox',
      domain: 'ACME--uat.sandbox.my.salesforce.com/',
    })
    expect(own.loginUrl).toBe('https://acme--uat.sandbox.my.salesforce.com')
  })

  test('has a name no other has, whatever its capitals and the blanks around it', async () => {
    await console.create({ name: ' Main Org ' })
    const { status, code } = await post({ name: 'MAIN ORG', orgType: 'sandbox' })
    expect([status, code]).toEqual([409, 'CONNECTION_NAME_TAKEN'])
    expect(await rows()).toHaveLength(1)
  })

  test('is the second at most, even of twenty that are made at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => post({ name: `Org ${n}`, orgType: 'production' })),
    )
    const codes = made.map(({ code }) => code)
    expect(codes.filter((code) => code === undefined)).toHaveLength(2)
    expect(codes.filter((code) => code === 'CONNECTION_LIMIT')).toHaveLength(18)
    expect(await rows()).toHaveLength(2)
  })

  test('of one name is the only one, even of ten that are made at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => post({ name: 'Same', orgType: 'production' })),
    )
    expect(made.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await rows()).toHaveLength(1)
  })

  test('keeps its secret to itself', async () => {
    const { id, hasClientSecret, clientId } = await console.create({
      name: 'Own app',
      clientId: 'key',
      clientSecret: 'canary-secret',
    })
    expect([hasClientSecret, clientId]).toEqual([true, 'key'])
    const everything = JSON.stringify([await rows(), await trail(), await console.read(id), console.answers])
    expect(everything).not.toContain('canary-secret')
  })

  const REFUSED: [code: string, input: Record<string, unknown>][] = [
    ['ORG_TYPE_UNKNOWN', { orgType: 'developer' }],
    ['ORG_TYPE_UNKNOWN', { orgType: 'Production' }],
    ['LIGHTNING_URL', { domain: 'https://acme.lightning.force.com' }],
    ['LIGHTNING_URL', { domain: 'acme--uat.sandbox.lightning.force.com' }],
    ['INTERNAL_ADDRESS', { domain: 'https://169.254.169.254' }],
    ['INTERNAL_ADDRESS', { domain: 'http://2130706433' }],
    ['INTERNAL_ADDRESS', { domain: '0x7f.1' }],
    ['INTERNAL_ADDRESS', { domain: '[::ffff:127.0.0.1]' }],
    ['INTERNAL_ADDRESS', { domain: 'https://localhost:8443' }],
    ['INTERNAL_ADDRESS', { domain: 'vault.internal' }],
    ['NOT_SALESFORCE', { domain: 'https://acme.my.salesforce.com.evil.example' }],
    ['NOT_SALESFORCE', { domain: 'file:///etc/passwd' }],
    ['NOT_SALESFORCE', { domain: 'javascript:alert(1)' }],
    ['ONLY_THE_HOST', { domain: 'https://acme.my.salesforce.com/setup' }],
    ['ONLY_THE_HOST', { domain: 'https://user@acme.my.salesforce.com' }],
    ['ONLY_HTTPS', { domain: 'http://acme.my.salesforce.com' }],
    ['CLIENT_SECRET_ALONE', { clientSecret: 'secret' }],
    ['INVALID_REQUEST', { name: '' }],
    ['INVALID_REQUEST', { name: '   ' }],
    ['INVALID_REQUEST', { name: 'x'.repeat(81) }],
    ['INVALID_REQUEST', { name: 'two\nlines' }],
    ['INVALID_REQUEST', { name: 'turned\u202eround' }],
    ['INVALID_REQUEST', { name: 7 }],
    ['INVALID_REQUEST', { clientId: 'a key' }],
    ['INVALID_REQUEST', { state: 'authorized' }],
    ['INVALID_REQUEST', { tenantId: 'x' }],
    ['INVALID_REQUEST', { orgId: '00D000000000001EAA' }],
    ['INVALID_REQUEST', { linked: true }],
    ['INVALID_REQUEST', { allowLocalOrgs: true }],
  ]
  test.each(REFUSED)('is refused with %s for %j', async (code, input) => {
    const before = (await trail()).length
    const answer = await post({ name: 'Org', orgType: 'production', ...input })
    expect([answer.status, answer.code]).toEqual([400, code])
    expect(await rows()).toEqual([])
    expect(await trail()).toHaveLength(before)
  })

  test('is told the classic address when it was given the Lightning one', async () => {
    const { body } = await post({ name: 'Org', orgType: 'production', domain: 'acme.lightning.force.com' })
    expect(body.error?.details).toEqual([
      { field: 'body.domain', message: 'use https://acme.my.salesforce.com' },
    ])
  })

  test.each([
    [undefined, 'is missing'],
    [7, 'must be a text'],
    ['', 'must have 1 to 80 characters'],
    ['   ', 'must have 1 to 80 characters'],
    ['x'.repeat(81), 'must have 1 to 80 characters'],
    ['x'.repeat(500), 'must have 1 to 80 characters'],
  ])('named %j is told: %s', async (name, message) => {
    const { body } = await post({ name, orgType: 'production' })
    expect(body.error?.details).toEqual([{ field: 'body.name', message }])
  })

  test.each([
    ['production', 'https://acme--uat.sandbox.my.salesforce.com', ['DOMAIN_OF_SANDBOX']],
    ['sandbox', 'https://acme.my.salesforce.com', ['DOMAIN_OF_PRODUCTION']],
    ['production', 'https://acme.my.salesforce.com', []],
    ['sandbox', 'https://acme--uat.sandbox.my.salesforce.com', []],
    ['sandbox', null, []],
    ['sandbox', 'http://127.0.0.1:8080', []],
  ])('of type %s at %s has the notices %j, made so or edited so', async (orgType, domain, codes) => {
    const made = await post({ name: 'Made', orgType, domain })
    expect(made.body.notices.map(({ code }) => code)).toEqual(codes)
    const { id } = await console.create({ name: 'Edited' })
    const edited = await patch(id, { version: 1, orgType, domain })
    expect(edited.body.notices.map(({ code }) => code)).toEqual(codes)
  })

  test('may be a local org only where the server was started for it', async () => {
    const real = await startConsole({ allowLocalOrgs: false })
    try {
      const body = { name: 'Org', orgType: 'production', domain: 'http://127.0.0.1:8080' }
      expect((await real.call('POST', PATH, { body })).code).toBe('INTERNAL_ADDRESS')
      expect((await console.call('POST', PATH, { body })).status).toBe(200)
    } finally {
      await real.close()
    }
  })
})

describe('an edit', () => {
  test('changes what it names and nothing else', async () => {
    const { id } = await console.create({ name: 'Old', clientId: 'key', clientSecret: 'secret' })
    const { body } = await patch(id, { version: 1, name: 'New' })
    expect(body.connection).toMatchObject({ name: 'New', version: 2, clientId: 'key', hasClientSecret: true })
    const other = await patch(id, { version: 2, clientId: 'other' })
    expect(other.body.connection).toMatchObject({ clientId: 'other', hasClientSecret: false })
    const none = await patch(id, { version: 3, clientId: null })
    expect(none.body.connection).toMatchObject({ clientId: null, hasClientSecret: false })
  })

  test('of an older version is refused, and says both', async () => {
    const { id } = await console.create({ name: 'Org' })
    await patch(id, { version: 1, name: 'First' })
    const { status, code, body } = await patch(id, { version: 1, name: 'Second' })
    expect([status, code]).toEqual([409, 'CONFLICT'])
    expect(body.error?.details?.[0]?.message).toBe('is 2 now, and was 1 when you read it')
    expect((await console.read(id)).name).toBe('First')
  })

  test('of two made at once is made once', async () => {
    const { id } = await console.create({ name: 'Org' })
    const edits = await Promise.all(['A', 'B', 'C', 'D'].map((name) => patch(id, { version: 1, name })))
    expect(edits.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect((await console.read(id)).version).toBe(2)
  })

  test('to a name that is taken, or to anything a new one could not have, changes nothing', async () => {
    await console.create({ name: 'One' })
    const { id } = await console.create({ name: 'Two' })
    const before = await rows()
    for (const [code, input] of [
      ['CONNECTION_NAME_TAKEN', { name: 'ONE' }],
      ['LIGHTNING_URL', { domain: 'acme.lightning.force.com' }],
      ['INTERNAL_ADDRESS', { domain: '10.0.0.1' }],
      ['ORG_TYPE_UNKNOWN', { orgType: 'scratch' }],
      ['CLIENT_SECRET_ALONE', { clientSecret: 'x' }],
      ['INVALID_REQUEST', { state: 'authorized' }],
    ] as const)
      expect((await patch(id, { version: 1, ...input })).code).toBe(code)
    expect(await rows()).toEqual(before)
  })
})

describe('a deletion', () => {
  const remove = (id: string, query: string) => console.call('DELETE', `${PATH}/${id}?${query}`)

  test('frees the name and the place, and leaves a trace', async () => {
    const { id } = await console.create({ name: 'Org' })
    await console.create({ name: 'Other' })
    expect((await remove(id, 'version=1')).body).toEqual({ deleted: true, notices: [] })
    expect((await console.call('GET', `${PATH}/${id}`)).code).toBe('NOT_FOUND')
    expect((await console.create({ name: 'org' })).state).toBe('created')
    expect(await rows()).toHaveLength(3)
  })

  test('is refused while jobs and chains remain, and names them', async () => {
    const { id } = await console.create({ name: 'Org' })
    dependents = {
      jobs: [
        { id: '1', name: 'User Sync' },
        { id: '2', name: 'Company Sync' },
      ],
      chains: [{ id: '3', name: 'Salesforce_Company Person Sync' }],
    }
    try {
      expect((await console.read(id)).actions.find(({ action }) => action === 'delete')).toMatchObject({
        allowed: false,
        reason: { code: 'CONNECTION_IN_USE' },
      })
      const { status, code, body } = await remove(id, 'version=1')
      expect([status, code]).toEqual([409, 'CONNECTION_IN_USE'])
      expect(body.error?.details).toEqual([
        { field: 'chain', message: 'Salesforce_Company Person Sync' },
        { field: 'job', message: 'User Sync' },
        { field: 'job', message: 'Company Sync' },
      ])
    } finally {
      dependents = NOTHING
    }
    expect((await console.read(id)).state).toBe('created')
  })

  test('of an older version is refused', async () => {
    const { id } = await console.create({ name: 'Org' })
    await patch(id, { version: 1, name: 'New' })
    expect((await remove(id, 'version=1')).code).toBe('CONFLICT')
  })
})

test('every change is in the audit trail: who, what, before and after, without secrets', async () => {
  const from = (await trail()).length
  const { id } = await console.create({ name: 'Org', clientId: 'key', clientSecret: 'canary-secret' })
  await console.call('PATCH', `${PATH}/${id}`, {
    as: 'ben',
    body: { version: 1, name: 'New', clientSecret: 'canary-two' },
  })
  await patch(id, { version: 1, name: 'Refused' })
  await console.call('DELETE', `${PATH}/${id}?version=2`)
  const entries = (await trail()).slice(from)
  expect(entries.map(({ action, admin_gsid }) => [action, admin_gsid.slice(-1)])).toEqual([
    ['connection.created', '1'],
    ['connection.edited', '2'],
    ['connection.deleted', '1'],
  ])
  expect(entries[0]).toMatchObject({
    before: null,
    after: { name: 'Org', state: 'created', isConfidentialApp: true },
  })
  expect(entries[1]).toMatchObject({
    before: { name: 'Org', version: 1 },
    after: { name: 'New', version: 2 },
  })
  expect(entries[2]).toMatchObject({ before: { state: 'created' }, after: { state: 'deleted' } })
  expect(JSON.stringify(entries)).not.toMatch(/canary|v1\.one/)
})
