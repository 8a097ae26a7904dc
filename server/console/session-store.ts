import { hash } from 'node:crypto'
import type { Role } from '../http/roles.ts'
import { picklistItemGsid } from '../objects/index.ts'
import { statement, type Queryable } from '../store/index.ts'
import { LICENCES_THAT_SIGN_IN } from '../tenants/index.ts'

/** Whoever reads the database must not be able to use what it finds there. */
export const hashOf = (key: string): Buffer => hash('sha256', key, 'buffer')

/** The licences that may sign in, as users carry them. */
export const SIGN_IN_ITEMS = LICENCES_THAT_SIGN_IN.map((name) => picklistItemGsid('USER_LICENSE_TYPE', name))

const INSERT = statement(`
  insert into control.console_session (tenant_id, user_gsid, key_hash, started_at, seen_at, ends_at, connection_id)
  select tenant_id, user_gsid, $3, $4, $4, $5, $7 from control.console_role
   where tenant_id = $1 and user_gsid = $2 and control.may_sign_in($1, $2, $6)
  returning id`)

/** The new session's id, or undefined when this user may not sign in: deactivated, without a licence or without a role. */
export async function insertSession(
  tx: Queryable,
  session: {
    tenantId: string
    userId: string
    key: string
    startedAt: Date
    endsAt: Date
    connectionId: string | null
  },
): Promise<string | undefined> {
  const { tenantId, userId, key, startedAt, endsAt, connectionId } = session
  const values = [tenantId, userId, hashOf(key), startedAt, endsAt, SIGN_IN_ITEMS, connectionId]
  return (await tx.query<{ id: string }>(INSERT, values))[0]?.id
}

export interface SessionRow {
  id: string
  tenant_id: string
  schema_name: string
  user_gsid: string
  role: Role
  seen_at: Date
  may_sign_in: boolean
}

const FIND = statement(`
  select s.id, s.tenant_id, t.schema_name, s.user_gsid, r.role, s.seen_at,
         control.may_sign_in(s.tenant_id, s.user_gsid, $4) as may_sign_in
    from control.console_session s
    join control.tenant t on t.id = s.tenant_id
    join control.console_role r on r.tenant_id = s.tenant_id and r.user_gsid = s.user_gsid
   where s.key_hash = $1 and s.ends_at > $2 and s.seen_at > $3`)

/** The session, its user's role and whether they may still sign in, all as of one moment. */
export async function findSession(
  db: Queryable,
  { key, now, idleSince }: { key: string; now: Date; idleSince: Date },
): Promise<SessionRow | undefined> {
  return (await db.query<SessionRow>(FIND, [hashOf(key), now, idleSince, SIGN_IN_ITEMS]))[0]
}

const SEEN = statement('update control.console_session set seen_at = $2 where id = $1 and seen_at < $2')

export async function markSeen(db: Queryable, id: string, at: Date): Promise<void> {
  await db.query(SEEN, [id, at])
}

const END_BY_KEY = statement('delete from control.console_session where key_hash = $1')

export async function deleteByKey(tx: Queryable, key: string): Promise<void> {
  await tx.query(END_BY_KEY, [hashOf(key)])
}

const END = statement(
  'delete from control.console_session where tenant_id = $1 and id = $2 returning user_gsid',
)

export async function deleteSession(tx: Queryable, tenantId: string, id: string): Promise<boolean> {
  return (await tx.query(END, [tenantId, id])).length > 0
}

const END_ALL = statement(
  'delete from control.console_session where tenant_id = $1 and user_gsid = $2 returning id',
)

/** How many there were. */
export async function deleteSessionsOf(tx: Queryable, tenantId: string, userId: string): Promise<number> {
  return (await tx.query(END_ALL, [tenantId, userId])).length
}

const END_OLD = statement('delete from control.console_session where ends_at <= $1 or seen_at <= $2')

export async function deleteEnded(tx: Queryable, now: Date, idleSince: Date): Promise<void> {
  await tx.query(END_OLD, [now, idleSince])
}

const OWNER = statement('select user_gsid from control.console_session where tenant_id = $1 and id = $2')

export async function ownerOf(db: Queryable, tenantId: string, id: string): Promise<string | undefined> {
  return (await db.query<{ user_gsid: string }>(OWNER, [tenantId, id]))[0]?.user_gsid
}

export interface ListedSession {
  id: string
  started_at: Date
  seen_at: Date
  ends_at: Date
}

const LIST = statement(`
  select id, started_at, seen_at, ends_at from control.console_session
   where tenant_id = $1 and user_gsid = $2 and ends_at > $3 and seen_at > $4
   order by started_at desc, id`)

export const listSessions = (
  db: Queryable,
  { tenantId, userId, now, idleSince }: { tenantId: string; userId: string; now: Date; idleSince: Date },
): Promise<ListedSession[]> => db.query<ListedSession>(LIST, [tenantId, userId, now, idleSince])
