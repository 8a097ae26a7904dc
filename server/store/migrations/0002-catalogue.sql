-- The catalogue: what each tenant's tables are, as data. Names keep the capitals they were given and are unique without
-- them. The tables themselves, picklists and their items among them, live in the tenant's own schema.
create table control.object (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references control.tenant on delete cascade,
  name text not null check (name ~ '^[A-Za-z][A-Za-z0-9_]{0,59}$'),
  label text not null,
  plural_label text not null,
  gsid_prefix text not null check (gsid_prefix ~ '^[0-9A-Z]{4}$'),
  kind text not null check (kind in ('standard', 'custom')),
  unique_together jsonb not null default '[]',
  created_at timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, gsid_prefix),
  check ((kind = 'custom') = (lower(name) like '%\_\_gc'))
);

create unique index object_name on control.object (tenant_id, lower(name));

create table control.field (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  object_id uuid not null,
  position integer generated always as identity,
  name text not null check (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,59}$'),
  label text not null,
  type text not null,
  kind text not null check (kind in ('system', 'standard', 'custom')),
  required boolean not null,
  is_unique boolean not null,
  is_indexed boolean not null,
  read_only boolean not null,
  length integer,
  precision integer,
  scale integer,
  min_value numeric,
  max_value numeric,
  matching text check (matching in ('exact', 'ignore-case')),
  lookup_object_id uuid,
  lookup_enforced boolean not null default true,
  picklist_category text,
  field_group text,
  default_value jsonb,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, object_id) references control.object (tenant_id, id) on delete cascade,
  -- Within the tenant only. Deferred, so that a tenant can go at once with objects that look at each other.
  constraint field_lookup_object foreign key (tenant_id, lookup_object_id) references control.object (tenant_id, id)
    deferrable initially deferred,
  check ((type = 'lookup') = (lookup_object_id is not null)),
  check ((type in ('picklist', 'multiPicklist')) = (picklist_category is not null)),
  check ((kind = 'custom') = (lower(name) like '%\_\_gc'))
);

create unique index field_name on control.field (object_id, lower(name));
create index field_lookup_object_id on control.field (tenant_id, lookup_object_id);

-- GSID prefixes of custom objects are handed out once and never again: an old GSID must not come to mean another object.
create table control.custom_prefix (
  tenant_id uuid primary key references control.tenant on delete cascade,
  last integer not null
);

-- What a foreign key would do if arrays could have one. Called only for rows that carry items.
-- Arguments: the column, and what the GSID of every item of its category begins with.
create function control.check_picklist_items() returns trigger
language plpgsql as $$
declare
  wanted text[];
  found_items integer;
begin
  execute format('select ($1).%I', tg_argv[0]) into wanted using new;
  execute format(
    'with item as (
       select gsid from %I.picklist_item where gsid = any ($1) and starts_with(gsid, $2) for key share
     )
     select count(*) from unnest($1) as wanted (gsid) join item using (gsid)', tg_table_schema)
    into found_items using wanted, tg_argv[1];
  if found_items <> cardinality(wanted) then
    raise foreign_key_violation using
      message = format('column "%s" holds something that is not an item of its picklist', tg_argv[0]),
      schema = tg_table_schema, table = tg_table_name, column = tg_argv[0], constraint = tg_name;
  end if;
  return new;
end
$$;

-- Rows may carry the item in an array, where no foreign key protects it.
create function control.keep_picklist_item() returns trigger
language plpgsql as $$
begin
  raise restrict_violation using message = 'picklist items are made inactive, not deleted';
end
$$;

-- For the UPDATE that says nothing about the time. The one that does never gets here: its trigger asks first.
create function control.touch_modified_date() returns trigger
language plpgsql as $$
begin
  new.modifieddate := now();
  return new;
end
$$;
