import { statement, type Queryable } from '../store/index.ts'

export interface TrustedOrgRow {
  tenant_id: string
  schema_name: string
  key_id: string | null
  public_key_pem: string
  valid_from: Date
  valid_until: Date | null
}

const READ_TRUSTED_ORG = statement(`
  select o.tenant_id, t.schema_name, k.key_id, k.public_key_pem, k.valid_from, k.valid_until
    from control.trusted_org o
    join control.tenant t on t.id = o.tenant_id
    left join control.trusted_org_key k on k.org_id = o.org_id
   where o.org_id = $1`)

export const readTrustedOrg = (db: Queryable, orgId: string): Promise<TrustedOrgRow[]> =>
  db.query<TrustedOrgRow>(READ_TRUSTED_ORG, [orgId])

const TRUST_ORG = statement(`
  insert into control.trusted_org (org_id, tenant_id) values ($1, $2)
  on conflict (org_id) do update set org_id = excluded.org_id
  returning tenant_id`)

/** An org belongs to one tenant for good; answers the tenant it belongs to. */
export async function insertTrustedOrg(db: Queryable, orgId: string, tenantId: string): Promise<string> {
  const rows = await db.query<{ tenant_id: string }>(TRUST_ORG, [orgId, tenantId])
  return rows[0]?.tenant_id ?? tenantId
}

const TRUST_KEY = statement(`
  insert into control.trusted_org_key (org_id, key_id, public_key_pem, valid_from, valid_until)
  values ($1, $2, $3, $4, $5)
  on conflict (org_id, key_id) do update
    set public_key_pem = excluded.public_key_pem, valid_from = excluded.valid_from, valid_until = excluded.valid_until`)

export interface NewOrgKey {
  keyId: string
  publicKeyPem: string
  validFrom: Date
  validUntil: Date | null
}

export async function insertOrgKey(db: Queryable, orgId: string, key: NewOrgKey): Promise<void> {
  await db.query(TRUST_KEY, [orgId, key.keyId, key.publicKeyPem, key.validFrom, key.validUntil])
}

/** A key may be ended before it began: its beginning moves too, as no key ends before it begins. */
const END_KEY = statement(`
  update control.trusted_org_key
     set valid_until = $3, valid_from = least(valid_from, $3::timestamptz - interval '1 millisecond')
   where org_id = $1 and key_id = $2
  returning key_id`)

export async function endOrgKey(
  db: Queryable,
  orgId: string,
  { keyId, at }: { keyId: string; at: Date },
): Promise<boolean> {
  return (await db.query(END_KEY, [orgId, keyId, at])).length > 0
}

const FIRST_TENANT = statement('select id from control.tenant order by created_at, id limit 1')

export async function readFirstTenantId(db: Queryable): Promise<string | undefined> {
  return (await db.query<{ id: string }>(FIRST_TENANT))[0]?.id
}

const ALL_TENANTS = statement('select id, name from control.tenant order by created_at, id')

export const readTenants = (db: Queryable): Promise<{ id: string; name: string }[]> => db.query(ALL_TENANTS)
