import { AppError } from '../errors.ts'

export const STATES = ['created', 'authorized', 'revoked', 'needs-reauthorization', 'deleted'] as const
export type ConnectionState = (typeof STATES)[number]

/** Where a connection may go from where it is. Nothing else decides it; the database holds the same list. */
export const NEXT: Readonly<Record<ConnectionState, readonly ConnectionState[]>> = {
  created: ['authorized', 'deleted'],
  authorized: ['revoked', 'needs-reauthorization', 'deleted'],
  revoked: ['authorized', 'deleted'],
  'needs-reauthorization': ['authorized', 'revoked', 'deleted'],
  deleted: [],
}

export const canMove = (from: ConnectionState, to: ConnectionState): boolean => NEXT[from].includes(to)

/** Authorizing an authorized connection again is no move: it stays where it is with another grant. */
export function assertCanMove(from: ConnectionState, to: ConnectionState): void {
  if (canMove(from, to)) return
  throw new AppError('CONNECTION_STATE', {
    details: [{ field: 'connection', message: `is ${from}, which cannot become ${to}` }],
  })
}
