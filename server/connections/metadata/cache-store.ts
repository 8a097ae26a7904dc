import type { ObjectDescribe, ObjectSummary } from '../../salesforce/index.ts'
import { statement, type Queryable } from '../../store/index.ts'

/** The org whose metadata is kept, and as of when. */
export interface KeptMetadata {
  readonly orgId: string
  readonly refreshedAt: Date
}

const READ = statement(`
  select org_id as "orgId", refreshed_at as "refreshedAt" from control.metadata
   where tenant_id = $1 and connection_id = $2`)

export async function readMetadata(
  tenantId: string,
  db: Queryable,
  connectionId: string,
): Promise<KeptMetadata | undefined> {
  return (await db.query<KeptMetadata>(READ, [tenantId, connectionId]))[0]
}

export interface KeptObject {
  readonly summary: ObjectSummary
  readonly describedAt: Date | null
}

const READ_OBJECTS = statement(`
  select summary, described_at as "describedAt" from control.metadata_object
   where tenant_id = $1 and connection_id = $2 order by lower(name)`)

export const readObjects = (tenantId: string, db: Queryable, connectionId: string): Promise<KeptObject[]> =>
  db.query<KeptObject>(READ_OBJECTS, [tenantId, connectionId])

export interface KeptDescribe {
  readonly name: string
  readonly describe: ObjectDescribe | null
  readonly describedAt: Date | null
}

const READ_DESCRIBE = statement(`
  select name, describe, described_at as "describedAt" from control.metadata_object
   where tenant_id = $1 and connection_id = $2 and lower(name) = lower($3)`)

/** An object of the list; it may not have been described yet. */
export async function readDescribe(
  tenantId: string,
  db: Queryable,
  { connectionId, object }: { connectionId: string; object: string },
): Promise<KeptDescribe | undefined> {
  return (await db.query<KeptDescribe>(READ_DESCRIBE, [tenantId, connectionId, object]))[0]
}

const READ_DESCRIBES = statement(`
  select describe from control.metadata_object
   where tenant_id = $1 and connection_id = $2 and describe is not null`)

export async function readDescribes(
  tenantId: string,
  db: Queryable,
  connectionId: string,
): Promise<ObjectDescribe[]> {
  const rows = await db.query<{ describe: ObjectDescribe }>(READ_DESCRIBES, [tenantId, connectionId])
  return rows.map(({ describe }) => describe)
}

const PUT = statement(`
  insert into control.metadata (tenant_id, connection_id, org_id, refreshed_at) values ($1, $2, $3, $4)
  on conflict (connection_id) do update set refreshed_at = excluded.refreshed_at where $5
  returning connection_id`)

const DROP_OTHERS = statement(`
  delete from control.metadata_object
   where tenant_id = $1 and connection_id = $2 and name <> all ($3::text[])`)

const PUT_OBJECTS = statement(`
  insert into control.metadata_object (tenant_id, connection_id, name, summary)
  select $1, $2, told ->> 'name', told from jsonb_array_elements($3::jsonb) as told
  on conflict (connection_id, name) do update set summary = excluded.summary`)

/** The list of objects as it is now. What was described of those that are still there stays. */
export async function putObjects(
  tenantId: string,
  tx: Queryable,
  told: {
    connectionId: string
    orgId: string
    objects: readonly ObjectSummary[]
    at: Date
    replace: boolean
  },
): Promise<void> {
  const { connectionId, orgId, objects, at, replace } = told
  const names = objects.map(({ name }) => name)
  const put = await tx.query(PUT, [tenantId, connectionId, orgId, at, replace])
  // Somebody else has put a list there, which is as good.
  if (put.length === 0) return
  await tx.query(DROP_OTHERS, [tenantId, connectionId, names])
  await tx.query(PUT_OBJECTS, [tenantId, connectionId, JSON.stringify(objects)])
}

const PUT_DESCRIBE = statement(`
  update control.metadata_object o set describe = $5, described_at = $6
    from control.metadata m
   where m.tenant_id = $1 and m.connection_id = $2 and m.org_id = $3 and o.connection_id = m.connection_id
     and o.name = $4 and (o.describe is null or $7)`)

/** How an object of the list is, when it is still a list of that org. */
export async function putDescribe(
  tenantId: string,
  db: Queryable,
  told: { connectionId: string; orgId: string; describe: ObjectDescribe; at: Date; replace: boolean },
): Promise<void> {
  const { connectionId, orgId, describe, at, replace } = told
  const values = [connectionId, orgId, describe.name, JSON.stringify(describe), at, replace]
  await db.query(PUT_DESCRIBE, [tenantId, ...values])
}
