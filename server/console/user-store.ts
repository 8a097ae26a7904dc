import type { Role } from '../http/roles.ts'
import { picklistItemGsid, qualified, touchedBy } from '../objects/index.ts'
import { statement, type Queryable } from '../store/index.ts'
import { IDENTITY, type Identity } from './role-store.ts'
import type { Licence } from '../tenants/index.ts'

export interface UserRow {
  id: string
  name: string | null
  email: string | null
  username: string | null
  active: boolean
  licence: Licence | null
  role: Role | null
  /** As whom they have the role; without one they cannot log in with Salesforce. */
  identity: Identity | null
}

/** A user who may be meant by somebody from an org. */
export interface SyncedUser extends UserRow {
  /** Whether the row itself says that it came from this org. */
  marked: boolean
}

/** Whose users: the tables of a tenant are named by its schema. */
export interface Where {
  tenantId: string
  schema: string
}

const licenceItem = (licence: Licence | null): string | null =>
  licence === null ? null : picklistItemGsid('USER_LICENSE_TYPE', licence)

const select = (schema: string, more = ''): string => `
  select u."gsid" as id, u."name" as name, u."email" as email, u."username" as username, u."isactiveuser" as active,
         i."name" as licence, r.role, ${IDENTITY} as identity${more}
    from ${qualified(schema, 'User')} u
    left join ${qualified(schema, 'Picklist_Item')} i on i."gsid" = u."licensetype"
    left join control.console_role r on r.tenant_id = $1 and r.user_gsid = u."gsid"`

export async function readUser(db: Queryable, where: Where, id: string): Promise<UserRow | undefined> {
  const sql = `${select(where.schema)} where u."gsid" = $2`
  return (await db.query<UserRow>(sql, [where.tenantId, id]))[0]
}

/** The same, and nobody else changes the user until the transaction ends. */
export async function lockUser(tx: Queryable, where: Where, id: string): Promise<UserRow | undefined> {
  const sql = `${select(where.schema)} where u."gsid" = $2 for no key update of u`
  return (await tx.query<UserRow>(sql, [where.tenantId, id]))[0]
}

/** In the order they were made. The text is looked for in names, user names and e-mail addresses. */
export function listUsers(
  db: Queryable,
  where: Where,
  { search, after, limit }: { search: string | undefined; after: string | undefined; limit: number },
): Promise<UserRow[]> {
  const sql = `${select(where.schema)}
   where ($2::text is null or u."gsid" > $2)
     and ($3::text is null or strpos(lower(concat_ws(E'\\n', u."name", u."username", u."email")), lower($3)) > 0)
   order by u."gsid" limit $4`
  return db.query<UserRow>(sql, [where.tenantId, after ?? null, search ?? null, limit])
}

/** The users with this Salesforce user's id, which an old row may have in its short form, that came from this connection. */
export function readUsersOfOrg(
  tx: Queryable,
  where: Where,
  wanted: { sfdcUserId: string; connectionId: string; orUnmarked: boolean },
): Promise<SyncedUser[]> {
  const { sfdcUserId, connectionId, orUnmarked } = wanted
  const sql = `${select(where.schema, ', u."_connection_id" is not null as marked')}
   where u."sfdcuserid" = any ($2)
     and (u."_connection_id" = $3 or (u."_connection_id" is null and $4))`
  return tx.query(sql, [where.tenantId, [sfdcUserId, sfdcUserId.slice(0, 15)], connectionId, orUnmarked])
}

const TENANT_NAME = statement('select name from control.tenant where id = $1')

export async function readTenantName(db: Queryable, tenantId: string): Promise<string> {
  return (await db.query<{ name: string }>(TENANT_NAME, [tenantId]))[0]?.name ?? ''
}

export async function updateLicence(
  tx: Queryable,
  { schema }: Where,
  { userId, licence, by }: { userId: string; licence: Licence | null; by: string },
): Promise<void> {
  await tx.query(
    `update ${qualified(schema, 'User')} set "licensetype" = $2, ${touchedBy('$3')} where "gsid" = $1`,
    [userId, licenceItem(licence), by],
  )
}

/** Salesforce's user names look like e-mail addresses, so no sync can mean this one. */
export const ADMINISTRATOR = { username: 'administrator', name: 'Administrator', licence: 'Full' } as const

export async function readAdministrator(tx: Queryable, where: Where): Promise<UserRow | undefined> {
  const sql = `${select(where.schema)} where lower(u."username") = $2`
  return (await tx.query<UserRow>(sql, [where.tenantId, ADMINISTRATOR.username]))[0]
}

/** The user who signs in by a link from the terminal, made or let back in. */
export async function saveAdministrator(tx: Queryable, { schema }: Where): Promise<string> {
  const { username, name, licence } = ADMINISTRATOR
  const [row] = await tx.query<{ id: string }>(
    `insert into ${qualified(schema, 'User')} ("username", "name", "isactiveuser", "licensetype")
     values ($1, $2, true, $3)
     on conflict (lower("username")) do update
       set "isactiveuser" = true, "licensetype" = excluded."licensetype", "modifieddate" = now()
     returning "gsid" as id`,
    [username, name, licenceItem(licence)],
  )
  if (!row) throw new Error('the administrator was not answered')
  return row.id
}
