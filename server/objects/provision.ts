import type { Database, Queryable } from '../store/index.ts'
import { insertFields, insertObjects } from './catalogue-store.ts'
import type { PlacedField, Tenant } from './catalogue-store.ts'
import { changeCatalogue, lock, runDdl } from './change.ts'
import type { Change } from './change.ts'
import { addColumn, createTable, foreignKeys } from './ddl.ts'
import type { ObjectDefinition, PicklistDefinition } from './definition.ts'
import { quoteIdentifier, sameName } from './identifier.ts'
import { insertPicklists } from './picklist-store.ts'
import { STANDARD_OBJECTS, STANDARD_PICKLISTS } from './standard/index.ts'

/** What every tenant has. Tests give another one to see an upgrade happen. */
export interface StandardCatalogue {
  readonly objects: readonly ObjectDefinition[]
  readonly picklists: readonly PicklistDefinition[]
}

export const STANDARD_CATALOGUE: StandardCatalogue = {
  objects: STANDARD_OBJECTS,
  picklists: STANDARD_PICKLISTS,
}

/**
 * The tenant of that name with its schema, tables and catalogue, made if it is not there: servers that start together
 * all ask for the first tenant, and one makes it. A half-made tenant cannot be: it is one transaction.
 */
export async function provisionTenant(db: Database, { name }: { name: string }): Promise<Tenant> {
  const tenant = await db.transaction(async (tx) => {
    await lock(tx, `tenant ${name}`)
    const existing = await tenantByName(tx, name)
    if (existing) return existing
    const made = await insertTenant(tx, name)
    await tx.query(`create schema ${quoteIdentifier(made.schemaName)}`)
    await addMissing({ tx, tenant: made, objects: [] }, STANDARD_CATALOGUE)
    return made
  })
  await reconcileTenant(db, tenant.id)
  return tenant
}

/**
 * Brings a tenant up to the standard catalogue of this version of the code: adds the objects, fields and picklist items
 * that are new, and touches nothing that is there. (A required field that is new needs a default: tables have rows.)
 */
export async function reconcileTenant(
  db: Database,
  tenantId: string,
  catalogue: StandardCatalogue = STANDARD_CATALOGUE,
): Promise<void> {
  await changeCatalogue(db, tenantId, (change) => addMissing(change, catalogue))
}

async function addMissing({ tx, tenant, objects }: Change, catalogue: StandardCatalogue): Promise<void> {
  const missing = catalogue.objects.filter(
    (object) => !objects.some((has) => sameName(has.name, object.name)),
  )
  const fields = objects.flatMap((has) => missingFields(has, catalogue))
  const { schemaName: schema, id } = tenant
  await runDdl(tx, [
    ...missing.flatMap((object) => createTable(schema, object)),
    ...missing.flatMap((object) => foreignKeys(schema, object)),
    ...fields.flatMap(({ has, field }) => addColumn(schema, has, field)),
  ])
  if (missing.length > 0) await insertObjects(tx, id, missing)
  const placed: PlacedField[] = [
    ...missing.flatMap((object) => object.fields.map((field) => ({ object: object.name, field }))),
    ...fields.map(({ has, field }) => ({ object: has.name, field })),
  ]
  if (placed.length > 0) await insertFields(tx, id, placed)
  await insertPicklists(tx, schema, catalogue.picklists)
}

function missingFields(has: ObjectDefinition, catalogue: StandardCatalogue) {
  const wanted = catalogue.objects.find((object) => sameName(object.name, has.name))?.fields ?? []
  return wanted
    .filter((field) => !has.fields.some((one) => sameName(one.name, field.name)))
    .map((field) => ({ has, field }))
}

async function tenantByName(tx: Queryable, name: string): Promise<Tenant | undefined> {
  const [tenant] = await tx.query<Tenant>(
    'select id, name, schema_name as "schemaName" from control.tenant where name = $1 order by created_at limit 1',
    [name],
  )
  return tenant
}

async function insertTenant(tx: Queryable, name: string): Promise<Tenant> {
  const [tenant] = await tx.query<Tenant>(
    `insert into control.tenant (id, name, schema_name)
     select id, $1, 't_' || replace(id::text, '-', '') from gen_random_uuid() as id
     returning id, name, schema_name as "schemaName"`,
    [name],
  )
  if (!tenant) throw new Error('the new tenant was not answered')
  return tenant
}
