import { audit } from '../audit/index.ts'
import { AppError } from '../errors.ts'
import type { Cookie } from '../http/cookies.ts'
import type { Clock } from '../lib/clock.ts'
import { newSecret } from '../lib/ids.ts'
import type { Database } from '../store/index.ts'
import { deleteLinks, insertLink, useUp } from './admin-link-store.ts'
import { saveRole } from './role-store.ts'
import { later } from './session-rules.ts'
import type { Sessions } from './sessions.ts'
import { readAdministrator, readUser, saveAdministrator, type UserRow } from './user-store.ts'

const LINK_MS = 60 * 60_000

/**
 * A way in for whoever can read the server's terminal: an address that works once, for an hour. Several may be open, one
 * from each server that started; the first to be used ends them all.
 */
export async function makeAdminLink(
  db: Database,
  { tenantId, clock }: { tenantId: string; clock: Clock },
): Promise<{ path: string; endsAt: Date }> {
  const key = newSecret()
  const now = clock.now()
  const endsAt = later(now, LINK_MS)
  await db.transaction((tx) => insertLink(tx, { tenantId, key, now, endsAt }))
  return { path: `/console/first-admin?token=${key}`, endsAt }
}

export interface LinkUse {
  token: string
  /** The session cookie the browser has brought. */
  replaces: string | undefined
}

/** Uses the link up and signs in as the user Administrator, super admin with a Full licence, made if there is none. */
export function enterByLink(
  { db, clock, sessions }: { db: Database; clock: Clock; sessions: Sessions },
  { token, replaces }: LinkUse,
): Promise<Cookie> {
  return db.transaction(async (tx) => {
    const where = await useUp(tx, token, clock.now())
    if (!where) throw new AppError('LINK_REFUSED', { cause: new Error('no such link, or it has ended') })
    const { tenantId } = where
    await deleteLinks(tx, tenantId)
    const found = await readAdministrator(tx, where)
    const userId = await saveAdministrator(tx, where)
    await saveRole(tx, tenantId, { userId, role: 'super-admin' })
    await audit(tx, {
      tenantId,
      by: 'system',
      action: 'admin-link.used',
      subject: { kind: 'user', id: userId },
      before: facts(found),
      after: facts(await readUser(tx, where, userId)),
    })
    return (await sessions.start(tx, { tenantId, userId, replaces })).cookie
  })
}

/** What the link may have changed of the user. */
const facts = (user: UserRow | undefined) =>
  user ? { active: user.active, licence: user.licence, role: user.role } : null
