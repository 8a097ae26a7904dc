// The org seen by jsforce, unmodified: what this client cannot tell from Salesforce, ours will not tell either.
import { Connection, OAuth2, type Record as Row } from 'jsforce'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { customObject } from '../../local-org/schema/custom.ts'
import { startLocalOrg, type RunningOrg } from '../support/local-org.ts'

const MANY = 25_000

let org: RunningOrg
let conn: Connection
beforeAll(async () => {
  org = await startLocalOrg({
    custom: {
      fields: [],
      objects: [
        customObject({
          name: 'Reading__c',
          fields: [
            { name: 'Key__c', type: 'string', length: 40, externalId: true, unique: true },
            { name: 'Value__c', type: 'double', precision: 18, scale: 2 },
            { name: 'Note__c', type: 'textarea', length: 1000 },
          ],
        }),
      ],
    },
  })
  conn = new Connection({ instanceUrl: org.url, accessToken: org.token, version: '65.0' })
  conn.bulk2.pollInterval = 50
  plantReadings(MANY)
})
afterAll(() => org.close())

/** Straight into the store: what is tested is reading them. */
function plantReadings(count: number) {
  const writer = { userId: org.administrator, origin: 'test' }
  for (let from = 0; from < count; from += 5000) {
    const writes = Array.from({ length: 5000 }, (_, index) => ({
      op: 'insert' as const,
      object: 'Reading__c',
      values: { Name: `R${from + index}`, Key__c: `K${from + index}`, Value__c: from + index },
    }))
    org.store.write(writer, writes)
  }
}

describe('logging in', () => {
  const user = () => {
    const [first] = org.identity.credentials()
    if (!first) throw new Error('the org has no users')
    return first
  }

  test('by user name and password over SOAP', async () => {
    const soap = new Connection({ loginUrl: org.url, version: '60.0' })
    const { id, organizationId } = await soap.login(user().username, user().password)
    expect({ id, organizationId }).toEqual({ id: user().userId, organizationId: org.orgId })
    expect((await soap.query('SELECT Id FROM Account LIMIT 1')).totalSize).toBe(1)
  })

  test('by user name and password through an app, and again with the refresh token', async () => {
    const app = org.identity.apps().find(({ clientSecret }) => clientSecret)
    const oauth2 = new OAuth2({ ...app, loginUrl: org.url })
    const login = new Connection({ oauth2 })
    await login.login(user().username, user().password)
    expect((await login.identity()).user_id).toBe(user().userId)
  })

  test('a dead session is refreshed once and the call goes on', async () => {
    const refreshed: string[] = []
    const flaky = new Connection({
      instanceUrl: org.url,
      accessToken: '00Dnothing',
      refreshFn: (_conn, done) => {
        refreshed.push('once')
        done(null, org.token)
      },
    })
    expect((await flaky.query('SELECT Id FROM Account LIMIT 1')).records).toHaveLength(1)
    expect(refreshed).toEqual(['once'])
  })

  test('logging out ends the session', async () => {
    const leaving = new Connection({
      loginUrl: org.url,
      instanceUrl: org.url,
      accessToken: org.identity.accessTokenFor(org.administrator),
    })
    await leaving.logout()
    const again = new Connection({ instanceUrl: org.url, accessToken: leaving.accessToken ?? 'none' })
    await expect(again.query('SELECT Id FROM Account')).rejects.toMatchObject({
      errorCode: 'INVALID_SESSION_ID',
    })
  })
})

describe('queries', () => {
  test('every one of 25,000 rows arrives once, page by page', async () => {
    const seen = new Set<string>()
    let page = await conn.query<Row>('SELECT Id, Key__c FROM Reading__c')
    expect(page.totalSize).toBe(MANY)
    for (;;) {
      for (const { Key__c } of page.records) seen.add(String(Key__c))
      if (page.done || !page.nextRecordsUrl) break
      page = await conn.queryMore(page.nextRecordsUrl)
    }
    expect(seen.size).toBe(MANY)
  })

  test('autoFetch brings the same 25,000', async () => {
    const records = await conn.query('SELECT Id FROM Reading__c', { autoFetch: true, maxFetch: 30_000 })
    expect(new Set(records.records.map(({ Id }) => Id)).size).toBe(MANY)
  })

  test('the query builder, parents and children', async () => {
    const accounts = await conn
      .sobject('Account')
      .find({ Id: { $ne: null } }, 'Id, Name, Owner.Name')
      .include('Contacts')
      .select('Id, LastName')
      .end()
      .sort({ Name: 1 })
      .limit(5)
    expect(accounts).toHaveLength(5)
    const names = accounts.map(({ Name }) => String(Name).toLowerCase())
    expect(names).toEqual([...names].sort())
    expect(accounts.every((account) => typeof account['Owner']?.Name === 'string')).toBe(true)
  })

  test('a mistake is told with its place', async () => {
    await expect(conn.query('SELECT Nope FROM Account')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: expect.stringContaining("No such column 'Nope' on entity 'Account'"),
    })
    await expect(conn.query('SELECT Id FROM Nope')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' })
    await expect(conn.query('SELEC Id')).rejects.toMatchObject({ errorCode: 'MALFORMED_QUERY' })
  })
})

