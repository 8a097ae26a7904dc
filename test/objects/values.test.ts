import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  describe as describeObject,
  insertRows,
  picklistItemGsid,
  touchedBy,
} from '../../server/objects/index.ts'
import type { Row, Tenant } from '../../server/objects/index.ts'
import type { TestDatabase } from '../support/database.ts'
import { freshTenant } from '../support/tenant.ts'

let db: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  ;({ db, tenant } = await freshTenant())
})
afterAll(() => db.close())

const insert = async (object: string, ...rows: Row[]): Promise<string[]> =>
  insertRows(db, tenant.schemaName, await describeObject(db, tenant.id, object), rows)
const insertOne = async (object: string, row: Row): Promise<string> => (await insert(object, row))[0] ?? ''
const read = async (
  object: string,
  gsid: string,
  columns: string,
): Promise<Record<string, unknown> | undefined> => {
  const sql = `select ${columns} from "${tenant.schemaName}"."${object.toLowerCase()}" where gsid = $1`
  return (await db.query<Record<string, unknown>>(sql, [gsid]))[0]
}
const remove = (object: string, gsid: string) =>
  db.query(`delete from "${tenant.schemaName}"."${object.toLowerCase()}" where gsid = $1`, [gsid])

const active = picklistItemGsid('COMPANY_STATUS', 'Active')
const tags = ['Reference', 'At Risk'].map((name) => picklistItemGsid('COMPANY_TAGS', name))
const NOT_AN_ITEM = `${tags[0]?.slice(0, 12)}${'0'.repeat(24)}`

const AMARA = `1P01${'A'.repeat(32)}`

const TOO_LONG = '22001'
const OUT_OF_RANGE = '22003'
const NOT_A_NUMBER = '22P02'
const NOT_A_DATE = '22007'
const IMPOSSIBLE_DATE = '22008'
const EMPTY = '23502'
const NO_SUCH_ROW = '23503'
const TAKEN = '23505'
const CHECK = '23514'

describe('a value is refused by the database when it', () => {
  test.each<[string, string, Row, string]>([
    ['is too long', 'Company', { Name: 'x'.repeat(256) }, TOO_LONG],
    ['is no number', 'Company', { Name: 'A', Arr: 'a lot' }, NOT_A_NUMBER],
    ['is a number too large', 'Company', { Name: 'A', Arr: 1e19 }, OUT_OF_RANGE],
    ['is below what can be', 'Company', { Name: 'A', Employees: -1 }, CHECK],
    ['is a score above 100', 'Company', { Name: 'A', CurrentScore: 100.1 }, CHECK],
    ['is no date', 'Company', { Name: 'A', RenewalDate: 'soon' }, NOT_A_DATE],
    ['is a day that does not exist', 'Company', { Name: 'A', RenewalDate: '2027-02-30' }, IMPOSSIBLE_DATE],
    ['is no truth value', 'User', { IsActiveUser: 'perhaps' }, NOT_A_NUMBER],
    ['is no e-mail address', 'Person', { Email: 'nobody' }, CHECK],
    ['is missing though required', 'Company', { Arr: 1 }, EMPTY],
    ['is an item of another picklist', 'Company', { Name: 'A', Stage: active }, CHECK],
    ['is no item of the picklist', 'Company', { Name: 'A', Status: `${active.slice(0, 35)}_` }, NO_SUCH_ROW],
    ['holds an item of another picklist', 'Company', { Name: 'A', Tags: [active] }, NO_SUCH_ROW],
    ['holds what is no item', 'Company', { Name: 'A', Tags: [...tags, NOT_AN_ITEM] }, NO_SUCH_ROW],
    ['holds an empty item', 'Company', { Name: 'A', Tags: [null] }, NO_SUCH_ROW],
    ['looks up to nothing', 'Company', { Name: 'A', Csm: `1P01${'0'.repeat(32)}` }, NO_SUCH_ROW],
    ['looks up to another object', 'Company', { Name: 'A', Csm: active }, NO_SUCH_ROW],
    ['is a GSID of another object', 'Company', { Name: 'A', Gsid: `1P01${'0'.repeat(32)}` }, CHECK],
    ['is a GSID of 35 characters', 'Company', { Name: 'A', Gsid: `1P02${'0'.repeat(31)}` }, CHECK],
  ])('%s', async (_, object, row, code) => {
    await expect(insert(object, row)).rejects.toMatchObject({ code })
  })

  test('is a user name that is taken in other capitals', async () => {
    await insert('User', { Username: 'Amara@Example.com' })
    await expect(insert('User', { Username: 'amara@example.COM' })).rejects.toMatchObject({ code: TAKEN })
  })
})

