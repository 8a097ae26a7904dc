import { z } from 'zod'
import { defineTask } from '../queue/index.ts'
import type { Parts } from './parts.ts'
import {
  endRevocation,
  insertRevocation,
  readRevocations,
  readWaiting,
  type PendingRevocation,
} from './revocation-store.ts'
import { safeOf } from './sealed.ts'

/**
 * Tells Salesforce of every token of this connection that was given up here. Answers how many it has still not heard of:
 * they stay, and can be tried again at any time.
 */
export async function revokePending(parts: Parts, tenantId: string, connectionId: string): Promise<number> {
  const pending = await readRevocations(tenantId, parts.db, connectionId)
  const ended = await Promise.all(pending.map((one) => revokeOne(parts, { tenantId, connectionId, one })))
  return ended.filter((isEnded) => !isEnded).length
}

export const TELL_REVOCATIONS = defineTask({ name: 'tell-revocations', payload: z.object({}) })

/** By itself, so that a token whose connection is gone does not stay good because Salesforce was away at that moment. */
export async function tellRevocations(parts: Parts): Promise<void> {
  for (const { tenantId, connectionId } of await readWaiting(parts.db))
    await revokePending(parts, tenantId, connectionId)
}

async function revokeOne(
  parts: Parts,
  { tenantId, connectionId, one }: { tenantId: string; connectionId: string; one: PendingRevocation },
): Promise<boolean> {
  const open = () => safeOf(parts.vault, tenantId, connectionId).open('refresh-token', one.tokenSealed)
  if (!(await isRevoked(parts, { open, loginUrl: one.loginUrl }))) return false
  await endRevocation(tenantId, parts.db, one.id)
  return true
}

/** For a token that never became a grant: what Salesforce cannot be told now is kept, to be told later. */
export async function giveUpToken(
  parts: Parts,
  { tenantId, connectionId }: { tenantId: string; connectionId: string },
  { token, loginUrl }: TokenOf,
): Promise<void> {
  if (await isRevoked(parts, { open: () => token, loginUrl })) return
  const tokenSealed = safeOf(parts.vault, tenantId, connectionId).seal('refresh-token', token)
  await insertRevocation(tenantId, parts.db, { connectionId, tokenSealed, loginUrl, at: parts.clock.now() })
}

interface TokenOf {
  token: string
  loginUrl: string
}

async function isRevoked(
  { oauth, log }: Pick<Parts, 'oauth' | 'log'>,
  { open, loginUrl }: { open(): string; loginUrl: string },
): Promise<boolean> {
  try {
    await oauth.revoke({ token: open(), loginUrl })
    return true
  } catch (error) {
    log.warn({ err: error }, 'a token could not be revoked at Salesforce')
    return false
  }
}
