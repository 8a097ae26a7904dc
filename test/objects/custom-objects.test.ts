import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addField,
  createObject,
  describe as describeObject,
  dropField,
  dropObject,
  insertRows,
  listObjects,
  ObjectsError,
  picklistItemGsid,
  savePicklist,
  SYSTEM_FIELDS,
} from '../../server/objects/index.ts'
import type { NewField, Tenant } from '../../server/objects/index.ts'
import type { TestDatabase } from '../support/database.ts'
import { freshTenant } from '../support/tenant.ts'

let db: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  ;({ db, tenant } = await freshTenant())
})
afterAll(() => db.close())

const fieldNames = async (object: string) =>
  (await describeObject(db, tenant.id, object)).fields.map((field) => field.name)

const columnTypes = async (table: string): Promise<Record<string, string>> => {
  const columns = await db.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
    [`${tenant.schemaName}.${table}`],
  )
  return Object.fromEntries(columns.map((column) => [column.name, column.type]))
}

const refusal = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ name: 'ObjectsError', code, message: expect.stringMatching(message) })

/** One of each type people may choose, with the column it must become. */
const ONE_OF_EACH: [NewField, string][] = [
  [{ name: 'String__gc', label: 'String', type: 'string', length: 12 }, 'character varying(12)'],
  [{ name: 'Email__gc', label: 'Email', type: 'email' }, 'character varying(320)'],
  [{ name: 'Url__gc', label: 'URL', type: 'url' }, 'character varying(2048)'],
  [{ name: 'Rich__gc', label: 'Rich', type: 'richText' }, 'text'],
  [{ name: 'Number__gc', label: 'Number', type: 'number', precision: 9, scale: 2, min: -5 }, 'numeric(9,2)'],
  [{ name: 'Currency__gc', label: 'Currency', type: 'currency' }, 'numeric(22,4)'],
  [{ name: 'Percentage__gc', label: 'Percentage', type: 'percentage' }, 'numeric(9,4)'],
  [{ name: 'Boolean__gc', label: 'Boolean', type: 'boolean', required: true, defaultValue: true }, 'boolean'],
  [{ name: 'Date__gc', label: 'Date', type: 'date', defaultValue: 'today' }, 'date'],
  [{ name: 'Datetime__gc', label: 'Time', type: 'datetime' }, 'timestamp(3) with time zone'],
  [
    { name: 'Picklist__gc', label: 'Trend', type: 'picklist', picklist: 'SCORE_TREND', defaultValue: 'Up' },
    'text',
  ],
  [{ name: 'Multi__gc', label: 'Tags', type: 'multiPicklist', picklist: 'COMPANY_TAGS' }, 'text[]'],
  [{ name: 'Lookup__gc', label: 'Company', type: 'lookup', lookup: 'Company' }, 'text'],
]

