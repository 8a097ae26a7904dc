-- Jobs that were paused go on only through a connection that is authorized.
create function control.guard_resume() returns trigger
language plpgsql as $$
begin
  raise check_violation using
    message = 'jobs are resumed only through an authorized connection',
    schema = 'control', table = 'connection', constraint = 'connection_resumes_authorized';
end
$$;

create trigger guard_resume before update on control.connection
  for each row when (
    old.jobs_paused_because is not null and new.jobs_paused_because is null and new.state <> 'authorized'
  )
  execute function control.guard_resume();

-- A grant is renewed because somebody uses it.
update control.connection_grant set used_at = greatest(used_at, refreshed_at) where refreshed_at is not null;
alter table control.connection_grant add constraint connection_grant_used_since_refresh
  check (refreshed_at is null or (used_at is not null and used_at >= refreshed_at));
