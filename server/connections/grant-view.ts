import { live } from './change.ts'
import { readConnection } from './connection-store.ts'
import { readGrant, type KeptGrant } from './grant-store.ts'
import type { Parts } from './parts.ts'
import { readRevocations } from './revocation-store.ts'

const DAY_MS = 24 * 60 * 60_000

/** What an administrator should know of the access we hold: everything but the tokens. */
export interface GrantView {
  grant: {
    userId: string
    username: string
    orgId: string
    instanceUrl: string
    scopes: readonly string[]
    grantedAt: string
    grantedBy: string
    ageDays: number
    refreshedAt: string | null
    usedAt: string | null
  } | null
  revocationsPending: number
}

export async function viewGrant(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  tenantId: string,
  connectionId: string,
): Promise<GrantView> {
  live(await readConnection(tenantId, db, connectionId))
  const kept = await readGrant(tenantId, db, { connectionId })
  const pending = await readRevocations(tenantId, db, connectionId)
  return { grant: kept ? shown(kept, clock.now()) : null, revocationsPending: pending.length }
}

function shown(kept: KeptGrant, now: Date): GrantView['grant'] {
  const { userId, username, orgId, instanceUrl, scopes, grantedAt, grantedBy, refreshedAt, usedAt } = kept
  return {
    ...{ userId, username, orgId, instanceUrl, scopes, grantedBy },
    grantedAt: grantedAt.toISOString(),
    ageDays: Math.max(0, Math.floor((now.getTime() - grantedAt.getTime()) / DAY_MS)),
    refreshedAt: refreshedAt?.toISOString() ?? null,
    usedAt: usedAt?.toISOString() ?? null,
  }
}
