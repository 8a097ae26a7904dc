import { stampOf } from '../records/time.ts'
import type { CsvFormat } from './format.ts'
import type { Progress } from './progress.ts'

export type JobType = 'V2Query' | 'V2Ingest'

/** What query and ingest jobs have in common. */
export interface Job {
  readonly id: string
  readonly jobType: JobType
  readonly operation: string
  readonly object: string
  readonly userId: string
  readonly version: number
  readonly format: CsvFormat
  readonly progress: Progress
  /** Stops whatever it does; done once nothing runs and its files are gone. */
  discard(): Promise<void>
}

/** The fields every answer about a job has. */
export function jobInfo({ id, operation, object, userId, progress, version }: Job) {
  return {
    id,
    operation,
    object,
    createdById: userId,
    createdDate: stampOf(progress.createdAt),
    systemModstamp: stampOf(progress.changedAt),
    state: progress.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: version,
  }
}

export function formatInfo({ format: { lineEnding, columnDelimiter } }: Job) {
  return { lineEnding, columnDelimiter }
}

export function errorInfo({ progress: { errorMessage } }: Job) {
  return errorMessage === undefined ? {} : { errorMessage }
}
