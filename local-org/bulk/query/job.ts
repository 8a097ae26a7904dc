import { errorInfo, formatInfo, jobInfo, type Job } from '../job.ts'
import type { Held } from './shelf.ts'

export interface QueryJob extends Job {
  readonly jobType: 'V2Query'
  /** How many records are in the results so far. */
  readonly processed: number
  readonly results: Held | undefined
  run(): void
}

/** What creating and aborting a job answer. */
export function shortInfo(job: QueryJob) {
  return { ...jobInfo(job), ...formatInfo(job) }
}

export function fullInfo(job: QueryJob, off: number) {
  return {
    ...jobInfo(job),
    jobType: job.jobType,
    ...formatInfo(job),
    numberRecordsProcessed: job.processed + off,
    retries: 0,
    totalProcessingTime: job.progress.worked,
    isPkChunkingSupported: true,
    ...errorInfo(job),
  }
}
