import { audit } from '../audit/index.ts'
import { AppError } from '../errors.ts'
import type { Transaction } from '../store/index.ts'
import { facts, type Actor, type Connection } from './connection.ts'
import { lockConnections, readConnections, saveConnection } from './connection-store.ts'
import type { Parts } from './parts.ts'
import { refusedByDatabase } from './refused-by-database.ts'
import { assertCanMove, type ConnectionState } from './states.ts'

export interface Change {
  tx: Transaction
  connection: Connection
  /** The tenant's other connections, deleted ones too. */
  others: readonly Connection[]
  now: Date
}

export interface ChangeRequest {
  connectionId: string
  action: `connection.${string}`
  /** What the caller saw; without it the change is made to whatever is there. */
  version?: number | undefined
}

/**
 * The one way to change a connection: nobody else changes the tenant's connections meanwhile, the database judges what
 * comes out, and the audit trail has it, all in one transaction or not at all.
 */
export async function changeConnection(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  by: Pick<Actor, 'tenantId'> & { adminId?: string },
  { connectionId, action, version }: ChangeRequest,
  work: (change: Change) => Connection | Promise<Connection>,
): Promise<Connection> {
  const { tenantId, adminId } = by
  return db
    .transaction(async (tx) => {
      await lockConnections(tenantId, tx)
      const all = await readConnections(tenantId, tx)
      const connection = live(all.find(({ id }) => id === connectionId))
      if (version !== undefined && version !== connection.version) throw conflict(version, connection.version)
      const now = clock.now()
      const others = all.filter((other) => other !== connection)
      const changed = await work({ tx, connection, others, now })
      // What was given up or taken in the meantime is no change of the connection itself.
      if (changed === connection) return connection
      const saved = await saveConnection(tenantId, tx, { changed, at: now })
      await audit(tx, {
        tenantId,
        by: adminId === undefined ? 'system' : { adminId },
        action,
        subject: { kind: 'connection', id: connectionId },
        before: facts(connection),
        after: facts(saved),
      })
      return saved
    })
    .catch(refusedByDatabase)
}

/** A deleted connection is as good as none; another tenant's is none. */
export function live(connection: Connection | undefined): Connection {
  if (!connection || connection.state === 'deleted') throw new AppError('NOT_FOUND')
  return connection
}

/** The connection in another state; throws when there is no such move. */
export function moved(
  connection: Connection,
  to: ConnectionState,
  { now, reason = null }: { now: Date; reason?: string | null },
): Connection {
  assertCanMove(connection.state, to)
  return { ...connection, state: to, stateReason: reason, stateAt: now }
}

/** Somebody else has saved since the caller read. */
export const conflict = (seen: number, current: number): AppError =>
  new AppError('CONFLICT', {
    details: [{ field: 'version', message: `is ${current} now, and was ${seen} when you read it` }],
  })
