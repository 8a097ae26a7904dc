import { AppError } from '../../errors.ts'
import type { ObjectDescribe } from '../../salesforce/index.ts'
import { live } from '../change.ts'
import type { Actor } from '../connection.ts'
import { readConnection } from '../connection-store.ts'
import { refusedBySalesforce } from '../salesforce-refusal.ts'
import { askRefresh } from './ask.ts'
import { createCache, open, type Described, type KeptList } from './cache.ts'
import { readDescribe, readMetadata } from './cache-store.ts'
import { findDue } from './find-due.ts'
import { describeIfThere } from './read-org.ts'
import { readRefresh, readRefreshes } from './refresh-store.ts'
import { runRefresh, type RefreshAt, type RefreshParts } from './run.ts'
import { readScheduled } from './schedule-store.ts'
import {
  viewAutomatic,
  viewRefresh,
  type AutomaticView,
  type RefreshView,
  type WatchedRefresh,
} from './view.ts'

/** What the orgs of connections say of their objects and fields. Whose they are comes first, everywhere. */
export interface Metadata {
  /** The objects of the org: as kept, or asked for and kept when nothing is. */
  objects(tenantId: string, connectionId: string): Promise<KeptList>
  /** An object with its fields, in the same way. Throws METADATA_OBJECT_UNKNOWN. */
  describe(tenantId: string, connectionId: string, object: string): Promise<ObjectDescribe>
  described(tenantId: string, connectionId: string, object: string): Promise<Described>
  /** As it is in the org at this moment; undefined when it is not there. Kept it is not: a refresh tells what changed. */
  describeNow(tenantId: string, connectionId: string, object: string): Promise<ObjectDescribe | undefined>
  /** As it is kept, without asking the org; `gone` when the list that is kept has it no longer. */
  kept(tenantId: string, connectionId: string, object: string): Promise<ObjectDescribe | 'gone' | 'not-kept'>
  refresh(actor: Pick<Actor, 'tenantId' | 'adminId'>, connectionId: string): Promise<RefreshView>
  watch(tenantId: string, at: { connectionId: string; refreshId: string }): Promise<WatchedRefresh>
  history(tenantId: string, connectionId: string): Promise<AutomaticView & { refreshes: RefreshView[] }>
  /** The work of the two tasks. */
  run(at: RefreshAt, context: { signal: AbortSignal }): Promise<void>
  findDue(): Promise<void>
}

/** A year of automatic ones. */
const HISTORY = 50

export function createMetadata(parts: RefreshParts): Metadata {
  const { db } = parts
  const cache = createCache(parts)
  const found = async (tenantId: string, connectionId: string) =>
    live(await readConnection(tenantId, db, connectionId))

  return {
    objects: cache.objects,
    described: cache.describe,
    describe: async (...of) => (await cache.describe(...of)).describe,
    async describeNow(tenantId, connectionId, object) {
      const { client } = await open(parts, tenantId, connectionId)
      return describeIfThere(client, object).catch(refusedBySalesforce)
    },
    async kept(tenantId, connectionId, object) {
      const found = await readDescribe(tenantId, db, { connectionId, object })
      if (found) return found.describe ?? 'not-kept'
      return (await readMetadata(tenantId, db, connectionId)) ? 'gone' : 'not-kept'
    },
    refresh: async (actor, connectionId) => viewRefresh(await askRefresh(parts, actor, connectionId)),
    async watch(tenantId, at) {
      await found(tenantId, at.connectionId)
      const refresh = await readRefresh(tenantId, db, at)
      if (!refresh) throw new AppError('NOT_FOUND')
      return { ...viewRefresh(refresh), changes: refresh.changes }
    },
    async history(tenantId, connectionId) {
      const { state } = await found(tenantId, connectionId)
      const scheduled = await readScheduled(tenantId, db, connectionId)
      const refreshes = await readRefreshes(tenantId, db, { connectionId, limit: HISTORY })
      return { ...viewAutomatic(state, scheduled), refreshes: refreshes.map(viewRefresh) }
    },
    run: (at, context) => runRefresh(parts, at, context),
    findDue: () => findDue(parts),
  }
}
