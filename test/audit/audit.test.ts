import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, type AuditEntry } from '../../server/audit/index.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import { signIn, type Person } from '../support/console.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let admin: Person
beforeAll(async () => {
  server = await startTestServer()
  admin = await signIn(server, { role: 'admin', name: 'Ada' })
})
afterAll(() => server.close())

const entry = (values: Partial<AuditEntry> = {}): AuditEntry => ({
  tenantId: server.tenant.id,
  by: { adminId: admin.userId },
  action: 'thing.changed',
  subject: { kind: 'thing', id: '1' },
  before: null,
  after: { name: 'one' },
  ...values,
})
const write = (values?: Partial<AuditEntry>) => server.db.transaction((tx) => audit(tx, entry(values)))
const count = async () => (await server.db.query('select from control.audit')).length
interface Page {
  entries: { id: string; at: string; by: unknown; action: string; subject: { id: string } }[]
  next: string | null
}
const read = async (search = '') =>
  (await server.get(`/console/v1/audit${search}`, { headers: admin.headers })).body as Page

describe('the trail', () => {
  test.each([
    ['update', "update control.audit set action = 'thing.hidden'"],
    ['update of nothing', 'update control.audit set action = action where false'],
    ['delete', 'delete from control.audit'],
    ['truncate', 'truncate control.audit'],
    ['upsert', 'merge into control.audit a using (select 1) on true when matched then delete'],
  ])('is only added to: the database refuses an %s', async (_what, sql) => {
    await write()
    const before = await server.db.query('select * from control.audit order by id')
    await expect(server.db.query(sql)).rejects.toMatchObject({ code: '23001', constraint: 'keep_audit' })
    expect(await server.db.query('select * from control.audit order by id')).toEqual(before)
  })

  test('outlives the tenant it tells of', async () => {
    const { id, schemaName } = await provisionTenant(server.db, { name: 'Short-lived' })
    await write({ tenantId: id, by: 'system' })
    await server.db.query(`drop schema ${schemaName} cascade`)
    await server.db.query('delete from control.tenant where id = $1', [id])
    expect(await server.db.query('select from control.audit where tenant_id = $1', [id])).toHaveLength(1)
  })

  test('has no entry of a change that was rolled back', async () => {
    const before = await count()
    const change = server.db.transaction(async (tx) => {
      await audit(tx, entry())
      throw new Error('the change failed')
    })
    await expect(change).rejects.toThrow('the change failed')
    expect(await count()).toBe(before)
  })

  test.each([
    'token',
    'accessToken',
    'refresh_token',
    'REFRESH-TOKEN',
    'clientSecret',
    'consumer_secret',
    'password',
    'Passwd',
    'passphrase',
    'privateKey',
    'private_key_pem',
    'apiKey',
    'accesskey',
    'access_key',
    'client_key',
    'sessionKey',
    'cookie',
    'Set-Cookie',
    'credentials',
    'authorization',
    'code_verifier',
    'code',
    'jwt',
    'assertion',
  ])('refuses what stands under the name %s, wherever it stands', async (name) => {
    const before = await count()
    const wanted = { code: '23514', constraint: 'audit_has_no_secrets' }
    for (const facts of [
      { [name]: 'canary' },
      { [name]: null },
      { deep: { er: [1, { [name]: 'canary' }] } },
      { [name]: { value: 'canary' } },
    ]) {
      await expect(write({ after: facts })).rejects.toMatchObject(wanted)
      await expect(write({ before: facts })).rejects.toMatchObject(wanted)
    }
    expect(await count()).toBe(before)
  })

  test('takes the names that connections, roles and licences need', async () => {
    const after = {
      name: 'Production',
      orgType: 'production',
      domain: 'https://acme.my.salesforce.com',
      clientId: '3MVG9',
      state: 'authorized',
      orgId: '00D',
      scopes: ['api', 'refresh_token'],
      errorCode: 'X',
      key: 'Account',
      currencyCode: 'EUR',
      mapping: { accountField: 'Id', companyField: 'SfdcAccountId' },
    }
    await write({ after })
    expect((await read('?limit=1')).entries).toMatchObject([{ after }])
  })

  test.each([
    ['an action of one word', { action: 'changed' }],
    ['an action in capitals', { action: 'Thing.Changed' }],
    ['a subject without an id', { subject: { kind: 'thing', id: '' } }],
    ['a user that cannot be one', { by: { adminId: 'someone' } }],
    ['a list for facts', { after: [] as unknown as Record<string, unknown> }],
  ])('refuses %s', async (_what, values) => {
    await expect(write(values)).rejects.toMatchObject({ code: '23514' })
  })
})

