import { provisionTenant, type Tenant } from '../../server/objects/index.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

/** A database of the test's own with one tenant in it. */
export async function freshTenant(): Promise<{ db: TestDatabase; tenant: Tenant }> {
  const db = await freshDatabase()
  return { db, tenant: await provisionTenant(db, { name: 'Northwind' }) }
}
