import { statement, type Queryable } from '../../store/index.ts'
import type { Change } from './difference.ts'
import type { TouchedJob, TouchedResolution } from './touched.ts'

export const REFRESH_STATES = ['waiting', 'running', 'finished', 'failed'] as const
export const BECAUSE = ['asked', 'due'] as const

/** A change with what it touches, as that was when it was found. */
export type ToldChange = Change & {
  readonly jobs: readonly TouchedJob[]
  readonly companyResolution?: TouchedResolution
}

export interface Refresh {
  readonly id: string
  readonly orgId: string
  readonly because: (typeof BECAUSE)[number]
  readonly askedBy: string | null
  readonly askedAt: Date
  readonly state: (typeof REFRESH_STATES)[number]
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly objectsTotal: number | null
  readonly objectsDone: number
  readonly apiCalls: number
  readonly failure: string | null
  readonly comparedWith: Date | null
  readonly changeCount: number | null
}

const COLUMNS = `id, org_id as "orgId", because, asked_by as "askedBy", asked_at as "askedAt", state,
  started_at as "startedAt", ended_at as "endedAt", objects_total as "objectsTotal", objects_done as "objectsDone",
  api_calls as "apiCalls", failure, compared_with as "comparedWith", jsonb_array_length(changes) as "changeCount"`

const INSERT = statement(`
  insert into control.metadata_refresh
    (tenant_id, connection_id, id, org_id, because, asked_by, asked_at, seen_at)
  values ($1, $2, $3, $4, $5, $6, $7, $7)
  on conflict (connection_id) where state in ('waiting', 'running') do nothing
  returning ${COLUMNS}`)

/** A refresh to be done, unless one is under way. */
export async function insertRefresh(
  tenantId: string,
  tx: Queryable,
  asked: { id: string; connectionId: string; orgId: string; askedBy: string | null; at: Date },
): Promise<Refresh | undefined> {
  const { id, connectionId, orgId, askedBy, at } = asked
  const because = askedBy === null ? 'due' : 'asked'
  const values = [tenantId, connectionId, id, orgId, because, askedBy, at]
  return (await tx.query<Refresh>(INSERT, values))[0]
}

const UNDER_WAY = statement(`
  select ${COLUMNS} from control.metadata_refresh
   where tenant_id = $1 and connection_id = $2 and state in ('waiting', 'running')`)

export async function readUnderWay(
  tenantId: string,
  tx: Queryable,
  connectionId: string,
): Promise<Refresh | undefined> {
  return (await tx.query<Refresh>(UNDER_WAY, [tenantId, connectionId]))[0]
}

const READ_ALL = statement(`
  select ${COLUMNS} from control.metadata_refresh where tenant_id = $1 and connection_id = $2
   order by asked_at desc, id limit $3`)

/** The latest first. */
export const readRefreshes = (
  tenantId: string,
  db: Queryable,
  { connectionId, limit }: { connectionId: string; limit: number },
): Promise<Refresh[]> => db.query<Refresh>(READ_ALL, [tenantId, connectionId, limit])

const READ_ONE = statement(`
  select ${COLUMNS}, changes from control.metadata_refresh
   where tenant_id = $1 and connection_id = $2 and id = $3`)

export async function readRefresh(
  tenantId: string,
  db: Queryable,
  { connectionId, refreshId }: { connectionId: string; refreshId: string },
): Promise<(Refresh & { changes: ToldChange[] | null }) | undefined> {
  const found = await db.query<Refresh & { changes: ToldChange[] | null }>(READ_ONE, [
    ...[tenantId, connectionId, refreshId],
  ])
  return found[0]
}

const START = statement(`
  update control.metadata_refresh
     set state = 'running', started_at = coalesce(started_at, $3), seen_at = $3, objects_done = 0, objects_total = null
   where tenant_id = $1 and id = $2 and ended_at is null
  returning ${COLUMNS}`)

/** Begins, or begins again after whoever did it died; nothing when it has ended or went with its org. */
export async function startRefresh(
  tenantId: string,
  db: Queryable,
  { refreshId, at }: { refreshId: string; at: Date },
): Promise<Refresh | undefined> {
  return (await db.query<Refresh>(START, [tenantId, refreshId, at]))[0]
}

export interface Progress {
  total: number
  done: number
  apiCalls: number
}

const PROGRESS = statement(`
  update control.metadata_refresh set seen_at = $3, objects_total = $4, objects_done = $5, api_calls = $6
   where tenant_id = $1 and id = $2 and ended_at is null returning id`)

/** False when there is nothing to go on for: it has ended, or went with its org. */
export async function tellProgress(
  tenantId: string,
  db: Queryable,
  { refreshId, at, progress }: { refreshId: string; at: Date; progress: Progress },
): Promise<boolean> {
  const { total, done, apiCalls } = progress
  const rows = await db.query(PROGRESS, [tenantId, refreshId, at, total, done, apiCalls])
  return rows.length > 0
}

const FINISH = statement(`
  update control.metadata_refresh
     set state = 'finished', seen_at = $3, ended_at = $3, compared_with = $4, changes = $5
   where tenant_id = $1 and id = $2 and ended_at is null returning id`)

export async function finishRefresh(
  tenantId: string,
  tx: Queryable,
  ended: { refreshId: string; at: Date; comparedWith: Date | null; changes: readonly ToldChange[] },
): Promise<boolean> {
  const { refreshId, at, comparedWith, changes } = ended
  const values = [tenantId, refreshId, at, comparedWith, JSON.stringify(changes)]
  return (await tx.query(FINISH, values)).length > 0
}

const FAIL = statement(`
  update control.metadata_refresh set state = 'failed', seen_at = $3, ended_at = $3, failure = $4
   where tenant_id = $1 and id = $2 and ended_at is null`)

export async function failRefresh(
  tenantId: string,
  db: Queryable,
  { refreshId, at, failure }: { refreshId: string; at: Date; failure: string },
): Promise<void> {
  await db.query(FAIL, [tenantId, refreshId, at, failure])
}

const FAIL_ABANDONED = statement(`
  update control.metadata_refresh set state = 'failed', ended_at = $3, failure = 'REFRESH_ABANDONED'
   where tenant_id = $1 and connection_id = $2 and ended_at is null and seen_at < $4`)

/** What nobody does any more must not keep others from being begun. */
export async function failAbandoned(
  tenantId: string,
  tx: Queryable,
  { connectionId, at, seenBefore }: { connectionId: string; at: Date; seenBefore: Date },
): Promise<void> {
  await tx.query(FAIL_ABANDONED, [tenantId, connectionId, at, seenBefore])
}
