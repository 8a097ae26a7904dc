import type { Role } from '../../server/http/roles.ts'
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
    // With all that hangs on them: they are the samples', like everything in this folder.
    await tx.query('truncate control.connection cascade')
    await tx.query(`drop schema ${quoteIdentifier(tenant.schema_name)} cascade`)
    await tx.query('delete from control.tenant where id = $1', [tenant.id])
  })
}

/** The user that was synced from this user of the org. */
export async function readSampleUser(db: Database, tenantId: string, sfdcUserId: string): Promise<string> {
  const [tenant] = await db.query<{ schema: string }>(
    'select schema_name as schema from control.tenant where id = $1',
    [tenantId],
  )
  const [user] = await db.query<{ gsid: string }>(
    `select gsid from ${quoteIdentifier(tenant?.schema ?? '')}."user" where sfdcuserid = $1`,
    [sfdcUserId],
  )
  if (!user) throw new Error(`the sample has no user ${sfdcUserId}`)
  return user.gsid
}

/** Left as it is where somebody has changed it meanwhile. */
export async function giveRole(
  db: Database,
  tenantId: string,
  { gsid, role }: { gsid: string; role: Role },
): Promise<void> {
  await db.query(
    `insert into control.console_role (tenant_id, user_gsid, role) values ($1, $2, $3) on conflict do nothing`,
    [tenantId, gsid, role],
  )
}

/** The org of the last run took its tokens with it: nobody is there to give them back to. */
export async function forgetTokens(db: Database): Promise<void> {
  await db.query('delete from control.connection_grant')
  await db.query('delete from control.connection_revocation')
}
