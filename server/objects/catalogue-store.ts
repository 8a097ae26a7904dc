import { statement } from '../store/index.ts'
import type { Queryable } from '../store/index.ts'
import type { FieldDefinition, ObjectDefinition } from './definition.ts'
import { ObjectsError } from './errors.ts'
import { sameName } from './identifier.ts'

export interface Tenant {
  readonly id: string
  readonly name: string
  readonly schemaName: string
}

export async function findTenant(db: Queryable, tenantId: string): Promise<Tenant> {
  const [tenant] = await db.query<Tenant>(SELECT_TENANT, [tenantId])
  if (tenant) return tenant
  throw new ObjectsError('NOT_FOUND', 'There is no such tenant')
}

/** Every object of the tenant with all its fields, in the order they were made. */
export async function readCatalogue(db: Queryable, tenantId: string): Promise<ObjectDefinition[]> {
  const objects = await db.query<ObjectRow>(SELECT_OBJECTS, [tenantId])
  const fields = await db.query<FieldRow>(SELECT_FIELDS, [tenantId])
  const byObject = Map.groupBy(fields, (field) => field.object_id)
  return objects.map(({ id, ...object }) => ({ ...object, fields: (byObject.get(id) ?? []).map(fieldOf) }))
}

export async function insertObjects(
  db: Queryable,
  tenantId: string,
  objects: readonly ObjectDefinition[],
): Promise<void> {
  const rows = objects.map(({ fields: _, ...object }) => object)
  await db.query(INSERT_OBJECTS, [tenantId, JSON.stringify(rows)])
}

export interface PlacedField {
  readonly object: string
  readonly field: FieldDefinition
}

/** All at once: the objects of the fields, and those they look up to, must be there. */
export async function insertFields(
  db: Queryable,
  tenantId: string,
  placed: readonly PlacedField[],
): Promise<void> {
  const rows = placed.map(({ object, field }) => ({ ...field, object }))
  await db.query(INSERT_FIELDS, [tenantId, JSON.stringify(rows)])
}

export async function deleteObject(db: Queryable, tenantId: string, name: string): Promise<void> {
  await db.query(DELETE_OBJECT, [tenantId, name])
}

export async function deleteField(db: Queryable, tenantId: string, placed: PlacedField): Promise<void> {
  await db.query(DELETE_FIELD, [tenantId, placed.object, placed.field.name])
}

/** The number of the tenant's next custom object; never the same twice. */
export async function nextCustomPrefix(db: Queryable, tenantId: string): Promise<number> {
  const [row] = await db.query<{ last: number }>(NEXT_PREFIX, [tenantId])
  if (!row) throw new Error('the prefix counter answered nothing')
  return row.last
}

export function objectNamed(objects: readonly ObjectDefinition[], name: string): ObjectDefinition {
  const object = objects.find((candidate) => sameName(candidate.name, name))
  if (object) return object
  throw new ObjectsError(
    'NOT_FOUND',
    `There is no object "${name}". The list of objects has the names there are.`,
  )
}

export function fieldNamed(object: ObjectDefinition, name: string): FieldDefinition {
  const field = object.fields.find((candidate) => sameName(candidate.name, name))
  if (field) return field
  throw new ObjectsError(
    'NOT_FOUND',
    `${object.name} has no field "${name}". Describe the object to see its fields.`,
  )
}

interface ObjectRow extends Omit<ObjectDefinition, 'fields'> {
  readonly id: string
}

/** What the database has no value for is left out of the definition, so that it equals the one in the code. */
type FieldRow = { [K in keyof Required<FieldDefinition>]: Required<FieldDefinition>[K] | null } & {
  readonly object_id: string
}

function fieldOf(row: FieldRow): FieldDefinition {
  const { object_id: _, ...all } = row
  return Object.fromEntries(
    Object.entries(all).filter(([key, value]) => value !== null && !(key === 'enforced' && value === true)),
  ) as unknown as FieldDefinition
}

const SELECT_TENANT = statement(
  'select id, name, schema_name as "schemaName" from control.tenant where id = $1',
)

const SELECT_OBJECTS = statement(`
  select id, name, label, plural_label as "pluralLabel", gsid_prefix as prefix, kind,
    unique_together as "uniqueTogether"
  from control.object where tenant_id = $1 order by created_at, kind desc, name`)

const SELECT_FIELDS = statement(`
  select f.object_id, f.name, f.label, f.type, f.kind, f.required, f.is_unique as "unique", f.is_indexed as indexed,
    f.read_only as "readOnly", f.length, f.precision, f.scale, f.min_value::float8 as min, f.max_value::float8 as max,
    f.matching, target.name as lookup, f.lookup_enforced as enforced, f.picklist_category as picklist,
    f.field_group as "group", f.default_value as "defaultValue"
  from control.field f left join control.object target on target.id = f.lookup_object_id
  where f.tenant_id = $1 order by f.position`)

const INSERT_OBJECTS = statement(`
  insert into control.object (tenant_id, name, label, plural_label, gsid_prefix, kind, unique_together)
  select $1, name, label, "pluralLabel", prefix, kind, "uniqueTogether"
  from jsonb_to_recordset($2) as new (
    name text, label text, "pluralLabel" text, prefix text, kind text, "uniqueTogether" jsonb)`)

const INSERT_FIELDS = statement(`
  insert into control.field (tenant_id, object_id, name, label, type, kind, required, is_unique, is_indexed, read_only,
    length, precision, scale, min_value, max_value, matching, lookup_object_id, lookup_enforced, picklist_category,
    field_group, default_value)
  select $1, object.id, new.name, new.label, new.type, new.kind, required, "unique", indexed, "readOnly",
    length, precision, scale, min, max, matching, target.id, coalesce(enforced, true), picklist, "group", "defaultValue"
  from rows from (jsonb_to_recordset($2) as (
    object text, name text, label text, type text, kind text, required boolean, "unique" boolean, indexed boolean,
    "readOnly" boolean, length integer, precision integer, scale integer, min numeric, max numeric, matching text,
    lookup text, enforced boolean, picklist text, "group" text, "defaultValue" jsonb)) with ordinality as new
  join control.object object on object.tenant_id = $1 and lower(object.name) = lower(new.object)
  left join control.object target on target.tenant_id = $1 and lower(target.name) = lower(new.lookup)
  order by new.ordinality`)

const DELETE_OBJECT = statement('delete from control.object where tenant_id = $1 and lower(name) = lower($2)')

const DELETE_FIELD = statement(`
  delete from control.field f using control.object o
  where f.object_id = o.id and o.tenant_id = $1 and lower(o.name) = lower($2) and lower(f.name) = lower($3)`)

const NEXT_PREFIX = statement(`
  insert into control.custom_prefix as counter (tenant_id, last) values ($1, 0)
  on conflict (tenant_id) do update set last = counter.last + 1 returning last`)
