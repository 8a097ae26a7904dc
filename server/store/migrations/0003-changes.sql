-- Tells whoever listens that a tenant's table has changed: once a transaction and table, at the moment it commits.
create function control.tell_change() returns trigger
language plpgsql as $$
begin
  perform pg_notify('changes', tg_table_schema || '.' || tg_table_name);
  return null;
end
$$;

-- New tables get the trigger when they are made; these are there already.
do $$
declare
  tenant_table record;
begin
  for tenant_table in
    select t.schema_name, c.relname
      from control.tenant t
      join pg_namespace n on n.nspname = t.schema_name
      join pg_class c on c.relnamespace = n.oid and c.relkind = 'r'
  loop
    execute format(
      'create trigger "tell_change" after insert or update or delete or truncate on %I.%I
         for each statement execute function control.tell_change()',
      tenant_table.schema_name, tenant_table.relname);
  end loop;
end
$$;