describe('a custom field', () => {
  test.each(ONE_OF_EACH)('$type can be added at run time and its column is typed', async (field, type) => {
    const added = await addField(db, tenant.id, 'person', field)
    expect(added).toMatchObject({ ...field, kind: 'custom', readOnly: false })
    expect((await columnTypes('person'))[field.name.toLowerCase()]).toBe(type)
    expect((await describeObject(db, tenant.id, 'Person')).fields).toContainEqual(added)
  })

  test('is read and written like a standard one, defaults included', async () => {
    const person = await describeObject(db, tenant.id, 'Person')
    const [gsid] = await insertRows(db, tenant.schemaName, person, [{ string__GC: 'twelve chars' }])
    const rows = await db.query(
      `select string__gc, boolean__gc, date__gc = current_date as today, picklist__gc from "${tenant.schemaName}".person where gsid = $1`,
      [gsid],
    )
    const picklist__gc = picklistItemGsid('SCORE_TREND', 'Up')
    expect(rows).toEqual([{ string__gc: 'twelve chars', boolean__gc: true, today: true, picklist__gc }])
  })

  test('goes with its column, whatever its type', async () => {
    for (const [field] of ONE_OF_EACH) await dropField(db, tenant.id, 'Person', field.name.toUpperCase())
    const custom = Object.keys(await columnTypes('person')).filter((name) => name.endsWith('__gc'))
    expect([custom, (await fieldNames('Person')).filter((name) => name.endsWith('__gc'))]).toEqual([[], []])
  })

  test('of a name that is there in other capitals is refused', async () => {
    await addField(db, tenant.id, 'Cases', { name: 'Region__gc', label: 'Region', type: 'string' })
    await expect(
      addField(db, tenant.id, 'CASES', { name: 'REGION__gc', label: 'Region', type: 'string' }),
    ).rejects.toEqual(refusal('NAME_TAKEN', /"Region__gc"/))
  })

  test('added by eight callers at once is added once', async () => {
    // Connections first: a caller that had to open one would come after the race.
    await Promise.all(Array.from({ length: 8 }, () => db.ping()))
    const add = () => addField(db, tenant.id, 'Cases', { name: 'Race__gc', label: 'Race', type: 'string' })
    const results = await Promise.allSettled(Array.from({ length: 8 }, add))
    const reasons = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    )
    expect(reasons).toEqual(Array.from({ length: 7 }, () => refusal('NAME_TAKEN', /Race__gc/)))
  })

  test.each<[string, Partial<NewField> & Record<string, unknown>, string, RegExp]>([
    ['without the ending', { name: 'Plain' }, 'NAME_INVALID', /__gc/],
    ['of no known type', { type: 'blob' as never }, 'FIELD_INVALID', /"blob"/],
    ['of a type that is the system’s', { type: 'gsid' }, 'FIELD_INVALID', /gsid/],
    ['without a label', { label: '  ' }, 'FIELD_INVALID', /label/],
    ['longer than can be', { length: 40_000 }, 'FIELD_INVALID', /length/],
    ['with SQL for a length', { length: '1); drop table company; --' as never }, 'FIELD_INVALID', /length/],
    ['with SQL for a bound', { type: 'number', min: '0) or (1=1' as never }, 'FIELD_INVALID', /numbers/],
    ['with more scale than precision', { type: 'number', precision: 4, scale: 5 }, 'FIELD_INVALID', /scale/],
    ['with a length though a date', { type: 'date', length: 5 }, 'FIELD_INVALID', /length does not go with/],
    ['with a default of another type', { type: 'number', defaultValue: 'seven' }, 'FIELD_INVALID', /default/],
    ['unique though a rich text', { type: 'richText', unique: true }, 'FIELD_INVALID', /unique/],
    ['looking up nothing', { type: 'lookup' }, 'FIELD_INVALID', /name the object/],
    ['looking up an object that is not there', { type: 'lookup', lookup: 'Nope' }, 'NOT_FOUND', /"Nope"/],
    ['with a picklist that is not there', { type: 'picklist', picklist: 'NOPE' }, 'NOT_FOUND', /"NOPE"/],
  ])('%s is refused, and nothing changes', async (_, wrong, code, message) => {
    const before = [await fieldNames('Cases'), await columnTypes('cases')]
    const field = { name: 'Wrong__gc', label: 'Wrong', type: 'string' as const, ...wrong }
    await expect(addField(db, tenant.id, 'Cases', field)).rejects.toEqual(refusal(code, message))
    expect([await fieldNames('Cases'), await columnTypes('cases')]).toEqual(before)
  })

  test('cannot be made a system field by what comes along with the wish', async () => {
    const sly = {
      name: 'Sly__gc',
      label: 'Sly',
      type: 'string',
      kind: 'system',
      readOnly: true,
      enforced: false,
    }
    const added = await addField(db, tenant.id, 'Cases', sly as unknown as NewField)
    expect(added).toEqual({
      name: 'Sly__gc',
      label: 'Sly',
      type: 'string',
      length: 255,
      kind: 'custom',
      readOnly: false,
      required: false,
      unique: false,
      indexed: false,
    })
  })

  test('that is required needs a default once there are rows', async () => {
    await db.query(`insert into "${tenant.schemaName}".relationship_type (name) values ('Product')`)
    const field: NewField = { name: 'Must__gc', label: 'Must', type: 'number', required: true }
    await expect(addField(db, tenant.id, 'Relationship_Type', field)).rejects.toEqual(
      refusal('NEEDS_DEFAULT', /default/),
    )
    await addField(db, tenant.id, 'Relationship_Type', { ...field, defaultValue: 7 })
    expect(await db.query(`select must__gc from "${tenant.schemaName}".relationship_type`)).toEqual([
      { must__gc: '7.0000' },
    ])
  })

  test('waits for a table in use only so long, and says so', async () => {
    const held = Promise.withResolvers<undefined>()
    const inUse = Promise.withResolvers<undefined>()
    const reader = db.transaction(async (tx) => {
      await tx.query(`select from "${tenant.schemaName}".company_team`)
      inUse.resolve(undefined)
      await held.promise
    })
    await inUse.promise
    await expect(
      addField(db, tenant.id, 'Company_Team', { name: 'Late__gc', label: 'Late', type: 'string' }),
    ).rejects.toEqual(refusal('BUSY', /Try again/))
    held.resolve(undefined)
    await reader
  })
})

