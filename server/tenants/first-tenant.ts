import { provisionTenant } from '../objects/index.ts'
import type { Database } from '../store/index.ts'
import { readFirstTenantId } from './tenant-store.ts'

/** Who hosts it for themselves has one tenant, made when it is first needed. */
export const firstTenant = async (db: Database): Promise<string> =>
  (await readFirstTenantId(db)) ?? (await provisionTenant(db, { name: 'Team View' })).id
