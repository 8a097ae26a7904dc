import { quoteIdentifier } from '../../server/objects/index.ts'
import type { Database } from '../../server/store/index.ts'
import { SAMPLE } from './sample-name.ts'

export interface SampleTenant {
  id: string
  name: string
  schema_name: string
  org_id: string | null
}

/** The sample tenants here. A folder that holds anything else is not ours to fill. */
export async function readSampleTenants(db: Database): Promise<SampleTenant[]> {
  const tenants = await db.query<SampleTenant>(
    `select t.id, t.name, t.schema_name, o.org_id
       from control.tenant t left join control.trusted_org o on o.tenant_id = t.id`,
  )
  const foreign = tenants.find((tenant) => !tenant.name.startsWith(SAMPLE))
  if (foreign)
    throw new ForeignDataError(
      `This data folder holds the tenant "${foreign.name}", not sample data. Choose another with --data-dir.`,
    )
  return tenants
}

/** The demo was pointed at a folder with somebody's data; it touches none of it. */
export class ForeignDataError extends Error {
  override name = 'ForeignDataError'
}

export async function dropTenant(db: Database, tenant: SampleTenant): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('delete from control.trusted_org where tenant_id = $1', [tenant.id])
    await tx.query(`drop schema ${quoteIdentifier(tenant.schema_name)} cascade`)
    await tx.query('delete from control.tenant where id = $1', [tenant.id])
  })
}
