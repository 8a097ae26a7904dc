import type { ScriptedFaults, Staging } from '../faults/index.ts'
import type { Store } from '../records/types.ts'
import type { Schema } from '../schema/schema.ts'

/** The org, as far as it is controlled. */
export interface ControlledOrg {
  readonly faults: ScriptedFaults
  readonly store: Store
  readonly schema: Schema
  /** As whom records are undeleted and merged. */
  readonly administrator: string
  readonly identity: {
    changePassword(userId: string, password: string): void
    setApiAccess(userId: string, allowed: boolean): void
    revokeAll(userId?: string): void
  }
  readonly events: {
    gap(object: string, ids: readonly string[], type?: GapType): void
    overflow(object: string): void
    expireBefore(replayId: number): void
    select(object: string, on: boolean): void
  }
  readonly limits: { setRemaining(remaining: number): void }
}

export interface ControlParts extends ControlledOrg {
  readonly staging: Staging
}

export const GAP_TYPES = ['GAP_CREATE', 'GAP_UPDATE', 'GAP_DELETE', 'GAP_UNDELETE'] as const
export type GapType = (typeof GAP_TYPES)[number]
