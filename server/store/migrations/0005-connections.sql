-- A connection is the link between a tenant and one Salesforce org. What must never happen to one is refused here.
create table control.connection (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references control.tenant,
  name text not null check (name = btrim(name) and length(name) between 1 and 80),
  org_type text not null check (org_type in ('production', 'sandbox')),
  -- The host of the org's own login, without a scheme unless the org is on this machine.
  domain text check (length(domain) between 1 and 255),
  -- An external client app of the connection's own; without one the installation's is used.
  client_id text check (length(client_id) between 1 and 512),
  client_secret_sealed text,
  state text not null default 'created'
    check (state in ('created', 'authorized', 'revoked', 'needs-reauthorization', 'deleted')),
  -- Why it is not authorized any more: the code of an error.
  state_reason text,
  state_at timestamptz not null,
  -- Two places for a tenant's live connections; a deleted one gives its place back.
  place smallint check (place in (1, 2)),
  org_id text check (org_id ~ '^00D[A-Za-z0-9]{15}$'),
  org_changed_at timestamptz,
  -- The out-of-the-box jobs it was given when it was first authorized.
  given_jobs text check (given_jobs in ('all', 'users-and-currencies')),
  linked boolean not null default false,
  first_linked_at timestamptz,
  jobs_paused_because text,
  version integer not null default 1,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  unique (tenant_id, id),
  unique (tenant_id, id, state, org_id),
  constraint connection_has_place check ((state = 'deleted') = (place is null)),
  check (client_secret_sealed is null or client_id is not null),
  check (state in ('created', 'deleted') or (org_id is not null and given_jobs is not null)),
  check (not linked or (first_linked_at is not null and state <> 'deleted'))
);

create unique index connection_name on control.connection (tenant_id, lower(name)) where state <> 'deleted';
create unique index connection_place on control.connection (tenant_id, place);
create unique index connection_linked on control.connection (tenant_id) where linked;
-- Stronger than the one before: the link does not move to another connection while the one that had it is there.
create unique index connection_once_linked on control.connection (tenant_id)
  where first_linked_at is not null and state <> 'deleted';
create unique index connection_all_jobs on control.connection (tenant_id)
  where given_jobs = 'all' and state <> 'deleted';

-- The same moves as in server/connections/states.ts; a test holds the two against each other.
create function control.guard_connection() returns trigger
language plpgsql as $$
begin
  if old.state <> new.state and (old.state, new.state) not in (
    ('created', 'authorized'), ('created', 'deleted'),
    ('authorized', 'revoked'), ('authorized', 'needs-reauthorization'), ('authorized', 'deleted'),
    ('revoked', 'authorized'), ('revoked', 'deleted'),
    ('needs-reauthorization', 'authorized'), ('needs-reauthorization', 'revoked'), ('needs-reauthorization', 'deleted')
  ) then
    raise check_violation using constraint = 'connection_state_moves',
      message = format('a connection cannot go from %s to %s', old.state, new.state);
  end if;
  if old.state = 'deleted' then
    raise check_violation using constraint = 'connection_deleted_is_final', message = 'a deleted connection stays as it is';
  end if;
  -- Another org is another customer's data until somebody has said otherwise: only the linked connection may change it,
  -- and only with its jobs paused in the same breath.
  if old.org_id <> new.org_id or (old.org_id is not null and new.org_id is null) then
    if not (old.linked and new.org_id is not null and new.jobs_paused_because is not distinct from 'ORG_CHANGED'
            and new.org_changed_at is distinct from old.org_changed_at) then
      raise check_violation using constraint = 'connection_org_is_pinned', message = 'the org of a connection is pinned';
    end if;
  end if;
  if new.tenant_id <> old.tenant_id or new.first_linked_at is distinct from coalesce(old.first_linked_at, new.first_linked_at)
     or new.given_jobs is distinct from coalesce(old.given_jobs, new.given_jobs) then
    raise check_violation using constraint = 'connection_history_stays', message = 'this part of a connection never changes';
  end if;
  return new;
end
$$;

create trigger guard before update on control.connection
  for each row execute function control.guard_connection();

-- What a user of the org has given: one grant a connection, its tokens sealed. Only an authorized connection has one, of
-- the org it is pinned to: it can leave neither and keep it.
create table control.connection_grant (
  connection_id uuid primary key,
  tenant_id uuid not null,
  connection_state text not null default 'authorized' check (connection_state = 'authorized'),
  org_id text not null,
  access_token_sealed text not null,
  refresh_token_sealed text not null,
  login_url text not null,
  instance_url text not null,
  identity_url text not null,
  scopes text[] not null,
  user_id text not null check (user_id ~ '^005[A-Za-z0-9]{15}$'),
  username text not null,
  granted_at timestamptz not null,
  granted_by text not null,
  issued_at timestamptz not null,
  refreshed_at timestamptz,
  used_at timestamptz,
  constraint connection_grant_of_authorized foreign key (tenant_id, connection_id, connection_state, org_id)
    references control.connection (tenant_id, id, state, org_id) deferrable initially deferred
);

-- An authorization under way: the browser is at Salesforce. Of the state only its hash is here.
create table control.connection_authorization (
  state_hash bytea primary key check (length(state_hash) = 32),
  tenant_id uuid not null,
  connection_id uuid not null,
  session_id text not null,
  admin_id text not null,
  verifier_sealed text,
  login_url text not null,
  client_id text not null,
  confirm_other_org boolean not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > asked_at),
  used_at timestamptz,
  -- How it ended: AUTHORIZED, or the code of an error.
  result text,
  foreign key (tenant_id, connection_id) references control.connection (tenant_id, id),
  -- Once used it can do nothing any more, so what it needs a secret for is gone too.
  check (used_at is null or verifier_sealed is null)
);

create index connection_authorization_connection on control.connection_authorization (tenant_id, connection_id, asked_at);

-- Tokens we gave up and Salesforce has not heard of yet. A row goes when Salesforce has.
create table control.connection_revocation (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  connection_id uuid not null,
  token_sealed text not null,
  login_url text not null,
  given_up_at timestamptz not null,
  foreign key (tenant_id, connection_id) references control.connection (tenant_id, id)
);

create index connection_revocation_connection on control.connection_revocation (tenant_id, connection_id);

-- What other parts of the system act on.
create table control.connection_event (
  id bigint primary key generated always as identity,
  tenant_id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('connection.first-authorized', 'connection.org-changed')),
  facts jsonb not null,
  happened_at timestamptz not null,
  foreign key (tenant_id, connection_id) references control.connection (tenant_id, id)
);

create unique index connection_event_first_authorized on control.connection_event (connection_id)
  where kind = 'connection.first-authorized';
create index connection_event_connection on control.connection_event (tenant_id, connection_id);
