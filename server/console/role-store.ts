import type { Role } from '../http/roles.ts'
import { statement, type Queryable } from '../store/index.ts'
import { SIGN_IN_ITEMS } from './session-store.ts'

/** The person of an org whom a role was given to: not the row, which another org may come to write. */
export interface Identity {
  orgId: string
  userId: string
}

export const IDENTITY = `case when r.sfdc_org_id is not null
  then json_build_object('orgId', r.sfdc_org_id, 'userId', r.sfdc_user_id) end`

/** The database fills in whom Salesforce knows as this user now. */
const SAVE = statement(`
  insert into control.console_role as r (tenant_id, user_gsid, role) values ($1, $2, $3)
  on conflict (tenant_id, user_gsid) do update set role = excluded.role, granted_at = now()
    where (r.role, r.sfdc_org_id, r.sfdc_user_id)
      is distinct from (excluded.role, excluded.sfdc_org_id, excluded.sfdc_user_id)
  returning ${IDENTITY} as identity`)
const DELETE = statement('delete from control.console_role where tenant_id = $1 and user_gsid = $2')

/** Whose the role is from now on, or undefined when it was this user's already, and as the same person. */
export async function saveRole(
  tx: Queryable,
  tenantId: string,
  { userId, role }: { userId: string; role: Role | null },
): Promise<{ identity: Identity | null } | undefined> {
  if (role !== null) return (await tx.query<{ identity: Identity | null }>(SAVE, [tenantId, userId, role]))[0]
  await tx.query(DELETE, [tenantId, userId])
  return { identity: null }
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
