import { reasonOf, type Reason } from '../reasons.ts'
import { syncRefusal } from '../rules.ts'
import { dueAt } from './due.ts'
import type { Refresh, ToldChange } from './refresh-store.ts'
import type { Scheduled } from './schedule-store.ts'

/** A refresh as the console watches it, and reads of it later. */
export interface RefreshView {
  id: string
  because: Refresh['because']
  askedBy: string | null
  askedAt: string
  state: Refresh['state']
  startedAt: string | null
  endedAt: string | null
  objects: { done: number; total: number | null }
  apiCalls: number
  failure: Reason | null
  comparedWith: string | null
  changeCount: number | null
}

export function viewRefresh(refresh: Refresh): RefreshView {
  const { id, because, askedBy, askedAt, state, objectsDone, objectsTotal, apiCalls, changeCount } = refresh
  return {
    ...{ id, because, askedBy, state, apiCalls, changeCount },
    askedAt: askedAt.toISOString(),
    startedAt: timeOf(refresh.startedAt),
    endedAt: timeOf(refresh.endedAt),
    objects: { done: objectsDone, total: objectsTotal },
    failure: refresh.failure === null ? null : reasonOf(refresh.failure),
    comparedWith: timeOf(refresh.comparedWith),
  }
}

export type WatchedRefresh = RefreshView & { changes: readonly ToldChange[] | null }

/** When metadata was read, and is read again by itself. */
export interface AutomaticView {
  refreshedAt: string | null
  /** Null: at once. */
  nextAt: string | null
  /** Why it will not be. */
  held: Reason | null
}

export function viewAutomatic(state: Scheduled['state'], scheduled: Scheduled | undefined): AutomaticView {
  const refusal = syncRefusal({ state })
  return {
    refreshedAt: timeOf(scheduled?.refreshedAt ?? null),
    nextAt: timeOf((scheduled && dueAt(scheduled)) ?? null),
    held: refusal === undefined ? null : reasonOf(refusal),
  }
}

const timeOf = (at: Date | null): string | null => at?.toISOString() ?? null
