import { AppError } from '../../errors.ts'
import { clientFor } from '../client.ts'
import { readConnection } from '../connection-store.ts'
import { writeAccountField } from '../package-settings.ts'
import type { Parts } from '../parts.ts'
import { notice, type Notice } from '../notices.ts'
import { SalesforceError } from '../../salesforce/index.ts'
import { readResolution } from './resolution-store.ts'

/** The account's own id needs no reading, so the package is told of no field. */
export const fieldToRead = ({ accountField }: { accountField: string }): string | null =>
  accountField === 'Id' ? null : accountField

/**
 * Tells the package of a linked org which field to read. Where that fails, record pages are served all the same: this
 * server reads what it is not sent.
 */
export async function tellPackage(parts: Parts, tenantId: string, connectionId: string): Promise<Notice[]> {
  const connection = await readConnection(tenantId, parts.db, connectionId)
  // An org whose link is not whole is told all of it once the link is completed.
  if (!connection?.linked || connection.linkIncomplete !== null || connection.orgId === null) return []
  const field = fieldToRead(await readResolution(tenantId, parts.db, connectionId))
  try {
    const client = await clientFor(parts, tenantId, connectionId)
    const isTold = await writeAccountField(client, { orgId: connection.orgId, accountField: field })
    return isTold || field === null ? [] : [notice('PACKAGE_READS_NO_FIELD')]
  } catch (error) {
    if (!(error instanceof AppError) && !(error instanceof SalesforceError)) throw error
    parts.log.warn({ err: error, connectionId }, 'the package could not be told which field to read')
    return [notice('PACKAGE_NOT_TOLD')]
  }
}
