import type { Readable } from 'node:stream'
import type { Reply } from '../../rest/call.ts'
import { errorInfo, formatInfo, jobInfo, type Job } from '../job.ts'

export type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete'
export type ResultKind = 'successfulResults' | 'failedResults' | 'unprocessedrecords'

export interface IngestJob extends Job {
  readonly jobType: 'V2Ingest'
  readonly operation: IngestOperation
  readonly externalIdFieldName: string | undefined
  readonly assignmentRuleId: string | undefined
  readonly counts: { readonly processed: number; readonly failed: number }
  upload(body: Readable): Promise<void>
  /** The upload is complete: the job may begin. */
  close(): void
  results(kind: ResultKind): Promise<Reply>
}

/** What closing and aborting a job answer. */
export function shortInfo(job: IngestJob) {
  const { externalIdFieldName, assignmentRuleId } = job
  return {
    ...jobInfo(job),
    ...(externalIdFieldName !== undefined && { externalIdFieldName }),
    ...(assignmentRuleId !== undefined && { assignmentRuleId }),
  }
}

/** What creating a job answers. */
export function newInfo(job: IngestJob) {
  return { ...shortInfo(job), ...uploadInfo(job), ...formatInfo(job) }
}

export function fullInfo(job: IngestJob, off: number) {
  const { progress, counts, jobType } = job
  return {
    ...shortInfo(job),
    jobType,
    ...uploadInfo(job),
    ...formatInfo(job),
    numberRecordsProcessed: counts.processed + off,
    numberRecordsFailed: counts.failed,
    retries: 0,
    totalProcessingTime: progress.worked,
    apiActiveProcessingTime: progress.worked,
    apexProcessingTime: 0,
    ...errorInfo(job),
  }
}

/** Salesforce writes this address without a slash in front. */
function uploadInfo({ id, version, progress }: IngestJob) {
  if (progress.state !== 'Open') return {}
  return { contentUrl: `services/data/v${version}.0/jobs/ingest/${id}/batches` }
}
