import { AppError } from '../errors.ts'
import { changeConnection, conflict, live } from './change.ts'
import type { Actor, Connection } from './connection.ts'
import { readConnection } from './connection-store.ts'
import type { Parts } from './parts.ts'
import { resumeRefusal } from './refusals.ts'

/** The jobs are checked against the org as it is now, and go on only when the connection is still the one they were checked for. */
export async function resumeJobs(
  parts: Parts,
  actor: Actor,
  { connectionId, version }: { connectionId: string; version: number },
): Promise<Connection> {
  const { tenantId } = actor
  const found = live(await readConnection(tenantId, parts.db, connectionId))
  if (found.version !== version) throw conflict(version, found.version)
  assertResumable(found)
  await parts.ports.demandRunnable(tenantId, connectionId)
  const request = { connectionId, version, action: 'connection.resumed' } as const
  return changeConnection(parts, actor, request, ({ connection }) => {
    assertResumable(connection)
    return { ...connection, jobsPausedBecause: null }
  })
}

function assertResumable(connection: Connection): void {
  const refusal = resumeRefusal(connection)
  if (refusal) throw new AppError(refusal)
}
