-- A login with Salesforce that was begun: the browser is at the org. Of its state and of the key in the browser's cookie
-- only the SHA-256 is here, and what goes to Salesforce is derived from that key: nothing here completes a login.
create table control.login (
  state_hash bytea primary key check (length(state_hash) = 32),
  browser_hash bytea not null check (length(browser_hash) = 32),
  tenant_id uuid not null,
  connection_id uuid not null,
  login_url text not null,
  client_id text not null,
  begun_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > begun_at),
  used_at timestamptz check (used_at < ends_at),
  foreign key (tenant_id, connection_id) references control.connection (tenant_id, id)
);

create index login_ends_at on control.login (ends_at);

create function control.use_login_once() returns trigger
language plpgsql as $$
begin
  raise check_violation using
    message = 'a login is completed once', schema = 'control', table = 'login', constraint = 'use_login_once';
end
$$;

create trigger use_login_once before update on control.login
  for each row when (old.used_at is not null) execute function control.use_login_once();

-- Through which connection's org somebody logged in; empty for who came by a link from the terminal. It has no foreign
-- key: connections stay when they are deleted, and the triggers below hold what matters.
alter table control.console_session add column connection_id uuid;

create index console_session_connection on control.console_session (connection_id) where connection_id is not null;

-- The row is locked, so that a connection deleted at the same moment either ends the session or refuses it.
create function control.guard_session_connection() returns trigger
language plpgsql as $$
begin
  perform from control.connection
    where tenant_id = new.tenant_id and id = new.connection_id and state <> 'deleted' and org_id is not null
    for share;
  if not found then
    raise check_violation using
      message = 'nobody logs in through a connection that is not there',
      schema = 'control', table = 'console_session', constraint = 'session_connection_is_there';
  end if;
  return new;
end
$$;

create trigger guard_session_connection before insert on control.console_session
  for each row when (new.connection_id is not null) execute function control.guard_session_connection();

-- Whoever came in through an org has no way in any more when that org is gone, or another one is in its place.
create function control.end_sessions_of_connection() returns trigger
language plpgsql as $$
begin
  delete from control.console_session where tenant_id = new.tenant_id and connection_id = new.id;
  return null;
end
$$;

create trigger end_sessions after update on control.connection
  for each row when (new.state = 'deleted' or new.org_id is distinct from old.org_id)
  execute function control.end_sessions_of_connection();
