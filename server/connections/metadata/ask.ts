import { audit } from '../../audit/index.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../lib/ids.ts'
import type { Parts } from '../parts.ts'
import { syncRefusal } from '../rules.ts'
import { ABANDONED_MS } from './due.ts'
import { failAbandoned, insertRefresh, readUnderWay, type Refresh } from './refresh-store.ts'
import { lockOrg } from './schedule-store.ts'
import { REFRESH_METADATA } from './tasks.ts'

/** The refresh that was asked for, or the one that is under way already: two at once are one. */
export async function askRefresh(
  { db, clock, queue }: Pick<Parts, 'db' | 'clock' | 'queue'>,
  { tenantId, adminId }: { tenantId: string; adminId: string | null },
  connectionId: string,
): Promise<Refresh> {
  return db.transaction(async (tx) => {
    const at = clock.now()
    const locked = await lockOrg(tenantId, tx, connectionId)
    if (!locked) throw new AppError('NOT_FOUND')
    const refusal = syncRefusal(locked)
    if (refusal !== undefined || locked.orgId === null)
      throw new AppError(refusal ?? 'CONNECTION_NOT_AUTHORIZED')
    const seenBefore = new Date(at.getTime() - ABANDONED_MS)
    await failAbandoned(tenantId, tx, { connectionId, at, seenBefore })
    const id = newId()
    const asked = { id, connectionId, orgId: locked.orgId, askedBy: adminId, at }
    const refresh = await insertRefresh(tenantId, tx, asked)
    if (!refresh) return underWay(await readUnderWay(tenantId, tx, connectionId))
    await queue.send(tx, REFRESH_METADATA, { tenantId, connectionId, refreshId: id })
    await audit(tx, {
      tenantId,
      by: adminId === null ? 'system' : { adminId },
      action: 'connection.metadata-refresh-asked',
      subject: { kind: 'connection', id: connectionId },
      before: null,
      after: { refreshId: id },
    })
    return refresh
  })
}

/** It ended in the blink between the two statements. */
function underWay(refresh: Refresh | undefined): Refresh {
  if (!refresh) throw new AppError('CONFLICT')
  return refresh
}
