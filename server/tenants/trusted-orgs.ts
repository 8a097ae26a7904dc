import { createPublicKey, type KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Queryable } from '../store/index.ts'
import type { Clock } from '../lib/clock.ts'
import { readTrustedOrg } from './tenant-store.ts'

export interface OrgKey {
  keyId: string
  publicKeyPem: string
  /** A parsed key verifies five times as fast as its text. */
  publicKey: KeyObject
  validFrom: Date
  validUntil: Date | null
}

export interface TrustedOrg {
  orgId: string
  tenantId: string
  schema: string
  keys: OrgKey[]
}

export interface TrustedOrgs {
  find(orgId: string): Promise<TrustedOrg | undefined>
}

export const isValidAt = (key: OrgKey, now: Date): boolean =>
  key.validFrom <= now && (key.validUntil === null || now < key.validUntil)

/** Whether tokens of this org open the widget door of this tenant at this time. */
export async function isTrustedFor(
  orgs: TrustedOrgs,
  { tenantId, orgId, now }: { tenantId: string; orgId: string; now: Date },
): Promise<boolean> {
  const org = await orgs.find(orgId)
  return org?.tenantId === tenantId && org.keys.some((key) => isValidAt(key, now))
}

/** How long a key taken away may still open the door, on any server of the cluster. */
const FRESH_FOR_MS = 1000

export function trustedOrgs(db: Queryable, clock: Clock): TrustedOrgs {
  const cache = new LRUCache<string, { readAt: number; org: Promise<TrustedOrg | undefined> }>({ max: 1000 })
  return {
    find(orgId) {
      const now = clock.now().getTime()
      const known = cache.get(orgId)
      if (known && Math.abs(now - known.readAt) < FRESH_FOR_MS) return known.org
      const org = read(db, orgId)
      cache.set(orgId, { readAt: now, org })
      // A failed read must not be remembered: the next request asks again.
      org.catch(() => cache.delete(orgId))
      return org
    },
  }
}

async function read(db: Queryable, orgId: string): Promise<TrustedOrg | undefined> {
  const rows = await readTrustedOrg(db, orgId)
  const first = rows[0]
  if (!first) return undefined
  const keys = rows.flatMap(({ key_id, public_key_pem, valid_from, valid_until }) =>
    key_id === null
      ? []
      : [
          {
            keyId: key_id,
            publicKeyPem: public_key_pem,
            publicKey: createPublicKey(public_key_pem),
            validFrom: valid_from,
            validUntil: valid_until,
          },
        ],
  )
  return { orgId, tenantId: first.tenant_id, schema: first.schema_name, keys }
}
