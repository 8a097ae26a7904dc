import { AppError, type ErrorCode } from '../errors.ts'
import { changeConnection, live } from './change.ts'
import type { Actor } from './connection.ts'
import { readConnection } from './connection-store.ts'
import type { Parts } from './parts.ts'
import { tellOrg } from './tell-org.ts'

/**
 * What linking checks is checked again once the linked connection is in another org. Where it fails, the connection stays
 * linked, because that is the way to change the org, and carries the reason until Link is chosen again.
 */
export async function completeLink(parts: Parts, actor: Actor, connectionId: string): Promise<void> {
  const { tenantId } = actor
  const found = live(await readConnection(tenantId, parts.db, connectionId))
  if (found.linkIncomplete === null) return
  const because = await obstacle(() => tellOrg(parts, tenantId, found))
  const request = { connectionId, action: 'connection.link-checked' } as const
  await changeConnection(parts, actor, request, ({ connection }) => {
    // Meanwhile it was completed, or went on to yet another org.
    const isSame = connection.linkIncomplete !== null && connection.orgId === found.orgId
    return isSame && connection.linkIncomplete !== because
      ? { ...connection, linkIncomplete: because }
      : connection
  })
}

async function obstacle(work: () => Promise<void>): Promise<ErrorCode | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}
