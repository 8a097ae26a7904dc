import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, migrate } from '../../server/store/index.ts'
import { emptyDatabase, freshDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let db: TestDatabase
let dir: string

beforeEach(async () => {
  db = await emptyDatabase()
  dir = await mkdtemp(join(tmpdir(), 'team-view-migrations-'))
  await write(
    '0001-start.sql',
    'create schema control; create table control.migration (name text primary key, checksum text not null)',
  )
  await write('0002-note.sql', 'create table note (id int); insert into note values (1);')
})
afterEach(async () => {
  await db.close()
  await rm(dir, { recursive: true })
})

const write = (name: string, sql: string) => writeFile(join(dir, name), sql)
const applied = () => db.query('select name from control.migration order by name')

test('migrations are applied in the order of their names, and not again', async () => {
  expect(await migrate(db, { dir })).toEqual({ applied: ['0001-start.sql', '0002-note.sql'] })
  expect(await migrate(db, { dir })).toEqual({ applied: [] })
  await write('0003-more.sql', 'insert into note values (3)')
  const lines: string[] = []
  expect(await migrate(db, { dir, log: (line) => lines.push(line) })).toEqual({ applied: ['0003-more.sql'] })
  expect(lines).toEqual(['Applied migration 0003-more.sql'])
  expect(await db.query('select id from note order by id')).toEqual([{ id: 1 }, { id: 3 }])
})

test('ten servers that start together apply each migration once', async () => {
  await write('0003-slow.sql', 'insert into note values (3); select pg_sleep(0.1)')
  const servers = Array.from({ length: 10 }, () => connect({ connectionString: db.connectionString, max: 1 }))
  const results = await Promise.all(servers.map((server) => migrate(server, { dir })))
  await Promise.all(servers.map((server) => server.close()))
  expect(results.flatMap((result) => result.applied)).toEqual([
    '0001-start.sql',
    '0002-note.sql',
    '0003-slow.sql',
  ])
  expect(await db.query('select id from note order by id')).toEqual([{ id: 1 }, { id: 3 }])
})

test('waiting for another server to migrate is not cut short by the limit for statements', async () => {
  const hurried = connect({ connectionString: db.connectionString, max: 1, statementTimeoutMs: 100 })
  await write('0003-slow.sql', 'select pg_sleep(0.3)')
  const results = await Promise.all([migrate(db, { dir }), migrate(hurried, { dir })])
  expect(results.flatMap((result) => result.applied)).toHaveLength(3)
  await expect(hurried.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' })
  await hurried.close()
})

test('a migration that fails changes nothing, says why, and does not hold up the next start', async () => {
  await write('0003-broken.sql', 'insert into note values (3); select 1/0')
  await expect(migrate(db, { dir })).rejects.toMatchObject({
    name: 'StoreError',
    code: 'MIGRATION_FAILED',
    message: 'Migration 0003-broken.sql failed and changed nothing: division by zero',
  })
  expect(await applied()).toEqual([{ name: '0001-start.sql' }, { name: '0002-note.sql' }])
  await write('0003-broken.sql', 'insert into note values (3)')
  expect(await migrate(db, { dir })).toEqual({ applied: ['0003-broken.sql'] })
})

test('a database newer than the code is refused', async () => {
  await write('0003-future.sql', 'select 1')
  await migrate(db, { dir })
  await rm(join(dir, '0003-future.sql'))
  await write('0004-ours.sql', 'insert into note values (4)')
  await expect(migrate(db, { dir })).rejects.toMatchObject({
    code: 'DATABASE_IS_NEWER',
    message: expect.stringContaining('0003-future.sql') as string,
  })
  expect(await db.query('select id from note')).toEqual([{ id: 1 }])
})

test('a migration edited after it was applied is reported; other line ends are no edit', async () => {
  await write('0003-lines.sql', 'insert into note\nvalues (3)')
  await migrate(db, { dir })
  await write('0003-lines.sql', 'insert into note\r\nvalues (3)')
  expect(await migrate(db, { dir })).toEqual({ applied: [] })
  await write('0002-note.sql', 'create table note (id bigint)')
  await expect(migrate(db, { dir })).rejects.toMatchObject({
    code: 'MIGRATION_CHANGED',
    message: expect.stringContaining('0002-note.sql') as string,
  })
})

test('the real migrations apply to an empty database, and to it a second time change nothing', async () => {
  const first = await migrate(db)
  expect(first.applied[0]).toBe('0001-control.sql')
  expect(await migrate(db)).toEqual({ applied: [] })
})

test('roles from before they were of a person get whom the connected org knows, and no two connections one org', async () => {
  const real = join(import.meta.dirname, '..', '..', 'server', 'store', 'migrations')
  const names = (await readdir(real)).sort()
  await rm(dir, { recursive: true })
  await mkdir(dir)
  const take = async (until: (name: string) => boolean) => {
    for (const name of names.filter(until)) await cp(join(real, name), join(dir, name))
    return migrate(db, { dir })
  }
  await take((name) => name < '0009')
  const gsid = (n: number) => `1P01${String(n).padStart(32, '0')}`
  const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  await db.query(`
    insert into control.tenant (id, name, schema_name) values ('${uuid(0)}', 'Acme', 't_acme');
    create schema t_acme;
    create table t_acme."user" (gsid text, username text, sfdcuserid text, _connection_id uuid);
    insert into control.connection
      (id, tenant_id, name, org_type, state, place, org_id, given_jobs, state_at, created_at, modified_at)
    values ('${uuid(1)}', '${uuid(0)}', 'One', 'production', 'authorized', 1, '00D5e00000Tv001EAB', 'users-and-currencies', now(), now(), now()),
           ('${uuid(2)}', '${uuid(0)}', 'Two', 'production', 'revoked', 2, '00D5e00000Tv001EAB', 'all', now(), now(), now());
    insert into t_acme."user" values
      ('${gsid(1)}', 'a@b.c', '0055e0000000004AAA', null), ('${gsid(2)}', 'b@b.c', '0055e0000000005', '${uuid(2)}'),
      ('${gsid(3)}', 'Administrator', '0055e0000000006AAA', null), ('${gsid(4)}', 'd@b.c', null, null);
    insert into control.console_role (tenant_id, user_gsid, role)
      select '${uuid(0)}', gsid, 'super-admin' from t_acme."user"`)
  await expect(take(() => true)).rejects.toMatchObject({
    message: expect.stringContaining('two connections of a tenant lead to the same Salesforce org') as string,
  })
  await db.query(`update control.connection set state = 'deleted', place = null where name = 'One'`)
  await take(() => true)
  expect(
    await db.query(
      'select user_gsid, sfdc_org_id, sfdc_user_id from control.console_role order by user_gsid',
    ),
  ).toMatchObject([
    { sfdc_org_id: '00D5e00000Tv001EAB', sfdc_user_id: '0055e0000000004AAA' },
    { sfdc_org_id: '00D5e00000Tv001EAB', sfdc_user_id: '0055e0000000005AAA' },
    { sfdc_org_id: null, sfdc_user_id: null },
    { sfdc_org_id: null, sfdc_user_id: null },
  ])
})

test('a new GSID is 36 characters, starts with its prefix, sorts by time and does not repeat', async () => {
  await migrate(db)
  const rows = await db.query<{ gsid: string }>(
    "select control.new_gsid('1P02') as gsid from generate_series(1, 2000) as n order by n",
  )
  const gsids = rows.map(({ gsid }) => gsid)
  for (const gsid of gsids) expect(gsid).toMatch(/^1P02[0-9A-F]{32}$/)
  expect(new Set(gsids).size).toBe(2000)
  const times = gsids.map((gsid) => gsid.slice(0, 16))
  expect(times).toEqual(times.toSorted())
})

test('control tables refuse what must never be in them', async () => {
  await migrate(db)
  const [tenant] = await db.query<{ id: string }>(
    "insert into control.tenant (name, schema_name) values ('Acme', 't_acme') returning id",
  )
  await expect(
    db.query("insert into control.tenant (name, schema_name) values ('x', 'public')"),
  ).rejects.toMatchObject({ code: '23514' })
  const org = 'insert into control.trusted_org (org_id, tenant_id) values ($1, $2)'
  await db.query(org, ['00D000000000001AAA', tenant?.id])
  await expect(db.query(org, ['00D000000000002', tenant?.id])).rejects.toMatchObject({ code: '23514' })
  const key = `insert into control.trusted_org_key (org_id, key_id, public_key_pem, valid_until)
    values ('00D000000000001AAA', $1, 'pem', now() + $2::interval)`
  await expect(db.query(key, ['k1', '-1 day'])).rejects.toMatchObject({ code: '23514' })
  await expect(db.query(key, ['', '1 day'])).rejects.toMatchObject({ code: '23514' })
  await db.query(key, ['k1', '1 day'])
  await db.query('delete from control.trusted_org')
  expect(await db.query('select 1 from control.trusted_org_key')).toEqual([])
})

test('a copy for a test is migrated already', async () => {
  const copy = await freshDatabase()
  expect(await migrate(copy)).toEqual({ applied: [] })
  await copy.close()
})
