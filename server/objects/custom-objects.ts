import type { Database } from '../store/index.ts'
import {
  deleteField,
  deleteObject,
  fieldNamed,
  insertFields,
  insertObjects,
  nextCustomPrefix,
  objectNamed,
} from './catalogue-store.ts'
import { changeCatalogue, runDdl } from './change.ts'
import type { Change } from './change.ts'
import { addColumn, createTable, dropColumn, dropTable, foreignKeys } from './ddl.ts'
import type { FieldDefinition, ObjectDefinition } from './definition.ts'
import { ObjectsError } from './errors.ts'
import { checkName, sameName } from './identifier.ts'
import { checkLabel, customField } from './new-field.ts'
import type { NewField } from './new-field.ts'
import { requirePicklist } from './picklist-store.ts'
import { SYSTEM_FIELDS } from './system-fields.ts'

export interface NewObject {
  readonly name: string
  readonly label: string
  readonly pluralLabel?: string
  readonly fields?: readonly NewField[]
}

/** A customer's own object: its table, and its place in the catalogue. */
export async function createObject(
  db: Database,
  tenantId: string,
  wanted: NewObject,
): Promise<ObjectDefinition> {
  checkName(wanted.name, 'custom')
  const label = checkLabel(wanted.label, wanted.name)
  const pluralLabel = checkLabel(wanted.pluralLabel ?? label, wanted.name)
  const fields = (wanted.fields ?? []).map(customField)
  return changeCatalogue(db, tenantId, async (change) => {
    const { tx, tenant, objects } = change
    refuseTaken(objects, wanted.name, 'object')
    fields.forEach((field, i) => refuseTaken(fields.slice(0, i), field.name, 'field'))
    const prefix = customPrefix(await nextCustomPrefix(tx, tenant.id))
    const bare = {
      name: wanted.name,
      label,
      pluralLabel,
      prefix,
      kind: 'custom' as const,
      uniqueTogether: [],
    }
    const own: ObjectDefinition = { ...bare, fields: [] }
    // One after the other: a transaction is one connection.
    const checked: FieldDefinition[] = []
    for (const field of fields) {
      checked.push(await withTargets({ ...change, objects: [...objects, own] }, field))
    }
    const object: ObjectDefinition = { ...bare, fields: [...SYSTEM_FIELDS, ...checked] }
    await runDdl(tx, [...createTable(tenant.schemaName, object), ...foreignKeys(tenant.schemaName, object)])
    await insertObjects(tx, tenant.id, [object])
    await insertFields(
      tx,
      tenant.id,
      object.fields.map((field) => ({ object: object.name, field })),
    )
    return object
  })
}

/** A custom field of any object, standard ones too. */
export async function addField(
  db: Database,
  tenantId: string,
  objectName: string,
  wanted: NewField,
): Promise<FieldDefinition> {
  const asked = customField(wanted)
  return changeCatalogue(db, tenantId, async (change) => {
    const { tx, tenant, objects } = change
    const object = objectNamed(objects, objectName)
    refuseTaken(object.fields, asked.name, 'field')
    const field = await withTargets(change, asked)
    await runDdl(tx, addColumn(tenant.schemaName, object, field))
    await insertFields(tx, tenant.id, [{ object: object.name, field }])
    return field
  })
}

/** With the values it holds. */
export async function dropField(
  db: Database,
  tenantId: string,
  objectName: string,
  fieldName: string,
): Promise<void> {
  await changeCatalogue(db, tenantId, async ({ tx, tenant, objects }) => {
    const object = objectNamed(objects, objectName)
    const field = fieldNamed(object, fieldName)
    if (field.kind !== 'custom') throw standardIsFixed(`${object.name}.${field.name}`)
    await runDdl(tx, dropColumn(tenant.schemaName, object, field))
    await deleteField(tx, tenant.id, { object: object.name, field })
  })
}

/** With the rows it holds; refused while another object looks up to it. */
export async function dropObject(db: Database, tenantId: string, objectName: string): Promise<void> {
  await changeCatalogue(db, tenantId, async ({ tx, tenant, objects }) => {
    const object = objectNamed(objects, objectName)
    if (object.kind !== 'custom') throw standardIsFixed(object.name)
    const users = objects
      .filter((other) => other !== object)
      .flatMap((other) => lookupsTo(other, object.name))
    if (users.length > 0) {
      throw new ObjectsError(
        'IN_USE',
        `${object.name} is looked up by ${users.join(', ')}. Drop ${users.length === 1 ? 'that field' : 'those fields'} first.`,
      )
    }
    await runDdl(tx, dropTable(tenant.schemaName, object))
    await deleteObject(tx, tenant.id, object.name)
  })
}

/** The 1,296 prefixes from 1Z00 to 1ZZZ. */
function customPrefix(number: number): string {
  const digits = number.toString(36).toUpperCase().padStart(2, '0')
  if (digits.length === 2) return `1Z${digits}`
  throw new ObjectsError('LIMIT_REACHED', 'No more custom objects can be made: every GSID prefix was used.')
}

/** The field with the names of what it points to as the catalogue spells them; refuses what is not there. */
async function withTargets(
  { tx, tenant, objects }: Change,
  field: FieldDefinition,
): Promise<FieldDefinition> {
  if (field.picklist) await requirePicklist(tx, tenant.schemaName, field.picklist)
  return field.lookup ? { ...field, lookup: objectNamed(objects, field.lookup).name } : field
}

function refuseTaken(existing: readonly { name: string }[], name: string, what: string): void {
  const taken = existing.find((one) => sameName(one.name, name))
  if (!taken) return
  throw new ObjectsError(
    'NAME_TAKEN',
    `There is ${what === 'object' ? 'an' : 'a'} ${what} "${taken.name}" already. Choose another name: capitals make no difference.`,
  )
}

const standardIsFixed = (name: string): ObjectsError =>
  new ObjectsError('STANDARD_IS_FIXED', `${name} is part of the standard catalogue and cannot be dropped.`)

const lookupsTo = (object: ObjectDefinition, target: string): string[] =>
  object.fields
    .filter((field) => field.lookup !== undefined && sameName(field.lookup, target))
    .map((field) => `${object.name}.${field.name}`)
