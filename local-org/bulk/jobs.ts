import type { ApiCall } from '../rest/call.ts'
import { makeId, normalizeId } from '../salesforce-id.ts'
import type { IngestJob } from './ingest/job.ts'
import type { JobType } from './job.ts'
import { otherUsersJob, unknownJob } from './problems.ts'
import type { QueryJob } from './query/job.ts'

const KEPT = 7 * 86_400_000

export type AnyJob = QueryJob | IngestJob
type JobOf<K extends JobType> = Extract<AnyJob, { jobType: K }>

export interface Jobs {
  newId(): string
  add(job: AnyJob): void
  /** The job that a call is about, whoever created it. */
  find<K extends JobType>(jobType: K, call: ApiCall): JobOf<K>
  /** The job that a call is about, if it is the caller's own. */
  own<K extends JobType>(jobType: K, call: ApiCall): JobOf<K>
  /** In the order of their creation. */
  all(): AnyJob[]
  remove(job: AnyJob): Promise<void>
  close(): Promise<void>
}

/** All jobs of the org. They are forgotten after a week. */
export function createJobs({ now, newId }: { now: () => number; newId?: () => string }): Jobs {
  const jobs = new Map<string, AnyJob>()
  const leaving = new Set<Promise<void>>()
  let made = 0

  function remove(job: AnyJob): Promise<void> {
    jobs.delete(job.id)
    const gone = job.discard().finally(() => leaving.delete(gone))
    leaving.add(gone)
    return gone
  }
  function expire() {
    for (const job of jobs.values()) if (now() - job.progress.createdAt >= KEPT) void remove(job)
  }
  function find<K extends JobType>(jobType: K, { params }: ApiCall): JobOf<K> {
    expire()
    const job = jobs.get(normalizeId(params['id'] ?? '') ?? '')
    if (job?.jobType !== jobType) throw unknownJob()
    return job as JobOf<K>
  }

  return {
    newId: newId ?? (() => makeId('750', ++made)),
    add(job) {
      expire()
      jobs.set(job.id, job)
    },
    find,
    own(jobType, call) {
      const job = find(jobType, call)
      if (job.userId !== call.session.userId) throw otherUsersJob()
      return job
    },
    all() {
      expire()
      return [...jobs.values()]
    },
    remove,
    async close() {
      for (const job of jobs.values()) void remove(job)
      await Promise.all(leaving)
    },
  }
}
