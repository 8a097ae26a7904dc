import { AppError } from '../errors.ts'
import type { Grant, GrantStore } from '../salesforce/index.ts'
import { changeConnection, moved } from './change.ts'
import type { Connection } from './connection.ts'
import { readConnection } from './connection-store.ts'
import { revokePending } from './give-up.ts'
import { forgetGrant, giveUpGrant, readGrant, renewGrant, touchGrant, type KeptGrant } from './grant-store.ts'
import type { Parts } from './parts.ts'
import { syncRefusal } from './rules.ts'
import { safeOf, type Safe } from './sealed.ts'

/**
 * The grant of a connection, for the client that uses it. Its row's lock lets one process refresh it at a time, and what
 * Salesforce answers is committed before anybody uses it.
 */
export function grantStoreOf(
  parts: Parts,
  tenantId: string,
  connection: Pick<Connection, 'id' | 'orgId'>,
): GrantStore {
  const { db, clock, vault } = parts
  const connectionId = connection.id
  const safe = safeOf(vault, tenantId, connectionId)
  const missing = async (): Promise<never> => {
    const found = await readConnection(tenantId, db, connectionId)
    throw new AppError(syncRefusal(found ?? { state: 'deleted' }) ?? 'CONNECTION_NEEDS_REAUTHORIZATION')
  }

  /** Whoever began with one org must not go on with another. */
  const ofThisOrg = (kept: KeptGrant): KeptGrant => {
    if (kept.orgId !== connection.orgId) throw new AppError('ORG_CHANGED')
    return kept
  }

  return {
    async read() {
      const kept = ofThisOrg((await readGrant(tenantId, db, { connectionId })) ?? (await missing()))
      await touchGrant(tenantId, db, { connectionId, at: clock.now() })
      return opened(safe, kept)
    },
    async renew(seen, work) {
      const renewed = await db.transaction(async (tx) => {
        const kept = await readGrant(tenantId, tx, { connectionId, lock: true })
        if (!kept) return undefined
        const current = opened(safe, ofThisOrg(kept))
        // While we waited for the lock, another process has done it.
        if (current.accessToken !== seen.accessToken) return current
        const next = await work(current)
        const refreshToken = next.refreshToken ?? current.refreshToken ?? ''
        const { instanceUrl, identityUrl, scopes, issuedAt } = next
        await renewGrant(tenantId, tx, {
          ...{ connectionId, instanceUrl, identityUrl, issuedAt },
          scopes: [...scopes],
          refreshedAt: clock.now(),
          accessTokenSealed: safe.seal('access-token', next.accessToken),
          refreshTokenSealed: safe.seal('refresh-token', refreshToken),
        })
        return { ...next, refreshToken }
      })
      return renewed ?? missing()
    },
    async lost(code, seen) {
      const request = { connectionId, action: 'connection.needs-reauthorization' } as const
      await changeConnection(parts, { tenantId }, request, async ({ tx, connection: found, now }) => {
        const kept = await readGrant(tenantId, tx, { connectionId, lock: true })
        // Another grant, or its next token, has come since: that one is not lost.
        if (!kept || opened(safe, kept).accessToken !== seen.accessToken) return found
        // What Salesforce ended need not be revoked; any other loss leaves a token that may still work.
        if (code === 'GRANT_EXPIRED') await forgetGrant(tenantId, tx, connectionId)
        else await giveUpGrant(tenantId, tx, { connectionId, at: now })
        return moved(found, 'needs-reauthorization', { now, reason: code })
      }).catch(unlessDeleted)
      await revokePending(parts, tenantId, connectionId)
    },
  }
}

/** A connection that was deleted meanwhile has nothing left to lose. */
function unlessDeleted(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error
}

function opened(safe: Safe, kept: KeptGrant): Grant {
  const { instanceUrl, identityUrl, scopes, issuedAt } = kept
  return {
    accessToken: safe.open('access-token', kept.accessTokenSealed),
    refreshToken: safe.open('refresh-token', kept.refreshTokenSealed),
    idToken: null,
    ...{ instanceUrl, identityUrl, scopes, issuedAt },
  }
}
