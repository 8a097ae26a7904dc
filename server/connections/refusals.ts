import type { ErrorCode } from '../errors.ts'
import type { Connection } from './connection.ts'
import { syncRefusal } from './rules.ts'
import { canMove } from './states.ts'

// Why an action is refused, in one place for its menu entry and for the action itself.

type InState = Pick<Connection, 'state'>

/** What Salesforce has still not heard of can be told again, whatever the state. */
export function revokeRefusal(
  connection: InState,
  { revocationsPending }: { revocationsPending: number },
): ErrorCode | undefined {
  const canBeRevoked = canMove(connection.state, 'revoked') || revocationsPending > 0
  return canBeRevoked ? undefined : syncRefusal(connection)
}

/** The switch for the day something is wrong asks for as little as it can: that there was ever anything to stop. */
export const stopRefusal = (connection: InState): ErrorCode | undefined =>
  connection.state === 'created' ? syncRefusal(connection) : undefined

export const resumeRefusal = (
  connection: Pick<Connection, 'state' | 'jobsPausedBecause'>,
): ErrorCode | undefined =>
  connection.jobsPausedBecause === null ? 'JOBS_NOT_PAUSED' : syncRefusal(connection)
