import type { ApiCall, ApiEndpoint, Reply } from '../../rest/call.ts'
import { jsonObject } from '../body.ts'
import type { Folder } from '../folder.ts'
import { choice } from '../format.ts'
import type { Jobs } from '../jobs.ts'
import { listEndpoint } from '../list.ts'
import type { BulkParts } from '../parts.ts'
import { wrongState } from '../problems.ts'
import { checkDeletable, checkOpenFor } from '../progress.ts'
import { wantedQuery } from './create.ts'
import { fullInfo, shortInfo } from './job.ts'
import { createQueryJob } from './query-job.ts'
import { parallelPages, resultPage } from './results.ts'
import { createShelf } from './shelf.ts'

const RECORDS_PER_PAGE = 50_000

export interface QueryParts extends Omit<BulkParts, 'folder'> {
  readonly folder: Folder
  readonly jobs: Jobs
}

/** Bulk API 2.0 query jobs: records out of the org. */
export function queryEndpoints(parts: QueryParts): ApiEndpoint[] {
  const { jobs, faults, recordsPerPage = RECORDS_PER_PAGE } = parts
  const runParts = { ...parts, shelf: createShelf() }
  const resultParts = { faults, recordsPerPage }
  const own = (call: ApiCall) => jobs.own('V2Query', call)

  async function create(call: ApiCall): Promise<Reply> {
    const wanted = await wantedQuery(call, parts)
    const job = createQueryJob(wanted, call, { ...runParts, id: jobs.newId() })
    jobs.add(job)
    job.run()
    return { status: 200, json: shortInfo(job) }
  }
  function info(call: ApiCall): Reply {
    const job = jobs.find('V2Query', call)
    const done = job.progress.state === 'JobComplete'
    const off = done ? faults?.take('wrong-count', call)?.by : undefined
    return { status: 200, json: fullInfo(job, off ?? 0) }
  }
  async function change(call: ApiCall): Promise<Reply> {
    const { progress } = own(call)
    const state = choice(await jsonObject(call), 'state', ['Aborted', 'UploadComplete'])
    if (state !== 'Aborted') throw wrongState('A query job can only be aborted')
    checkOpenFor('Aborting', progress.state, ['UploadComplete', 'InProgress'])
    progress.abort()
    return { status: 200, json: shortInfo(own(call)) }
  }
  async function remove(call: ApiCall): Promise<Reply> {
    const job = own(call)
    checkDeletable(job.progress.state)
    await jobs.remove(job)
    return { status: 204 }
  }

  const path = '/jobs/query'
  return [
    { method: 'POST', path, handle: create },
    listEndpoint(jobs, 'V2Query', path),
    { method: 'GET', path: `${path}/:id`, handle: info },
    { method: 'PATCH', path: `${path}/:id`, handle: change },
    { method: 'DELETE', path: `${path}/:id`, handle: remove },
    {
      method: 'GET',
      path: `${path}/:id/results`,
      handle: (call) => resultPage(own(call), call, resultParts),
    },
    {
      method: 'GET',
      path: `${path}/:id/resultPages`,
      handle: (call) => parallelPages(own(call), call, resultParts),
    },
  ]
}
