import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addField,
  describe as describeObject,
  findTenant,
  listObjects,
  listPicklistItems,
  provisionTenant,
  reconcileTenant,
  STANDARD_OBJECTS,
  STANDARD_PICKLISTS,
} from '../../server/objects/index.ts'
import type { Tenant } from '../../server/objects/index.ts'
import { integer, string } from '../../server/objects/fields.ts'
import { standardObject } from '../../server/objects/standard/standard-object.ts'
import type { TestDatabase } from '../support/database.ts'
import { freshTenant } from '../support/tenant.ts'

let db: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  ;({ db, tenant } = await freshTenant())
})
afterAll(() => db.close())

/** Everything PostgreSQL knows about the tenant's tables, and everything the catalogue does. */
const everything = async (of: Tenant) => ({
  columns: await db.query(
    `select table_name, column_name, data_type, is_nullable, column_default, character_maximum_length
     from information_schema.columns where table_schema = $1 order by 1, ordinal_position`,
    [of.schemaName],
  ),
  constraints: await db.query(
    `select conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = $1::regnamespace order by 1, 2`,
    [of.schemaName],
  ),
  indexes: await db.query('select indexdef from pg_indexes where schemaname = $1 order by 1', [
    of.schemaName,
  ]),
  catalogue: await db.query(
    'select o.id, f.* from control.object o join control.field f on f.object_id = o.id where o.tenant_id = $1 order by f.position',
    [of.id],
  ),
  items: await db.query(`select * from "${of.schemaName}".picklist_item order by gsid`),
})

const countOf = async (table: string): Promise<number> => {
  const [row] = await db.query<{ n: number }>(`select count(*)::int as n from ${table}`)
  return row?.n ?? -1
}

describe('provisioning a tenant', () => {
  test('describes every standard object just as the code has it', async () => {
    for (const object of STANDARD_OBJECTS) {
      await expect(describeObject(db, tenant.id, object.name)).resolves.toEqual(object)
    }
    const names = (await listObjects(db, tenant.id)).map((object) => object.name)
    expect(names.sort()).toEqual(STANDARD_OBJECTS.map((object) => object.name).sort())
  })

  test('makes a table for every object and a column for every field', async () => {
    const columns = await db.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = $1`,
      [tenant.schemaName],
    )
    const wanted = STANDARD_OBJECTS.flatMap((object) =>
      object.fields.map((field) => `${object.name}.${field.name}`.toLowerCase()),
    )
    expect(columns.map((column) => column.name).sort()).toEqual(wanted.sort())
  })

  test('fills the standard picklists in their order', async () => {
    for (const picklist of STANDARD_PICKLISTS) {
      const items = await listPicklistItems(db, tenant.id, picklist.name)
      expect(items.map((item) => item.name)).toEqual(picklist.items.map((item) => item.name))
    }
  })

  test('twice, or again from ten callers at once, changes nothing', async () => {
    const before = await everything(tenant)
    await reconcileTenant(db, tenant.id)
    await Promise.all(Array.from({ length: 10 }, () => reconcileTenant(db, tenant.id)))
    await expect(provisionTenant(db, { name: 'Northwind' })).resolves.toEqual(tenant)
    expect(await everything(tenant)).toEqual(before)
  })

  test('of one new name by ten callers at once makes one tenant', async () => {
    const tenants = await Promise.all(
      Array.from({ length: 10 }, () => provisionTenant(db, { name: 'Tailspin' })),
    )
    expect(new Set(tenants.map((each) => each.id)).size).toBe(1)
    const [first] = tenants
    await expect(findTenant(db, first?.id ?? '')).resolves.toEqual(first)
  })

  test('that fails on its way leaves no tenant and no schema', async () => {
    const [schemas, tenants] = [await countOf('pg_namespace'), await countOf('control.tenant')]
    await db.query('alter table control.field add constraint nothing_more check (false) not valid')
    await expect(provisionTenant(db, { name: 'Unlucky' })).rejects.toThrow('nothing_more')
    await db.query('alter table control.field drop constraint nothing_more')
    expect([await countOf('pg_namespace'), await countOf('control.tenant')]).toEqual([schemas, tenants])
  })
})

describe('two tenants', () => {
  test('have schemas of their own, and neither sees the other’s custom field', async () => {
    const other = await provisionTenant(db, { name: 'Contoso' })
    expect(other.schemaName).not.toBe(tenant.schemaName)
    await addField(db, other.id, 'Company', { name: 'Region__gc', label: 'Region', type: 'string' })
    const names = async (of: Tenant) =>
      (await describeObject(db, of.id, 'Company')).fields.map((field) => field.name)
    expect(await names(other)).toContain('Region__gc')
    expect(await names(tenant)).not.toContain('Region__gc')
    await expect(db.query(`select region__gc from "${other.schemaName}".company`)).resolves.toEqual([])
    await expect(db.query(`select region__gc from "${tenant.schemaName}".company`)).rejects.toThrow(
      /does not exist/,
    )
  })

  test('can each go with its whole catalogue', async () => {
    const leaving = await provisionTenant(db, { name: 'Leaving' })
    await db.query('delete from control.tenant where id = $1', [leaving.id])
    expect(await db.query('select from control.object where tenant_id = $1', [leaving.id])).toEqual([])
  })
})

describe('a newer version of the code', () => {
  test('brings its new objects, fields and items to a tenant with rows, and keeps what the customer changed', async () => {
    const old = await provisionTenant(db, { name: 'Fabrikam' })
    const item = (await listPicklistItems(db, old.id, 'CTA_REASON'))[0]
    await db.query(`update "${old.schemaName}".picklist_item set label = 'Our word' where gsid = $1`, [
      item?.gsid,
    ])
    await db.query(`insert into "${old.schemaName}".company (name) values ('Fabrikam')`)
    const newer = {
      objects: [
        ...STANDARD_OBJECTS.map((object) =>
          object.name === 'Company'
            ? {
                ...object,
                fields: [...object.fields, integer('Seats', 'Seats', { required: true, defaultValue: 0 })],
              }
            : object,
        ),
        standardObject({
          name: 'Product',
          label: 'Product',
          pluralLabel: 'Products',
          prefix: '1X01',
          fields: [string('Name', 'Name')],
        }),
      ],
      picklists: [
        ...STANDARD_PICKLISTS,
        { name: 'SIZE', label: 'Size', items: [{ name: 'S', label: 'Small' }] },
      ],
    }
    // From ten servers that start together.
    await Promise.all(Array.from({ length: 10 }, () => db.ping()))
    await Promise.all(Array.from({ length: 10 }, () => reconcileTenant(db, old.id, newer)))
    expect(await db.query(`select seats from "${old.schemaName}".company`)).toEqual([{ seats: '0' }])
    expect((await describeObject(db, old.id, 'product')).prefix).toBe('1X01')
    expect(await listPicklistItems(db, old.id, 'SIZE')).toMatchObject([{ name: 'S', label: 'Small' }])
    expect((await listPicklistItems(db, old.id, 'CTA_REASON'))[0]).toEqual({ ...item, label: 'Our word' })
  })
})
