import type { CompanyResolution } from '../../companies/index.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../lib/ids.ts'
import type { Actor, Connection } from '../connection.ts'
import type { Parts } from '../parts.ts'
import { insertPreview, prunePreviews, type Preview } from './preview-store.ts'
import { PREVIEW_RESOLUTION } from './tasks.ts'

/** Previews that are kept of a connection. */
const KEPT_PREVIEWS = 20

/** Kept and sent to be done, both or neither. */
export async function askPreview(
  { db, clock, queue }: Parts,
  { tenantId, adminId }: Pick<Actor, 'tenantId' | 'adminId'>,
  { connection, mapping }: { connection: Connection; mapping: CompanyResolution },
): Promise<Preview> {
  const { id: connectionId, orgId } = connection
  if (orgId === null) throw new AppError('CONNECTION_NOT_AUTHORIZED')
  const previewId = newId()
  return db.transaction(async (tx) => {
    await prunePreviews(tenantId, tx, { connectionId, keep: KEPT_PREVIEWS })
    const asked = { id: previewId, connectionId, orgId, askedAt: clock.now(), askedBy: adminId }
    const preview = await insertPreview(tenantId, tx, { ...mapping, ...asked })
    await queue.send(tx, PREVIEW_RESOLUTION, { tenantId, connectionId, previewId })
    return preview
  })
}
