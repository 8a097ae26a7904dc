import { live } from './change.ts'
import { readConnection } from './connection-store.ts'
import { readGrant, type KeptGrant } from './grant-store.ts'
import type { Parts } from './parts.ts'
import { readRevocations } from './revocation-store.ts'

const DAY_MS = 24 * 60 * 60_000

/** What an administrator should know of the access we hold: everything but the tokens. */
export interface GrantView {
  grant: (Omit<KeptGrant, 'accessTokenSealed' | 'refreshTokenSealed'> & { ageDays: number }) | null
  revocationsPending: number
}

export async function viewGrant(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  tenantId: string,
  connectionId: string,
): Promise<GrantView> {
  live(await readConnection(tenantId, db, connectionId))
  const kept = await readGrant(tenantId, db, { connectionId })
  const ageMs = kept ? clock.now().getTime() - kept.grantedAt.getTime() : 0
  return {
    grant: kept ? { ...kept, ageDays: Math.max(0, Math.floor(ageMs / DAY_MS)) } : null,
    revocationsPending: (await readRevocations(tenantId, db, connectionId)).length,
  }
}
