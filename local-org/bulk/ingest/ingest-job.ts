import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ApiCall, Reply } from '../../rest/call.ts'
import type { Folder } from '../folder.ts'
import type { BulkParts } from '../parts.ts'
import { JobFailure, refused, wrongState } from '../problems.ts'
import { breath, createProgress, isOver, type Progress } from '../progress.ts'
import type { WantedIngest } from './create.ts'
import type { IngestJob, ResultKind } from './job.ts'
import { resultReply, type ResultFiles } from './results.ts'
import { ingest, type Worked } from './run.ts'
import { saveUpload } from './upload.ts'

export interface IngestJobParts extends Pick<BulkParts, 'schema' | 'store' | 'now'> {
  readonly folder: Folder
  readonly id: string
}

export async function createIngestJob(
  wanted: WantedIngest,
  { version, session }: ApiCall,
  parts: IngestJobParts,
): Promise<IngestJob> {
  const { id, now } = parts
  const progress = createProgress('Open', now)
  const worked: Worked = { header: [], headerEnd: 0, rest: 0, processed: 0, failed: 0 }
  const files = await filesOf(parts, { worked, format: wanted.format })
  const writer = { userId: session.userId, origin: `com/salesforce/api/bulk/${version}.0` }
  let uploads = 0
  let ended = Promise.resolve()
  let written = ended

  async function work() {
    // Whoever closed the job is answered first.
    await breath()
    if (progress.signal.aborted) return
    progress.to('InProgress')
    const { upload, outcomes } = files
    const run = { wanted, upload, files: outcomes, writer, signal: progress.signal, worked }
    await ingest(run, parts).then(
      () => over(progress),
      (problem: unknown) => over(progress, problem),
    )
  }

  return {
    id,
    jobType: 'V2Ingest',
    operation: wanted.operation,
    object: wanted.object.name,
    externalIdFieldName: wanted.externalIdFieldName,
    assignmentRuleId: wanted.assignmentRuleId,
    userId: session.userId,
    version,
    format: wanted.format,
    progress,
    counts: worked,
    async upload(body: Readable) {
      if (progress.state !== 'Open') throw wrongState('Data can be uploaded to an open job only')
      // Only the first is kept; closing the job will tell.
      if (++uploads > 1) return void body.resume()
      ended = saveUpload(body, files.upload)
      try {
        await ended
      } catch (problem) {
        uploads--
        ended = Promise.resolve()
        throw problem
      }
    },
    close() {
      if (uploads !== 1) throw wrongUploads(id, uploads)
      progress.to('UploadComplete')
      written = ended = work()
    },
    async results(kind: ResultKind): Promise<Reply> {
      if (!isOver(progress.state)) return { status: 204 }
      // An aborted job is over at once, though what it has just done is still being written down.
      await written
      return resultReply(kind, files)
    },
    async discard() {
      progress.abort()
      await ended.catch(() => undefined)
      const { upload, outcomes } = files
      const all = [upload, outcomes.successful, outcomes.failed]
      await Promise.all(all.map((path) => rm(path, { force: true })))
    },
  }
}

async function filesOf(
  { folder, id }: IngestJobParts,
  rest: Pick<ResultFiles, 'worked' | 'format'>,
): Promise<ResultFiles> {
  const [upload, successful, failed] = await Promise.all([
    folder.file(`${id}-upload.csv`),
    folder.file(`${id}-successful.csv`),
    folder.file(`${id}-failed.csv`),
  ])
  return { ...rest, upload, outcomes: { successful, failed } }
}

function over(progress: Progress, problem?: unknown) {
  if (progress.signal.aborted) return
  if (problem === undefined) progress.to('JobComplete')
  else progress.to('Failed', failureOf(problem))
}

function failureOf(problem: unknown): string {
  if (problem instanceof JobFailure) return problem.message
  return `InternalServerError : ${problem instanceof Error ? problem.message : 'unknown'}`
}

function wrongUploads(id: string, uploads: number) {
  if (uploads === 0) return refused('INVALIDJOB', `Found no contents for job: <${id.slice(0, 15)}>`)
  // Salesforce's spelling.
  const words =
    `Found multipe contents for job: <${id.slice(0, 15)}>, please 'Close' / 'Abort' / 'Delete' the current Job` +
    " then create a new Job and make sure you only do 'PUT' once on a given Job."
  return refused('INVALIDJOB', words)
}
