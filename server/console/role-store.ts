import type { Role } from '../http/roles.ts'
import { statement, type Queryable } from '../store/index.ts'
import { SIGN_IN_ITEMS } from './session-store.ts'

const SAVE = statement(`
  insert into control.console_role (tenant_id, user_gsid, role) values ($1, $2, $3)
  on conflict (tenant_id, user_gsid) do update set role = excluded.role, granted_at = now()`)
const DELETE = statement('delete from control.console_role where tenant_id = $1 and user_gsid = $2')

export async function saveRole(
  tx: Queryable,
  tenantId: string,
  { userId, role }: { userId: string; role: Role | null },
): Promise<void> {
  if (role === null) await tx.query(DELETE, [tenantId, userId])
  else await tx.query(SAVE, [tenantId, userId, role])
}

const LOCK = statement('select from control.tenant where id = $1 for no key update')

/** Who changes who administers a tenant goes one after another: two last super admins could otherwise leave at once. */
export async function lockRoles(tx: Queryable, tenantId: string): Promise<void> {
  await tx.query(LOCK, [tenantId])
}

const OTHERS = statement(`
  select from control.console_role r
   where r.tenant_id = $1 and r.role = 'super-admin' and r.user_gsid is distinct from $2
     and control.may_sign_in(r.tenant_id, r.user_gsid, $3)
   limit 1`)

/** Whether a super admin who can sign in is there, besides this user. */
export async function hasSuperAdmin(
  db: Queryable,
  tenantId: string,
  besides: string | null = null,
): Promise<boolean> {
  return (await db.query(OTHERS, [tenantId, besides, SIGN_IN_ITEMS])).length > 0
}
