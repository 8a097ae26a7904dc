import type { Parts } from '../parts.ts'
import { syncRefusal } from '../rules.ts'
import { askRefresh } from './ask.ts'
import { dueAt } from './due.ts'
import { readSchedule } from './schedule-store.ts'

/** Asks for a refresh of everything that is due; what cannot be read waits until it can, and the log says why. */
export async function findDue(parts: Parts): Promise<void> {
  const { db, clock, log } = parts
  const now = clock.now()
  for (const scheduled of await readSchedule(db)) {
    const { tenantId, connectionId } = scheduled
    const at = dueAt(scheduled)
    if (at && at > now) continue
    const reason = syncRefusal(scheduled)
    if (reason !== undefined) {
      log.info({ connectionId, reason }, 'metadata is due, and cannot be read')
      continue
    }
    await askRefresh(parts, { tenantId, adminId: null }, connectionId).catch((error: unknown) =>
      log.error({ err: error, connectionId }, 'a refresh of metadata could not be asked for'),
    )
  }
}