describe('reading it', () => {
  let site: TestServer
  let reader: Person
  const N = 57
  beforeAll(async () => {
    site = await startTestServer()
    reader = await signIn(site, { role: 'admin', name: 'Grace' })
    for (let i = 0; i < N; i++)
      await audit(site.db, {
        ...entry({ tenantId: site.tenant.id }),
        by: i % 3 === 0 ? 'system' : { adminId: reader.userId },
        action: i % 2 === 0 ? 'thing.changed' : 'thing.created',
        subject: { kind: i % 5 === 0 ? 'other' : 'thing', id: String(i % 4) },
      })
  })
  afterAll(() => site.close())
  const page = async (search: string) => {
    const reply = await site.get(`/console/v1/audit${search}`, { headers: reader.headers })
    expect(reply.status).toBe(200)
    return reply.body as Page
  }

  test('goes page by page to the end, newest first, each entry once, though more are written meanwhile', async () => {
    const ids: string[] = []
    let search: string | undefined = '?limit=10'
    while (search !== undefined) {
      const { entries, next }: Page = await page(search)
      ids.push(...entries.map(({ id }) => id))
      await audit(site.db, { ...entry({ tenantId: site.tenant.id }), action: 'later.entry' })
      search = next === null ? undefined : `?limit=10&olderThan=${next}`
    }
    expect(ids).toHaveLength(N + 1) // the reader's own login is the first
    expect(ids).toEqual([...ids].sort((a, b) => Number(b) - Number(a)))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('names who did it, by id and name, or the system', async () => {
    expect((await page('?action=thing.changed&limit=3')).entries.map(({ by }) => by)).toContainEqual({
      id: reader.userId,
      name: 'Grace',
    })
    for (const { by } of (await page('?who=system&limit=100')).entries) expect(by).toBeNull()
  })

  test('can be narrowed to a subject, an action, a person and a time, and to all of them', async () => {
    const counts = async (search: string) => (await page(`${search}&limit=100`)).entries.length
    const numbers = Array.from({ length: N }, (_, i) => i)
    expect(await counts('?subjectKind=other')).toBe(numbers.filter((i) => i % 5 === 0).length)
    expect(await counts('?subjectKind=thing&subjectId=2')).toBe(
      numbers.filter((i) => i % 5 !== 0 && i % 4 === 2).length,
    )
    expect(await counts('?action=thing.created')).toBe(numbers.filter((i) => i % 2 === 1).length)
    expect(await counts('?who=system')).toBe(numbers.filter((i) => i % 3 === 0).length)
    expect(await counts(`?who=${reader.userId}&action=thing.created&subjectId=1&subjectKind=thing`)).toBe(
      numbers.filter((i) => i % 3 !== 0 && i % 2 === 1 && i % 4 === 1 && i % 5 !== 0).length,
    )
    const { entries } = await page('?limit=100')
    const middle = entries[20]?.at ?? ''
    const newer = (await page(`?limit=100&from=${middle}`)).entries
    const older = (await page(`?limit=100&until=${middle}`)).entries
    expect(newer.length + older.length).toBe(entries.length)
    expect(newer.every(({ at }) => at >= middle) && older.every(({ at }) => at < middle)).toBe(true)
    expect(await counts('?from=2000-01-01T00:00:00Z&until=2000-01-02T00:00:00%2B02:00')).toBe(0)
  })

  test.each([
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=-1',
    'from=yesterday',
    'until=2026-02-30T00:00:00Z',
    'who=me',
    'olderThan=1;drop',
    'olderThan=99999999999999999999',
    'subjectId=',
    'tenantId=1',
  ])('refuses %s', async (search) => {
    const reply = await site.get(`/console/v1/audit?${search}`, { headers: reader.headers })
    expect(reply.status).toBe(400)
  })

  test('uses an index for a page, and for each way to narrow it', async () => {
    await site.db.query(
      `insert into control.audit (tenant_id, admin_gsid, action, subject_kind, subject_id)
       select $1, null, 'bulk.entry', 'bulk', n::text from generate_series(1, 20000) as n`,
      [site.tenant.id],
    )
    await site.db.query('analyze control.audit')
    for (const where of [
      '',
      "and subject_kind = 'thing' and subject_id = '2'",
      "and action = 'thing.created'",
    ]) {
      const rows = await site.db.query<{ 'QUERY PLAN': string }>(
        `explain select * from control.audit where tenant_id = '${site.tenant.id}' ${where} order by id desc limit 51`,
      )
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan')
    }
  })
})
