-- Control tables: what belongs to the installation rather than to one tenant's data. Tenants' objects live in schemas of
-- their own; everything here that belongs to a tenant says so with tenant_id.
create schema control;

create table control.migration (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);

create table control.tenant (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  schema_name text not null unique check (schema_name ~ '^t_[a-z0-9]{1,40}$'),
  created_at timestamptz not null default now()
);

-- A Salesforce organisation whose signed tokens are accepted, and the tenant they speak for.
create table control.trusted_org (
  org_id text primary key check (org_id ~ '^00D[A-Za-z0-9]{15}$'),
  tenant_id uuid not null references control.tenant,
  created_at timestamptz not null default now()
);

create index trusted_org_tenant_id on control.trusted_org (tenant_id);

-- Several keys at once, each with its validity, so that a certificate can be changed without downtime.
create table control.trusted_org_key (
  org_id text not null references control.trusted_org on delete cascade,
  key_id text not null check (length(key_id) between 1 and 128),
  public_key_pem text not null,
  valid_from timestamptz not null default now(),
  valid_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (org_id, key_id),
  check (valid_until is null or valid_until > valid_from)
);

-- 36 characters: the object's prefix (4), the time (12), randomness (20). Grows with time, so new rows land at the end of
-- the primary key's index. Two UUIDs, because the middle of one is not random.
create function control.new_gsid(prefix text) returns text
language sql volatile parallel safe
return prefix
  || upper(lpad(to_hex(floor(extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0'))
  || upper(left(replace(gen_random_uuid()::text, '-', ''), 12) || right(gen_random_uuid()::text, 8));
