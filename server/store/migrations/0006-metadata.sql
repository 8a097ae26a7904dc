-- What an org says of its objects and fields, kept until the next refresh. All of it hangs on the org itself: what one org
-- said is never believed of another.
alter table control.connection add constraint connection_org unique (tenant_id, id, org_id);

create table control.metadata (
  connection_id uuid primary key,
  tenant_id uuid not null,
  org_id text not null,
  refreshed_at timestamptz not null,
  unique (tenant_id, connection_id),
  constraint metadata_of_org foreign key (tenant_id, connection_id, org_id)
    references control.connection (tenant_id, id, org_id)
);

-- Every object of the org, and of those that somebody has looked at how they were described.
create table control.metadata_object (
  tenant_id uuid not null,
  connection_id uuid not null,
  name text not null check (name ~ '^[A-Za-z]\w{0,254}$'),
  summary jsonb not null,
  describe jsonb,
  described_at timestamptz,
  primary key (connection_id, name),
  foreign key (tenant_id, connection_id) references control.metadata (tenant_id, connection_id) on delete cascade,
  check ((describe is null) = (described_at is null))
);

create unique index metadata_object_name on control.metadata_object (connection_id, lower(name));
create index metadata_object_metadata on control.metadata_object (tenant_id, connection_id);

create table control.metadata_refresh (
  id uuid primary key,
  tenant_id uuid not null,
  connection_id uuid not null,
  org_id text not null,
  because text not null check (because in ('asked', 'due')),
  asked_by text,
  asked_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'finished', 'failed')),
  started_at timestamptz,
  -- The last sign of life of whoever does it.
  seen_at timestamptz not null,
  ended_at timestamptz,
  objects_total integer,
  objects_done integer not null default 0,
  api_calls integer not null default 0,
  -- Why it failed: the code of an error.
  failure text,
  -- When what it was compared with had been read; null when there was nothing yet.
  compared_with timestamptz,
  changes jsonb,
  constraint metadata_refresh_of_org foreign key (tenant_id, connection_id, org_id)
    references control.connection (tenant_id, id, org_id),
  check ((because = 'asked') = (asked_by is not null)),
  check ((state in ('finished', 'failed')) = (ended_at is not null)),
  check ((state = 'failed') = (failure is not null)),
  check ((state = 'finished') = (changes is not null)),
  check (objects_done between 0 and coalesce(objects_total, 0))
);

-- Two refreshes at once are one.
create unique index metadata_refresh_under_way on control.metadata_refresh (connection_id)
  where state in ('waiting', 'running');
create index metadata_refresh_history on control.metadata_refresh (tenant_id, connection_id, asked_at desc);

create function control.guard_metadata_refresh() returns trigger
language plpgsql as $$
begin
  raise check_violation using constraint = 'metadata_refresh_ended', message = 'a refresh that has ended stays as it is';
end
$$;

create trigger guard before update on control.metadata_refresh
  for each row when (old.ended_at is not null) execute function control.guard_metadata_refresh();

-- Another org, or none any more: what was known of the one before goes, in the same transaction.
create function control.forget_metadata() returns trigger
language plpgsql as $$
begin
  delete from control.metadata_refresh where tenant_id = old.tenant_id and connection_id = old.id;
  delete from control.metadata where tenant_id = old.tenant_id and connection_id = old.id;
  return new;
end
$$;

create trigger metadata_goes before update on control.connection
  for each row
  when (old.org_id is distinct from new.org_id or (new.state = 'deleted' and old.state <> 'deleted'))
  execute function control.forget_metadata();
