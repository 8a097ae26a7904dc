import type { Queryable } from '../store/index.ts'
import { findTenant, objectNamed, readCatalogue } from './catalogue-store.ts'
import type { ObjectDefinition } from './definition.ts'

export type ObjectSummary = Pick<ObjectDefinition, 'name' | 'label' | 'pluralLabel' | 'prefix' | 'kind'>

/** One object with all its fields; the name in any capitals. */
export async function describe(
  db: Queryable,
  tenantId: string,
  objectName: string,
): Promise<ObjectDefinition> {
  const tenant = await findTenant(db, tenantId)
  return objectNamed(await readCatalogue(db, tenant.id), objectName)
}

export async function listObjects(db: Queryable, tenantId: string): Promise<ObjectSummary[]> {
  const tenant = await findTenant(db, tenantId)
  const objects = await readCatalogue(db, tenant.id)
  return objects.map(({ name, label, pluralLabel, prefix, kind }) => ({
    name,
    label,
    pluralLabel,
    prefix,
    kind,
  }))
}
