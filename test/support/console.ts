import { createSessions } from '../../server/console/index.ts'
import type { Role } from '../../server/http/roles.ts'
import { picklistItemGsid, type Tenant } from '../../server/objects/index.ts'
import type { Database } from '../../server/store/index.ts'
import type { Licence } from '../../server/tenants/index.ts'
import type { TestClock } from './clock.ts'
import { inserter } from './server.ts'

/** Where somebody signs in; a test server is one. */
export interface Site {
  db: Database
  clock: TestClock
  tenant: Tenant
}

export interface Person {
  userId: string
  sessionId: string
  /** What the browser sends from a page of the console. */
  headers: Record<string, string>
}

export interface PersonOptions {
  role?: Role | null
  licence?: Licence | null
  active?: boolean
  name?: string
}

let count = 0

/** A user of the tenant, who may have a role. */
export async function makeUser(
  { db, tenant }: Site,
  { role = null, licence = 'Full', active = true, name = 'Somebody' }: PersonOptions = {},
): Promise<string> {
  const [userId = ''] = await inserter(db, tenant)('User', [
    {
      Name: name,
      Username: `user.${++count}@example.com`,
      Email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
      IsActiveUser: active,
      LicenseType: licence === null ? null : picklistItemGsid('USER_LICENSE_TYPE', licence),
    },
  ])
  if (role !== null) await giveRole({ db, tenant }, userId, role)
  return userId
}

export async function giveRole(
  { db, tenant }: Pick<Site, 'db' | 'tenant'>,
  userId: string,
  role: Role,
): Promise<void> {
  await db.query(
    `insert into control.console_role (tenant_id, user_gsid, role) values ($1, $2, $3)
     on conflict (tenant_id, user_gsid) do update set role = excluded.role`,
    [tenant.id, userId, role],
  )
}

/** A session of this user, as a login makes it. */
export async function signInAs(site: Site, userId: string, replaces?: string): Promise<Person> {
  const sessions = createSessions({ clock: site.clock })
  const { sessionId, cookie } = await site.db.transaction((tx) =>
    sessions.start(tx, { tenantId: site.tenant.id, userId, replaces }),
  )
  return {
    userId,
    sessionId,
    headers: { Cookie: `${cookie.name}=${cookie.value}`, 'Sec-Fetch-Site': 'same-origin' },
  }
}

/** Somebody new with that role, signed in. */
export const signIn = async (site: Site, options: PersonOptions & { role: Role }): Promise<Person> =>
  signInAs(site, await makeUser(site, options))