describe('records', () => {
  test('are created, read, changed and deleted', async () => {
    const accounts = conn.sobject('Account')
    const made = await accounts.create({ Name: 'Ørsted & Søn' })
    expect(made).toMatchObject({ success: true, errors: [] })
    const id = String(made.id)
    expect(await accounts.retrieve(id)).toMatchObject({ Name: 'Ørsted & Søn', OwnerId: org.administrator })
    await accounts.update({ Id: id, Industry: 'Energy' })
    expect(await accounts.retrieve(id)).toMatchObject({ Industry: 'Energy' })
    await accounts.destroy(id)
    await expect(accounts.retrieve(id)).rejects.toMatchObject({ errorCode: 'ENTITY_IS_DELETED' })
  })

  test('are upserted by an external id: created first, then changed', async () => {
    const readings = conn.sobject('Reading__c')
    const first = await readings.upsert({ Key__c: 'upserted', Value__c: 1 }, 'Key__c')
    const second = await readings.upsert({ Key__c: 'upserted', Value__c: 2 }, 'Key__c')
    expect([first, second]).toMatchObject([
      { success: true, created: true },
      { success: true, created: false },
    ])
    expect(await readings.findOne({ Key__c: 'upserted' })).toMatchObject({ Value__c: 2 })
  })

  test('200 at a time; one bad one is refused alone, or takes all with it', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => ({
      Name: index === 7 ? 'x'.repeat(300) : `A${index}`,
    }))
    const results = await conn.sobject('Account').create(rows)
    expect(results.filter(({ success }) => success)).toHaveLength(199)
    expect(results[7]).toMatchObject({ success: false, errors: [{ statusCode: 'STRING_TOO_LONG' }] })
    const together = await conn.sobject('Account').create(rows, { allOrNone: true })
    expect(together.every(({ success }) => !success)).toBe(true)
    await conn.sobject('Account').destroy(results.flatMap(({ id }) => id ?? []))
  })

  test('what is missing or wrong is said with its code', async () => {
    const accounts = conn.sobject('Account')
    await expect(accounts.create({})).rejects.toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' })
    await expect(accounts.retrieve('001000000000000AAA')).rejects.toMatchObject({ errorCode: 'NOT_FOUND' })
  })

  test('changes are listed by updated and deleted', async () => {
    const { id } = await conn.sobject('Account').create({ Name: 'Listed' })
    await conn.sobject('Account').destroy(String(id))
    const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 60_000)]
    const deleted = await conn.sobject('Account').deleted(from, to)
    expect(deleted.deletedRecords.map((row) => row.id)).toContain(id)
  })
})

describe('describe', () => {
  test('tells fields, children and flags', async () => {
    const account = await conn.describe('Account')
    const name = account.fields.find((field) => field.name === 'Name')
    expect(name).toMatchObject({ type: 'string', length: 255, nillable: false, filterable: true })
    expect(account.childRelationships.map((child) => child.relationshipName)).toContain('Contacts')
    const owner = account.fields.find((field) => field.name === 'OwnerId')
    expect(owner).toMatchObject({ type: 'reference', referenceTo: ['User'], relationshipName: 'Owner' })
  })

  test('lists all objects', async () => {
    const { sobjects } = await conn.describeGlobal()
    const names = sobjects.map((object) => object.name)
    expect(names).toEqual(expect.arrayContaining(['Account', 'Contact', 'Case', 'Opportunity', 'Reading__c']))
  })

  test('limits and versions', async () => {
    expect((await conn.limits())['DailyApiRequests']).toMatchObject({ Max: expect.any(Number) })
    expect((await conn.request<{ version: string }[]>('/services/data')).at(-1)?.version).toBe('68.0')
    expect(conn.limitInfo.apiUsage).toMatchObject({ limit: expect.any(Number) })
  })
})

describe('Bulk API 2.0', () => {
  test('a query brings every row', async () => {
    const records = await (await conn.bulk2.query('SELECT Id, Key__c, Note__c FROM Reading__c')).toArray()
    expect(new Set(records.map(({ Id }) => String(Id))).size).toBe(MANY + 1)
  })

  test('an ingest job loads, with quotes and line breaks in the values', async () => {
    const note = 'first line\nsecond, with "quotes"\r\nthird'
    const results = await conn.bulk2.loadAndWaitForResults({
      object: 'Reading__c',
      operation: 'insert',
      input: [
        { Name: 'bulk 1', Key__c: 'bulk-1', Note__c: note },
        { Name: 'bulk 2', Key__c: 'K1' },
      ],
    })
    expect(results.successfulResults).toMatchObject([{ sf__Created: 'true', Note__c: note }])
    expect(results.failedResults).toMatchObject([{ sf__Error: expect.stringContaining('DUPLICATE_VALUE') }])
    expect(await conn.sobject('Reading__c').findOne({ Key__c: 'bulk-1' })).toMatchObject({ Note__c: note })
  })
})
