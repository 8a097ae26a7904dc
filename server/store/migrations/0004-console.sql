-- Who may sign in to the console and do what there, and what they did.

-- A role is what lets a user in; without one there is no console for them. Its sessions go with it.
create table control.console_role (
  tenant_id uuid not null references control.tenant on delete cascade,
  user_gsid text not null check (user_gsid ~ '^1P01[0-9A-Z]{32}$'),
  role text not null check (role in ('viewer', 'admin', 'super-admin')),
  granted_at timestamptz not null default now(),
  primary key (tenant_id, user_gsid)
);

-- Without a super admin nobody could give roles any more. The tenant's row is locked first, so that two who leave at the
-- same moment see each other. A tenant that goes takes its last super admin with it.
create function control.keep_super_admin() returns trigger
language plpgsql as $$
begin
  perform from control.tenant where id = old.tenant_id for no key update;
  if found and not exists (
    select from control.console_role where tenant_id = old.tenant_id and role = 'super-admin'
  ) then
    raise restrict_violation using
      message = 'a tenant keeps its last super admin',
      schema = 'control', table = 'console_role', constraint = 'keep_super_admin';
  end if;
  return null;
end
$$;

create trigger keep_super_admin after update or delete on control.console_role
  for each row when (old.role = 'super-admin') execute function control.keep_super_admin();

-- The key in the cookie is kept as its SHA-256 only; `id` is what a session is called where people see it.
create table control.console_session (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  user_gsid text not null,
  key_hash bytea not null unique check (length(key_hash) = 32),
  started_at timestamptz not null,
  seen_at timestamptz not null check (seen_at >= started_at),
  ends_at timestamptz not null check (ends_at > started_at),
  foreign key (tenant_id, user_gsid) references control.console_role on delete cascade
);

create index console_session_user on control.console_session (tenant_id, user_gsid);

-- Users live in their tenant's schema, which only the row at hand names.
create function control.may_sign_in(wanted_tenant uuid, wanted_user text, licences text[]) returns boolean
language plpgsql stable as $$
declare
  found_schema text;
  allowed boolean;
begin
  select schema_name into found_schema from control.tenant where id = wanted_tenant;
  if found_schema is null then return false; end if;
  execute format(
    'select exists (select from %I."user" where gsid = $1 and isactiveuser and licensetype = any ($2))', found_schema)
    into allowed using wanted_user, licences;
  return allowed;
end
$$;

-- A way in for whoever has the server's terminal. Kept as a hash, used up by its first use.
create table control.admin_link (
  key_hash bytea primary key check (length(key_hash) = 32),
  tenant_id uuid not null references control.tenant on delete cascade,
  ends_at timestamptz not null
);

-- What was changed, by whom, from what to what. Without a foreign key: the trail outlives whatever it tells of. No value
-- may stand under a name that a secret would have.
create table control.audit (
  id bigint generated always as identity primary key,
  tenant_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  -- The user who did it; empty when the system did.
  admin_gsid text check (admin_gsid ~ '^1P01[0-9A-Z]{32}$'),
  action text not null check (action ~ '^[a-z][a-z-]*(\.[a-z][a-z-]*)+$' and length(action) <= 80),
  subject_kind text not null check (subject_kind ~ '^[a-z][a-z-]*$' and length(subject_kind) <= 40),
  subject_id text not null check (length(subject_id) between 1 and 200),
  before jsonb check (jsonb_typeof(before) = 'object'),
  after jsonb check (jsonb_typeof(after) = 'object'),
  constraint audit_has_no_secrets check (not jsonb_path_exists(
    jsonb_build_array(before, after),
    '$.** ? (@.type() == "object").keyvalue().key ? (@ like_regex
      "token|secret|passw|passphrase|cookie|credential|verifier|assertion|private.?key|api.?key|access.?key|client.?key|session.?key|^authorization$|^jwt$|^code$"
      flag "i")'
  ))
);

create index audit_page on control.audit (tenant_id, id desc);
create index audit_at on control.audit (tenant_id, at desc);
create index audit_subject on control.audit (tenant_id, subject_kind, subject_id, id desc);
create index audit_action on control.audit (tenant_id, action, id desc);
create index audit_admin on control.audit (tenant_id, admin_gsid, id desc);

create function control.keep_audit() returns trigger
language plpgsql as $$
begin
  raise restrict_violation using
    message = 'the audit trail is only added to', schema = 'control', table = 'audit', constraint = 'keep_audit';
end
$$;

create trigger keep_audit before update or delete or truncate on control.audit
  for each statement execute function control.keep_audit();
