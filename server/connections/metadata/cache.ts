import { AppError } from '../../errors.ts'
import { createShared } from '../../lib/shared.ts'
import type { ObjectDescribe, ObjectSummary, SalesforceClient } from '../../salesforce/index.ts'
import { live } from '../change.ts'
import { clientFor } from '../client.ts'
import { readConnection } from '../connection-store.ts'
import type { Parts } from '../parts.ts'
import { syncRefusal } from '../rules.ts'
import { refusedBySalesforce } from '../salesforce-refusal.ts'
import {
  putDescribe,
  putObjects,
  readDescribe,
  readMetadata,
  readObjects,
  type KeptObject,
} from './cache-store.ts'
import { keyOf } from './difference.ts'
import { describeIfThere } from './read-org.ts'
import { lockOrg } from './schedule-store.ts'

export interface KeptList {
  readonly refreshedAt: Date
  readonly objects: readonly KeptObject[]
}

export interface Described {
  readonly describe: ObjectDescribe
  readonly describedAt: Date
}

/** What an org said of its objects: from what is kept, and from the org itself where nothing is. */
export interface MetadataCache {
  objects(tenantId: string, connectionId: string): Promise<KeptList>
  /** Throws METADATA_OBJECT_UNKNOWN for what is not in the list. */
  describe(tenantId: string, connectionId: string, object: string): Promise<Described>
}

export function createCache(parts: Parts): MetadataCache {
  const { db } = parts
  const lists = createShared<unknown>()
  const describes = createShared<unknown>()

  async function demandList(tenantId: string, connectionId: string): Promise<void> {
    if (await readMetadata(tenantId, db, connectionId)) return
    await lists(`${tenantId} ${connectionId}`, () => fetchList(parts, tenantId, connectionId))
  }

  async function kept(tenantId: string, connectionId: string, object: string) {
    const found = await readDescribe(tenantId, db, { connectionId, object })
    if (!found) throw unknownObject(object)
    return found
  }

  return {
    async objects(tenantId, connectionId) {
      await demandList(tenantId, connectionId)
      const metadata = await readMetadata(tenantId, db, connectionId)
      // It went to another org at this very moment.
      if (!metadata) throw new AppError('ORG_CHANGED')
      const objects = await readObjects(tenantId, db, connectionId)
      return { refreshedAt: metadata.refreshedAt, objects }
    },
    async describe(tenantId, connectionId, object) {
      await demandList(tenantId, connectionId)
      const { name, describe, describedAt } = await kept(tenantId, connectionId, object)
      if (describe && describedAt) return { describe, describedAt }
      await describes(`${tenantId} ${connectionId} ${keyOf(name)}`, () =>
        fetchDescribe(parts, tenantId, { connectionId, object: name }),
      )
      const now = await kept(tenantId, connectionId, object)
      if (!now.describe || !now.describedAt) throw new AppError('ORG_CHANGED')
      return { describe: now.describe, describedAt: now.describedAt }
    },
  }
}

async function fetchList(parts: Parts, tenantId: string, connectionId: string): Promise<void> {
  const { orgId, client } = await open(parts, tenantId, connectionId)
  const objects: ObjectSummary[] = await client.describeGlobal().catch(refusedBySalesforce)
  await parts.db.transaction(async (tx) => {
    const locked = await lockOrg(tenantId, tx, connectionId)
    if (locked?.orgId !== orgId) return
    await putObjects(tenantId, tx, { connectionId, orgId, objects, at: parts.clock.now(), replace: false })
  })
}

async function fetchDescribe(
  parts: Parts,
  tenantId: string,
  { connectionId, object }: { connectionId: string; object: string },
): Promise<void> {
  const { orgId, client } = await open(parts, tenantId, connectionId)
  const describe = await describeIfThere(client, object).catch(refusedBySalesforce)
  if (!describe) throw unknownObject(object)
  const at = parts.clock.now()
  await putDescribe(tenantId, parts.db, { connectionId, orgId, describe, at, replace: false })
}

/** The client of an org, and which org that is. */
export async function open(
  parts: Parts,
  tenantId: string,
  connectionId: string,
): Promise<{ orgId: string; client: SalesforceClient }> {
  const connection = live(await readConnection(tenantId, parts.db, connectionId))
  const refusal = syncRefusal(connection)
  if (refusal !== undefined || connection.orgId === null)
    throw new AppError(refusal ?? 'CONNECTION_NOT_AUTHORIZED')
  return { orgId: connection.orgId, client: await clientFor(parts, tenantId, connectionId) }
}

const unknownObject = (object: string): AppError =>
  new AppError('METADATA_OBJECT_UNKNOWN', {
    details: [{ field: 'object', message: `${object} is not there` }],
  })
