import { orgIdFor, type Business, type OrgKey } from '../../local-org/index.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import type { Database } from '../../server/store/index.ts'
import { trustOrg } from '../../server/tenants/index.ts'
import { loadCustomers } from './load-customers.ts'
import { SAMPLE } from './sample-name.ts'
import { dropTenant, readSampleTenants } from './sample-store.ts'

interface Sample {
  business: Business
  key: OrgKey
  note(text: string): void
}

/**
 * What a first sync of the sample business would have left here, and the local org's key trusted. The trust comes last, so
 * a load that was cut short is done again; a load of another seed, size or day is replaced.
 */
export async function loadSample(db: Database, { business, key, note }: Sample): Promise<void> {
  const name = `${SAMPLE} ${business.seed}, ${business.counts.accounts} accounts, ${business.today}`
  const orgId = orgIdFor(business.seed)
  const found = await readSampleTenants(db)
  const current = found.find((tenant) => tenant.name === name && tenant.org_id === orgId)
  for (const tenant of found) if (tenant !== current) await dropTenant(db, tenant)
  const tenantId = current?.id ?? (await load(db, { business, name, note }))
  await trustOrg(db, { tenantId, orgId, keyId: key.keyId, pem: key.publicKeyPem, validFrom: new Date(0) })
}

async function load(
  db: Database,
  { business, name, note }: { business: Business; name: string; note(text: string): void },
): Promise<string> {
  const tenant = await provisionTenant(db, { name })
  const rows = await db.transaction((tx) => loadCustomers(tx, tenant.schemaName, business))
  // The planner knows nothing of rows that came a moment ago.
  await db.query('analyze')
  note(`${rows.toLocaleString('en-US')} rows`)
  return tenant.id
}
