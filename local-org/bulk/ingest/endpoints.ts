import { Readable } from 'node:stream'
import type { ApiCall, ApiEndpoint, Reply } from '../../rest/call.ts'
import { asObject, jsonObject } from '../body.ts'
import type { Folder } from '../folder.ts'
import { choice } from '../format.ts'
import type { Jobs } from '../jobs.ts'
import { listEndpoint } from '../list.ts'
import type { BulkParts } from '../parts.ts'
import { refused, wrongState } from '../problems.ts'
import { checkDeletable, checkOpenFor } from '../progress.ts'
import { wantedIngest } from './create.ts'
import { createIngestJob } from './ingest-job.ts'
import { fullInfo, newInfo, shortInfo, type IngestJob, type ResultKind } from './job.ts'
import { boundaryOf, formParts } from './multipart.ts'

export interface IngestParts extends Omit<BulkParts, 'folder'> {
  readonly folder: Folder
  readonly jobs: Jobs
}

const RESULTS: readonly ResultKind[] = ['successfulResults', 'failedResults', 'unprocessedrecords']

/** Bulk API 2.0 ingest jobs: records into the org. */
export function ingestEndpoints(parts: IngestParts): ApiEndpoint[] {
  const { jobs, faults } = parts
  const own = (call: ApiCall) => jobs.own('V2Ingest', call)

  async function open(call: ApiCall, body: unknown): Promise<IngestJob> {
    const wanted = wantedIngest(asObject(body), parts.schema)
    const job = await createIngestJob(wanted, call, { ...parts, id: jobs.newId() })
    jobs.add(job)
    return job
  }
  async function create(call: ApiCall): Promise<Reply> {
    const boundary = boundaryOf(call)
    if (boundary === undefined) return { status: 200, json: newInfo(await open(call, await call.json())) }
    const form = await formParts(call.body(), boundary)
    const [description, content] = [form.get('job'), form.get('content')]
    if (!description || !content) throw refused('INVALIDJOB', 'The request needs the parts job and content')
    const job = await open(call, parsed(description))
    await job.upload(Readable.from([content]))
    job.close()
    return { status: 200, json: newInfo(job) }
  }
  async function upload(call: ApiCall): Promise<Reply> {
    await own(call).upload(call.body())
    return { status: 201 }
  }
  function info(call: ApiCall): Reply {
    const job = jobs.find('V2Ingest', call)
    const done = job.progress.state === 'JobComplete'
    const off = done ? faults?.take('wrong-count', call)?.by : undefined
    return { status: 200, json: fullInfo(job, off ?? 0) }
  }
  async function change(call: ApiCall): Promise<Reply> {
    const job = own(call)
    const { progress } = job
    const state = choice(await jsonObject(call), 'state', ['Aborted', 'UploadComplete'])
    if (state === undefined) throw wrongState('A job can be closed with UploadComplete or be Aborted')
    if (state === 'UploadComplete') {
      checkOpenFor('Closing', progress.state, ['Open'])
      job.close()
    } else {
      checkOpenFor('Aborting', progress.state, ['Open', 'UploadComplete', 'InProgress'])
      progress.abort()
    }
    return { status: 200, json: shortInfo(job) }
  }
  async function remove(call: ApiCall): Promise<Reply> {
    const job = own(call)
    checkDeletable(job.progress.state, ['UploadComplete'])
    await jobs.remove(job)
    return { status: 204 }
  }

  const path = '/jobs/ingest'
  return [
    { method: 'POST', path, handle: create },
    listEndpoint(jobs, 'V2Ingest', path),
    { method: 'GET', path: `${path}/:id`, handle: info },
    { method: 'PATCH', path: `${path}/:id`, handle: change },
    { method: 'DELETE', path: `${path}/:id`, handle: remove },
    { method: 'PUT', path: `${path}/:id/batches`, handle: upload },
    ...RESULTS.map((kind): ApiEndpoint => {
      return { method: 'GET', path: `${path}/:id/${kind}`, handle: (call) => own(call).results(kind) }
    }),
  ]
}

function parsed(description: Buffer): unknown {
  try {
    return JSON.parse(description.toString('utf8'))
  } catch (problem) {
    throw refused('JSON_PARSER_ERROR', (problem as Error).message)
  }
}