describe('a row', () => {
  test('keeps every kind of value as it was given', async () => {
    const csm = await insertOne('User', { Name: 'Amara' })
    const row = {
      Name: 'Zoë 🦊 "quoted" \\ \'',
      Csm: csm,
      Tags: tags,
      Arr: 128400.5,
      RenewalDate: '2027-03-31',
    }
    const gsid = await insertOne('Company', { ...row, _source_modified_at: '2026-11-20T09:30:00.123Z' })
    expect(await read('Company', gsid, 'name, csm, tags, arr, renewaldate, _source_modified_at')).toEqual({
      name: row.Name,
      csm,
      tags,
      arr: '128400.5000',
      renewaldate: '2027-03-31',
      _source_modified_at: new Date('2026-11-20T09:30:00.123Z'),
    })
  })

  test('has a GSID of 36 characters with its object’s prefix, and says when it was made', async () => {
    const gsid = await insertOne('Company', { Name: 'A' })
    expect(gsid).toMatch(/^1P02[0-9A-Z]{32}$/)
    const row = await read(
      'Company',
      gsid,
      "createddate = modifieddate as same, createddate > now() - interval '1 minute' as fresh",
    )
    expect(row).toEqual({ same: true, fresh: true })
  })

  test.each([
    ['says nothing about the time', 'arr = 1', null],
    ['says when and by whom', `arr = 1, ${touchedBy(`'${AMARA}'`)}`, AMARA],
  ])('says when it was last changed, though the change %s', async (_, set, modifiedby) => {
    const gsid = await insertOne('Company', { Name: 'A', ModifiedDate: '2020-01-01T00:00:00Z' })
    await db.query(`update "${tenant.schemaName}".company set ${set} where gsid = $1`, [gsid])
    const row = await read('Company', gsid, "modifieddate > now() - interval '1 minute' as fresh, modifiedby")
    expect(row).toEqual({ fresh: true, modifiedby })
  })

  test('that others look up to leaves them an empty lookup when it goes', async () => {
    const amara = await insertOne('User', { Name: 'Amara' })
    const gsid = await insertOne('Company', { Name: 'A', Csm: amara, CreatedBy: amara })
    await remove('User', amara)
    expect(await read('Company', gsid, 'csm, createdby')).toEqual({ csm: null, createdby: amara })
  })

  test('that others must look up to stays until they are gone', async () => {
    const company = await insertOne('Company', { Name: 'A' })
    const person = await insertOne('Person', { LastName: 'Diallo' })
    const place = await insertOne('Company_Person', { Company_ID: company, Person_ID: person })
    await expect(remove('Company', company)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) })
    await remove('Company_Person', place)
    await remove('Company', company)
    expect(await read('Company', company, 'name')).toBeUndefined()
  })

  test('of scores is one for each measure of a company, with or without a relationship', async () => {
    const type = picklistItemGsid('SCORECARD_SCHEME_TYPE', 'Numeric')
    const SchemeId = await insertOne('Scorecard_Scheme', { Name: 'Numbers', SchemeType: type })
    const ScorecardId = await insertOne('Scorecard_Master', { Name: 'Default', SchemeId })
    const MeasureId = await insertOne('Scorecard_Measure', { ScorecardId, Name: 'Overall' })
    const CompanyId = await insertOne('Company', { Name: 'A' })
    const fact = { ScorecardId, MeasureId, CompanyId, Score: 82 }
    await insert('Scorecard_Fact', fact)
    await expect(insert('Scorecard_Fact', fact)).rejects.toMatchObject({ code: TAKEN })
  })

  test('of a picklist is of the category it says, and is never deleted', async () => {
    const item = await read('Picklist_Item', active, 'categoryid, name, label')
    const other = await read('Picklist_Item', tags[0] ?? '', 'categoryid')
    await expect(
      insert('Picklist_Item', { Gsid: NOT_AN_ITEM, CategoryId: item?.['categoryid'], Name: 'x', Label: 'x' }),
    ).rejects.toMatchObject({ code: CHECK })
    await expect(remove('Picklist_Item', NOT_AN_ITEM)).resolves.toEqual([])
    await insert('Picklist_Item', {
      Gsid: NOT_AN_ITEM,
      CategoryId: other?.['categoryid'],
      Name: 'x',
      Label: 'x',
    })
    await expect(remove('Picklist_Item', NOT_AN_ITEM)).rejects.toThrow(/made inactive/)
  })
})

describe('the ways people look', () => {
  test.each([
    ['a company by its Salesforce account', `company where sfdcaccountid = '001000000000001AAA'`],
    ['a person by e-mail, capitals aside', `person where lower(email) = 'amara@example.com'`],
    ['a user by user name, capitals aside', `"user" where lower(username) = 'amara@example.com'`],
    ['the people of a company', `company_person where company_id = '1P02'`],
    ['the companies of a manager', `company where csm = '1P01'`],
  ])('find %s by an index', async (_, from) => {
    const plan = await db.transaction(async (tx) => {
      await tx.query(`set local enable_seqscan = off; set local search_path = "${tenant.schemaName}"`)
      return tx.query<{ 'QUERY PLAN': string }>(`explain select * from ${from}`)
    })
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index Cond/)
  })
})
