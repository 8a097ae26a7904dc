import type { ConnectionState } from './states.ts'

export const ORG_TYPES = ['production', 'sandbox'] as const
export type OrgType = (typeof ORG_TYPES)[number]

/** A connection as it is kept. The secret of its own app is sealed here, and never leaves. */
export interface Connection {
  readonly id: string
  readonly name: string
  readonly orgType: OrgType
  readonly domain: string | null
  readonly clientId: string | null
  readonly clientSecretSealed: string | null
  readonly state: ConnectionState
  /** The reason of the last move away from being authorized, see reasons.ts. */
  readonly stateReason: string | null
  readonly stateAt: Date
  readonly place: number | null
  readonly orgId: string | null
  readonly orgChangedAt: Date | null
  readonly givenJobs: GivenJobs | null
  readonly linked: boolean
  readonly firstLinkedAt: Date | null
  /** Why the link is not whole since the connection went to another org, see reasons.ts. */
  readonly linkIncomplete: string | null
  readonly jobsPausedBecause: string | null
  readonly version: number
  readonly createdAt: Date
  readonly modifiedAt: Date
}

export type GivenJobs = 'all' | 'users-and-currencies'

/** Who does something to the connections of a tenant. */
export interface Actor {
  readonly tenantId: string
  readonly adminId: string
  readonly sessionId: string
}

/** What the audit trail keeps of a connection: everything but secrets and bookkeeping. */
export function facts(connection: Connection): Record<string, unknown> {
  const {
    clientSecretSealed,
    place: _place,
    createdAt: _created,
    modifiedAt: _modified,
    ...rest
  } = connection
  return { ...rest, isConfidentialApp: clientSecretSealed !== null }
}
