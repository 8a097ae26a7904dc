import { audit } from '../audit/index.ts'
import { AppError } from '../errors.ts'
import type { ConsoleCaller } from '../http/callers.ts'
import type { Role } from '../http/roles.ts'
import type { Database, Queryable } from '../store/index.ts'
import { LICENCES_THAT_SIGN_IN, type Licence } from '../tenants/index.ts'
import { hasSuperAdmin, lockRoles, saveRole } from './role-store.ts'
import { deleteSessionsOf } from './session-store.ts'
import { lockUser, updateLicence, type UserRow } from './user-store.ts'

export const maySignIn = ({ active, licence, role }: Pick<UserRow, 'active' | 'licence' | 'role'>): boolean =>
  active && role !== null && opensConsole(licence)

const opensConsole = (licence: Licence | null): boolean =>
  licence !== null && (LICENCES_THAT_SIGN_IN as readonly Licence[]).includes(licence)

/**
 * Gives, changes or takes away a role. It counts from the user's next request on; without one their sessions end. Given
 * again, it is given to whom Salesforce knows as this user now.
 */
export function changeRole(
  db: Database,
  caller: ConsoleCaller,
  { userId, role }: { userId: string; role: Role | null },
): Promise<UserRow> {
  return changeUser(db, caller, userId, async (tx, user) => {
    if (role === null && user.role === null) return user
    if (role !== 'super-admin') await requireAnother(tx, caller.tenantId, user)
    const saved = await saveRole(tx, caller.tenantId, { userId, role })
    if (!saved) return user
    const { identity } = saved
    await audit(tx, {
      tenantId: caller.tenantId,
      by: caller,
      action: 'role.changed',
      subject: { kind: 'user', id: userId },
      before: { role: user.role, salesforce: user.identity },
      after: { role, salesforce: identity },
    })
    return { ...user, role, identity }
  })
}

/** Gives or takes away a licence; one that cannot sign in ends the user's sessions at once. */
export function changeLicence(
  db: Database,
  caller: ConsoleCaller,
  { userId, licence }: { userId: string; licence: Licence | null },
): Promise<UserRow> {
  return changeUser(db, caller, userId, async (tx, user) => {
    if (user.licence === licence) return user
    if (!opensConsole(licence)) {
      await requireAnother(tx, caller.tenantId, user)
      await deleteSessionsOf(tx, caller.tenantId, userId)
    }
    await updateLicence(tx, caller, { userId, licence, by: caller.adminId })
    await audit(tx, {
      tenantId: caller.tenantId,
      by: caller,
      action: 'licence.changed',
      subject: { kind: 'user', id: userId },
      before: { licence: user.licence },
      after: { licence },
    })
    return { ...user, licence }
  })
}

const changeUser = (
  db: Database,
  caller: ConsoleCaller,
  userId: string,
  change: (tx: Queryable, user: UserRow) => Promise<UserRow>,
): Promise<UserRow> =>
  db.transaction(async (tx) => {
    await lockRoles(tx, caller.tenantId)
    const user = await lockUser(tx, caller, userId)
    if (!user) throw new AppError('USER_UNKNOWN')
    return change(tx, user)
  })

/** The database keeps the last super admin's row; this also keeps somebody who can use it. */
async function requireAnother(tx: Queryable, tenantId: string, user: UserRow): Promise<void> {
  if (user.role !== 'super-admin') return
  if (!(await hasSuperAdmin(tx, tenantId, user.id))) throw new AppError('LAST_SUPER_ADMIN')
}
