import type { Database, Queryable } from '../store/index.ts'
import { findTenant } from './catalogue-store.ts'
import { changeCatalogue } from './change.ts'
import type { PicklistDefinition } from './definition.ts'
import { ObjectsError } from './errors.ts'
import { checkName, qualified } from './identifier.ts'
import { picklistCategoryGsid, picklistItemGsid } from './picklist-gsid.ts'

export interface StoredPicklistItem {
  readonly gsid: string
  readonly name: string
  readonly label: string
  readonly isActive: boolean
}

/** Adds what is not there, and leaves the labels and order somebody may have changed. */
export async function insertPicklists(
  tx: Queryable,
  schema: string,
  picklists: readonly PicklistDefinition[],
): Promise<void> {
  const categories = picklists.map(({ name, label }) => ({ gsid: picklistCategoryGsid(name), name, label }))
  const items = picklists.flatMap((picklist) =>
    picklist.items.map(({ name, label }, order) => ({
      gsid: picklistItemGsid(picklist.name, name),
      category: picklistCategoryGsid(picklist.name),
      name,
      label,
      order,
    })),
  )
  await tx.query(
    `with category as (
       insert into ${qualified(schema, 'Picklist_Category')} ("gsid", "name", "label")
       select gsid, name, label from jsonb_to_recordset($1) as new (gsid text, name text, label text)
       on conflict ("gsid") do nothing
     )
     insert into ${qualified(schema, 'Picklist_Item')} ("gsid", "categoryid", "name", "label", "sortorder")
     select gsid, category, name, label, "order"
     from jsonb_to_recordset($2) as new (gsid text, category text, name text, label text, "order" integer)
     on conflict ("gsid") do nothing`,
    [JSON.stringify(categories), JSON.stringify(items)],
  )
}

/** A dropdown list of the customer's own, for custom fields. Its items can be added to by calling this again. */
export async function savePicklist(
  db: Database,
  tenantId: string,
  picklist: PicklistDefinition,
): Promise<void> {
  checkName(picklist.name, 'custom')
  await changeCatalogue(db, tenantId, ({ tx, tenant }) => insertPicklists(tx, tenant.schemaName, [picklist]))
}

/** The items of a category in their order; refuses a category that is not there. */
export async function listPicklistItems(
  db: Queryable,
  tenantId: string,
  category: string,
): Promise<StoredPicklistItem[]> {
  const { schemaName } = await findTenant(db, tenantId)
  await requirePicklist(db, schemaName, category)
  return db.query<StoredPicklistItem>(
    `select "gsid", "name", "label", "isactive" as "isActive" from ${qualified(schemaName, 'Picklist_Item')}
     where "categoryid" = $1 order by "sortorder", "name"`,
    [picklistCategoryGsid(category)],
  )
}

export async function requirePicklist(db: Queryable, schema: string, category: string): Promise<void> {
  const found = await db.query(`select from ${qualified(schema, 'Picklist_Category')} where "gsid" = $1`, [
    picklistCategoryGsid(category),
  ])
  if (found.length > 0) return
  throw new ObjectsError(
    'NOT_FOUND',
    `There is no picklist "${category}". Make it first, or name one that is there.`,
  )
}
