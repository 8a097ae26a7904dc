import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Database, Queryable } from '../../server/store/index.ts'
import { leaksInRows } from './canary/rows.ts'
import {
  inserter,
  ORG_ID,
  seed,
  serve,
  startTestServer,
  trust,
  type TestServer,
  type TestServerOptions,
} from './server.ts'

/**
 * Before each test of a file a server as at first, on one database: making a database, and a tenant in it, takes several
 * times as long as most tests. `start` is for tests that start theirs with options of their own.
 */
export function serverEachTest(use: (server: TestServer) => void | Promise<void>): void {
  const { start } = serversOfOneDatabase()
  beforeEach(async () => use(await start()))
}

export function serversOfOneDatabase(): { start(options?: TestServerOptions): Promise<TestServer> } {
  let first: TestServer
  let running: TestServer | undefined
  let listening: { close(): Promise<void> }[] = []
  beforeAll(async () => {
    first = await startTestServer()
  })
  afterEach(async () => {
    await running?.close()
    await Promise.all(listening.map((one) => one.close()))
    listening = []
    running = undefined
  })
  afterAll(() => first.close())
  return {
    async start(options = {}) {
      await asAtFirst(first)
      const wrap = (db: Database): Database => {
        const wrapped = options.wrap?.(db) ?? db
        const listen: Database['listen'] = (...how) => {
          const ear = wrapped.listen(...how)
          listening.push(ear)
          return ear
        }
        return { ...wrapped, listen }
      }
      running = await serve(first, { ...options, wrap })
      return running
    },
  }
}

/** Nothing in it but the tenant, its org, and the people and companies that every test finds. */
async function asAtFirst({ db, tenant, keys }: TestServer): Promise<void> {
  // What is emptied here is gone when the database is looked at in the end.
  expect(await leaksInRows(db)).toEqual([])
  await db.transaction(async (tx) => {
    // The audit trail and the last super admin are guarded against exactly this.
    await tx.query('set local session_replication_role = replica')
    // Not truncate, which makes a handful of files anew for each of them.
    for (const table of [...(await writtenTables(tx)), 'company', '"user"'])
      await tx.query(`delete from ${table.includes('.') ? table : `${tenant.schemaName}.${table}`}`)
  })
  await trust(db, { tenant, orgId: ORG_ID, keys })
  await seed(inserter(db, tenant))
}

const STAYS = ['migration', 'tenant', 'object', 'field', 'custom_prefix']

async function writtenTables(tx: Queryable): Promise<string[]> {
  const tables = await tx.query<{ name: string }>(
    `select format('control.%I', relname) as name from pg_class
      where relnamespace = 'control'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
        and relname <> all ($1)`,
    [STAYS],
  )
  return tables.map(({ name }) => name)
}
