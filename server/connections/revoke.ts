import { AppError } from '../errors.ts'
import { changeConnection, moved } from './change.ts'
import type { Actor, Connection } from './connection.ts'
import { revokePending } from './give-up.ts'
import { giveUpGrant } from './grant-store.ts'
import type { Parts } from './parts.ts'
import { revokeRefusal, stopRefusal } from './refusals.ts'
import { readRevocations } from './revocation-store.ts'
import { canMove } from './states.ts'

export interface Revoked {
  connection: Connection
  /** Tokens Salesforce could not be told of; revoking again tries again. */
  revocationsPending: number
}

/**
 * Revoked here at once, whatever Salesforce says; then there too. On a connection that is revoked already, it tells
 * Salesforce what it could not be told before.
 */
export async function revokeConnection(
  parts: Parts,
  actor: Actor,
  { connectionId, version }: { connectionId: string; version: number },
): Promise<Revoked> {
  const { tenantId } = actor
  const request = { connectionId, version, action: 'connection.revoked' } as const
  const connection = await changeConnection(parts, actor, request, async ({ tx, connection: found, now }) => {
    const { length: revocationsPending } = await readRevocations(tenantId, tx, connectionId)
    const refusal = revokeRefusal(found, { revocationsPending })
    if (refusal) throw new AppError(refusal)
    if (!canMove(found.state, 'revoked')) return found
    await giveUpGrant(tenantId, tx, { connectionId, at: now })
    return moved(found, 'revoked', { now, reason: 'REVOKED_HERE' })
  })
  return { connection, revocationsPending: await revokePending(parts, tenantId, connectionId) }
}

/** The switch for the day something is wrong: no access, and every job paused. It asks for no version. */
export async function stopConnection(parts: Parts, actor: Actor, connectionId: string): Promise<Revoked> {
  const { tenantId } = actor
  const request = { connectionId, action: 'connection.stopped' } as const
  const connection = await changeConnection(parts, actor, request, async ({ tx, connection: found, now }) => {
    const refusal = stopRefusal(found)
    if (refusal) throw new AppError(refusal)
    await giveUpGrant(tenantId, tx, { connectionId, at: now })
    const reason = 'CONNECTION_STOPPED'
    const stopped = canMove(found.state, 'revoked') ? moved(found, 'revoked', { now, reason }) : found
    return { ...stopped, jobsPausedBecause: found.jobsPausedBecause ?? reason }
  })
  return { connection, revocationsPending: await revokePending(parts, tenantId, connectionId) }
}