describe('a custom object', () => {
  test('gets a typed table, system fields, a prefix of its own, and may look up to itself', async () => {
    const made = await createObject(db, tenant.id, {
      name: 'Plan__gc',
      label: 'Plan',
      fields: [
        { name: 'Title__gc', label: 'Title', type: 'string', length: 80, required: true },
        { name: 'Parent__gc', label: 'Parent', type: 'lookup', lookup: 'plan__gc' },
        { name: 'Company__gc', label: 'Company', type: 'lookup', lookup: 'COMPANY' },
      ],
    })
    expect(made.fields.slice(0, SYSTEM_FIELDS.length)).toEqual(SYSTEM_FIELDS)
    expect(made.fields.slice(-2).map((field) => field.lookup)).toEqual(['Plan__gc', 'Company'])
    expect(await describeObject(db, tenant.id, 'PLAN__GC')).toEqual(made)
    const [gsid] = await insertRows(db, tenant.schemaName, made, [{ Title__gc: 'One' }])
    expect(gsid).toMatch(new RegExp(`^${made.prefix}[0-9A-Z]{32}$`))
  })

  test('of a name that is there in other capitals, or twice in its own fields, is refused', async () => {
    await expect(createObject(db, tenant.id, { name: 'PLAN__gc', label: 'x' })).rejects.toEqual(
      refusal('NAME_TAKEN', /"Plan__gc"/),
    )
    const field = { label: 'A', type: 'string' as const }
    const fields = [
      { ...field, name: 'A__gc' },
      { ...field, name: 'a__GC' },
    ]
    await expect(createObject(db, tenant.id, { name: 'New__gc', label: 'x', fields })).rejects.toEqual(
      refusal('NAME_TAKEN', /"A__gc"/),
    )
  })

  test('that another object looks up to is not dropped, and the refusal names the field', async () => {
    await addField(db, tenant.id, 'Company', {
      name: 'Plan__gc',
      label: 'Plan',
      type: 'lookup',
      lookup: 'Plan__gc',
    })
    await expect(dropObject(db, tenant.id, 'plan__gc')).rejects.toEqual(
      refusal('IN_USE', /Company\.Plan__gc/),
    )
    await dropField(db, tenant.id, 'Company', 'Plan__gc')
    await dropObject(db, tenant.id, 'plan__gc')
    expect((await listObjects(db, tenant.id)).map((object) => object.name)).not.toContain('Plan__gc')
    expect(await columnTypes('plan__gc')).toEqual({})
  })

  test('never gets the prefix of one that was dropped', async () => {
    const first = await createObject(db, tenant.id, { name: 'Short__gc', label: 'Short' })
    await dropObject(db, tenant.id, 'Short__gc')
    const second = await createObject(db, tenant.id, { name: 'Short__gc', label: 'Short' })
    expect(second.prefix).not.toBe(first.prefix)
  })
})

describe('the standard part', () => {
  test('cannot be dropped', async () => {
    await expect(dropObject(db, tenant.id, 'company')).rejects.toEqual(
      refusal('STANDARD_IS_FIXED', /^Company is/),
    )
    await expect(dropField(db, tenant.id, 'company', 'arr')).rejects.toEqual(
      refusal('STANDARD_IS_FIXED', /^Company\.Arr is/),
    )
    await expect(dropField(db, tenant.id, 'company', '_run_id')).rejects.toEqual(
      refusal('STANDARD_IS_FIXED', /_run_id/),
    )
  })

  test('is found in any capitals, and what is not there is said by name', async () => {
    expect((await describeObject(db, tenant.id, 'gs_opportunity_STAGE')).name).toBe('GS_Opportunity_Stage')
    await expect(describeObject(db, tenant.id, 'Accounts')).rejects.toEqual(
      refusal('NOT_FOUND', /"Accounts"/),
    )
    await expect(dropField(db, tenant.id, 'User', 'Nope__gc')).rejects.toEqual(
      refusal('NOT_FOUND', /"Nope__gc"/),
    )
    await expect(describeObject(db, '00000000-0000-0000-0000-000000000000', 'User')).rejects.toEqual(
      refusal('NOT_FOUND', /tenant/),
    )
  })
})

describe('a picklist of the customer’s own', () => {
  test('can be made, added to, and used by a field', async () => {
    const items = (...names: string[]) => names.map((name) => ({ name, label: name }))
    await savePicklist(db, tenant.id, { name: 'Region__gc', label: 'Region', items: items('North') })
    await savePicklist(db, tenant.id, { name: 'REGION__gc', label: 'Region', items: items('North', 'South') })
    await addField(db, tenant.id, 'User', {
      name: 'Area__gc',
      label: 'Area',
      type: 'picklist',
      picklist: 'region__gc',
    })
    const user = await describeObject(db, tenant.id, 'User')
    const write = (Area__gc: string) => insertRows(db, tenant.schemaName, user, [{ Area__gc }])
    await write(picklistItemGsid('Region__gc', 'South'))
    await expect(write(picklistItemGsid('SCORE_TREND', 'Up'))).rejects.toMatchObject({ code: '23514' })
  })

  test('needs the ending of custom names', async () => {
    await expect(
      savePicklist(db, tenant.id, { name: 'COMPANY_TAGS', label: 'x', items: [] }),
    ).rejects.toThrow(ObjectsError)
  })
})
