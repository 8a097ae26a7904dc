-- A role is given to a person of an org, not to a row: rows are rewritten by whatever org is synced, and copies of an org
-- have its user ids.

-- An id of a user in its form of 18 characters; nothing when the text is none.
create function control.salesforce_user_id(given text) returns text
language sql immutable strict as $$
  select case when given in (long.id, left(long.id, 15)) then long.id end
    from (
      select left(given, 15) || string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1 + bits, 1), '' order by part)
        from (
          select part, sum(case when ascii(substr(given, part * 5 + n, 1)) between 65 and 90 then 1 << (n - 1) else 0 end)::int
            from generate_series(0, 2) as part, generate_series(1, 5) as n
           group by part
        ) as parts (part, bits)
       where given ~ '^005[A-Za-z0-9]{12}([A-Z0-5]{3})?$'
    ) as long (id)
$$;

alter table control.console_role
  add column sfdc_org_id text check (sfdc_org_id ~ '^00D[A-Za-z0-9]{15}$'),
  add column sfdc_user_id text check (sfdc_user_id ~ '^005[A-Za-z0-9]{15}$'),
  add constraint console_role_identity check ((sfdc_org_id is null) = (sfdc_user_id is null));

-- Whom Salesforce knows as this user at the moment the role is given, whatever the writer says. The Administrator of the
-- terminal's link is nobody in Salesforce, and neither is a user of no org.
create function control.pin_identity() returns trigger
language plpgsql as $$
declare
  found_schema text;
begin
  new.sfdc_org_id := null;
  new.sfdc_user_id := null;
  select schema_name into found_schema from control.tenant where id = new.tenant_id;
  if found_schema is null then return new; end if;
  execute format(
    'select c.org_id, control.salesforce_user_id(u.sfdcuserid)
       from %I."user" u
       join control.connection c on c.tenant_id = $1 and c.org_id is not null
        and case when u._connection_id is null then c.given_jobs = ''all'' and c.state <> ''deleted''
                 else c.id = u._connection_id end
      where u.gsid = $2 and control.salesforce_user_id(u.sfdcuserid) is not null
        and lower(u.username) is distinct from ''administrator''', found_schema)
    into new.sfdc_org_id, new.sfdc_user_id using new.tenant_id, new.user_gsid;
  return new;
end
$$;

create trigger pin_identity before insert or update on control.console_role
  for each row execute function control.pin_identity();

-- The roles that are there, by the orgs that are connected now.
update control.console_role set role = role;

-- Who came in as the person that had the role before goes.
create function control.end_sessions_of_identity() returns trigger
language plpgsql as $$
begin
  delete from control.console_session
   where tenant_id = new.tenant_id and user_gsid = new.user_gsid and connection_id is not null;
  return null;
end
$$;

create trigger end_sessions after update on control.console_role
  for each row when ((old.sfdc_org_id, old.sfdc_user_id) is distinct from (new.sfdc_org_id, new.sfdc_user_id))
  execute function control.end_sessions_of_identity();

-- Through an org comes in only whose role is of that org. Both rows are locked, so that neither changes meanwhile.
create or replace function control.guard_session_connection() returns trigger
language plpgsql as $$
declare
  found_org text;
begin
  select org_id into found_org from control.connection
    where tenant_id = new.tenant_id and id = new.connection_id and state <> 'deleted' and org_id is not null
    for share;
  if not found then
    raise check_violation using
      message = 'nobody logs in through a connection that is not there',
      schema = 'control', table = 'console_session', constraint = 'session_connection_is_there';
  end if;
  perform from control.console_role
    where tenant_id = new.tenant_id and user_gsid = new.user_gsid and sfdc_org_id = found_org
    for share;
  if not found then
    raise check_violation using
      message = 'nobody logs in through an org that their role is not of',
      schema = 'control', table = 'console_session', constraint = 'session_role_is_of_org';
  end if;
  return new;
end
$$;

-- Two connections to one org would sync, and answer for, the same records twice.
do $$
begin
  if exists (
    select from control.connection where state <> 'deleted' and org_id is not null
     group by tenant_id, org_id having count(*) > 1
  ) then
    raise exception 'two connections of a tenant lead to the same Salesforce org'
      using hint = 'Start the version from before, delete one of the two in its console, then start this one again.';
  end if;
end
$$;

create unique index connection_alone_in_org on control.connection (tenant_id, org_id) where state <> 'deleted';

-- Why the link of a connection is not whole, after it went to another org: the code of an error.
alter table control.connection
  add column link_incomplete text,
  add constraint connection_link_incomplete check (link_incomplete is null or linked);

create function control.guard_link() returns trigger
language plpgsql as $$
begin
  raise check_violation using
    message = 'a link is whole in another org only once it was checked there',
    schema = 'control', table = 'connection', constraint = 'connection_link_is_checked';
end
$$;

create trigger guard_link before update on control.connection
  for each row when (old.org_id <> new.org_id and new.link_incomplete is null)
  execute function control.guard_link();

-- What more there is to say of a result, such as which connection has the org.
alter table control.connection_authorization
  add column details jsonb check (jsonb_typeof(details) = 'array');
