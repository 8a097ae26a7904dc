-- Which field of an account is looked for in which field of the companies, for each connection. A choice is never
-- changed: every save is a version of its own, and the latest is in force.
create table control.company_resolution (
  tenant_id uuid not null,
  connection_id uuid not null,
  version integer not null check (version >= 1),
  account_field text not null check (account_field ~ '^[A-Za-z][A-Za-z0-9_]{0,254}$'),
  company_field text not null check (company_field ~ '^[A-Za-z_][A-Za-z0-9_]{0,59}$'),
  comparison text not null check (comparison in ('exact', 'ignore-case', 'number', 'date', 'datetime')),
  -- The version it brings back, if it does.
  restored_from integer,
  saved_at timestamptz not null,
  -- The user who saved it; empty for the one a connection begins with.
  saved_by text check (saved_by ~ '^1P01[0-9A-Z]{32}$'),
  primary key (connection_id, version),
  foreign key (tenant_id, connection_id) references control.connection (tenant_id, id) on delete cascade,
  foreign key (connection_id, restored_from) references control.company_resolution (connection_id, version),
  check (restored_from < version)
);

-- What a choice would do, tried on every account of the org before it is made.
create table control.company_resolution_preview (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  connection_id uuid not null,
  org_id text not null check (org_id ~ '^00D[A-Za-z0-9]{15}$'),
  account_field text not null,
  company_field text not null,
  comparison text not null check (comparison in ('exact', 'ignore-case', 'number', 'date', 'datetime')),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'finished', 'failed')),
  -- Why it failed: the code of an error.
  failure text,
  -- A worker may die, and another begin again: only the latest may say how far it is.
  attempt integer not null default 0,
  accounts integer check (accounts >= 0),
  one_company integer not null default 0,
  no_company integer not null default 0,
  no_value integer not null default 0,
  several_companies integer not null default 0,
  examples jsonb not null default '{}',
  api_calls integer not null default 0 check (api_calls >= 0),
  asked_at timestamptz not null,
  asked_by text not null,
  ended_at timestamptz,
  foreign key (tenant_id, connection_id) references control.connection (tenant_id, id) on delete cascade,
  check (least(one_company, no_company, no_value, several_companies) >= 0),
  check ((state = 'failed') = (failure is not null)),
  check ((state in ('finished', 'failed')) = (ended_at is not null)),
  -- Every account has had its verdict, or it is not finished.
  constraint company_resolution_preview_adds_up check (
    state <> 'finished' or accounts = one_company + no_company + no_value + several_companies)
);

create index company_resolution_preview_connection
  on control.company_resolution_preview (tenant_id, connection_id, asked_at);

create function control.guard_company_resolution() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    -- It goes with its connection and not before.
    if exists (select from control.connection where id = old.connection_id) then
      raise restrict_violation using constraint = 'company_resolution_stays', message = 'what was in force stays on record';
    end if;
    return old;
  end if;
  if tg_op = 'UPDATE' then
    raise restrict_violation using constraint = 'company_resolution_stays', message = 'what was in force stays on record';
  end if;
  if new.version <> 1 + coalesce(
    (select max(version) from control.company_resolution where connection_id = new.connection_id), 0) then
    raise check_violation using constraint = 'company_resolution_follows', message = 'a version follows the one before';
  end if;
  if new.version = 1 then
    if (new.account_field, new.company_field, new.comparison) <> ('Id', 'SfdcAccountId', 'exact') then
      raise check_violation using constraint = 'company_resolution_previewed', message = 'a connection begins with the default';
    end if;
  elsif not exists (
    select from control.company_resolution
     where connection_id = new.connection_id and account_field = new.account_field and company_field = new.company_field
  ) and not exists (
    select from control.company_resolution_preview p
      join control.connection c on c.id = p.connection_id and c.org_id = p.org_id
     where p.connection_id = new.connection_id and p.state = 'finished'
       and p.account_field = new.account_field and p.company_field = new.company_field
  ) then
    raise check_violation using constraint = 'company_resolution_previewed', message = 'it was not previewed on this org';
  end if;
  return new;
end
$$;

create trigger guard before insert or update or delete on control.company_resolution
  for each row execute function control.guard_company_resolution();

create function control.begin_company_resolution() returns trigger
language plpgsql as $$
begin
  insert into control.company_resolution
    (tenant_id, connection_id, version, account_field, company_field, comparison, saved_at)
  values (new.tenant_id, new.id, 1, 'Id', 'SfdcAccountId', 'exact', new.created_at);
  return null;
end
$$;

create trigger begin_company_resolution after insert on control.connection
  for each row execute function control.begin_company_resolution();

insert into control.company_resolution
  (tenant_id, connection_id, version, account_field, company_field, comparison, saved_at)
select tenant_id, id, 1, 'Id', 'SfdcAccountId', 'exact', created_at from control.connection;

-- A field that accounts are looked for in cannot be taken away from under the record pages.
create function control.keep_resolving_field() returns trigger
language plpgsql as $$
begin
  if exists (
    select from control.object o
      join control.connection c on c.tenant_id = o.tenant_id and c.state <> 'deleted'
      cross join lateral (
        select company_field from control.company_resolution r
         where r.connection_id = c.id order by r.version desc limit 1) in_force
     where o.id = old.object_id and lower(o.name) = 'company' and lower(in_force.company_field) = lower(old.name)
  ) then
    raise restrict_violation using
      message = format('Company Resolution looks for accounts in the field %s', old.name),
      schema = 'control', table = 'field', constraint = 'company_resolution_keeps_field';
  end if;
  return old;
end
$$;

create trigger keep_resolving_field before delete on control.field
  for each row execute function control.keep_resolving_field();

-- Record pages remember which choice is in force for an org until one of these changes.
create trigger tell_change after insert or update or delete or truncate on control.company_resolution
  for each statement execute function control.tell_change();
create trigger tell_change after insert or update or delete or truncate on control.connection
  for each statement execute function control.tell_change();
