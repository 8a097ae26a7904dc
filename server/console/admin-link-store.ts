import { statement, type Queryable } from '../store/index.ts'
import { hashOf } from './session-store.ts'

const INSERT = statement('insert into control.admin_link (key_hash, tenant_id, ends_at) values ($1, $2, $3)')
const END_OLD = statement('delete from control.admin_link where ends_at <= $1')

export async function insertLink(
  tx: Queryable,
  link: { tenantId: string; key: string; now: Date; endsAt: Date },
): Promise<void> {
  await tx.query(END_OLD, [link.now])
  await tx.query(INSERT, [hashOf(link.key), link.tenantId, link.endsAt])
}

const USE = statement(`
  with used as (delete from control.admin_link where key_hash = $1 and ends_at > $2 returning tenant_id)
  select t.id as "tenantId", t.schema_name as schema from control.tenant t join used on used.tenant_id = t.id`)

/** Of two who use a link at once, one finds it gone. */
export async function useUp(
  tx: Queryable,
  key: string,
  now: Date,
): Promise<{ tenantId: string; schema: string } | undefined> {
  return (await tx.query<{ tenantId: string; schema: string }>(USE, [hashOf(key), now]))[0]
}

const END_ALL = statement('delete from control.admin_link where tenant_id = $1')

export async function deleteLinks(tx: Queryable, tenantId: string): Promise<void> {
  await tx.query(END_ALL, [tenantId])
}
