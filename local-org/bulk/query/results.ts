import type { ApiCall, Reply } from '../../rest/call.ts'
import type { BulkParts } from '../parts.ts'
import { refused, wrongState } from '../problems.ts'
import { csvReply } from '../send-file.ts'
import type { QueryJob } from './job.ts'
import { invalidLocator, locatorAt, rowAt } from './locator.ts'
import type { Rendering } from './render.ts'
import { stretchOf } from './stretch.ts'

const PAGES_AT_ONCE = 5

export interface ResultParts {
  readonly faults: BulkParts['faults'] | undefined
  readonly recordsPerPage: number
}

/** One page of a job's records. */
export async function resultPage(job: QueryJob, call: ApiCall, parts: ResultParts): Promise<Reply> {
  const rendering = finished(job, call)
  if (!rendering) return { status: 204 }
  const first = firstRow(job, call, parts, rendering)
  const count = maxRecords(call) ?? parts.recordsPerPage
  const stretch = await stretchOf(rendering, first, count)
  const next = first + count
  const sent = Math.min(count, rendering.rows - first)
  const off = parts.faults?.take('wrong-count', call)?.by ?? 0
  return csvReply(rendering.header, stretch, {
    'sforce-locator': next < rendering.rows ? locatorAt(job.id, next) : 'null',
    'sforce-numberofrecords': String(sent + off),
  })
}

/** Where the next pages are, for clients that fetch several at once. */
export function parallelPages(job: QueryJob, call: ApiCall, parts: ResultParts): Reply {
  const rendering = finished(job, call)
  if (!rendering) return { status: 204 }
  const url = (resource: string, row: number) =>
    `/services/data/v${call.version}.0/jobs/query/${job.id}/${resource}?locator=${locatorAt(job.id, row)}`
  const first = firstRow(job, call, parts, rendering)
  const size = parts.recordsPerPage
  const rows = Array.from({ length: PAGES_AT_ONCE }, (_, page) => first + page * size)
  const next = first + PAGES_AT_ONCE * size
  const done = next >= rendering.rows
  const resultPages = rows
    .filter((row) => row < rendering.rows || row === 0)
    .map((row) => ({ resultUrl: url('results', row) }))
  return { status: 200, json: { resultPages, nextRecordsUrl: done ? null : url('resultPages', next), done } }
}

/** The results once they are there; undefined as long as they are not, or will never be. */
function finished(job: QueryJob, call: ApiCall): Rendering | undefined {
  if (job.version !== call.version) {
    const words = `The results of this job can be had in API version ${job.version}.0 only`
    throw refused('INVALIDVERSION', words, 409)
  }
  if (job.progress.state === 'Failed') throw wrongState(job.progress.errorMessage ?? 'The job failed')
  return job.results?.rendering
}

function firstRow(job: QueryJob, call: ApiCall, { faults }: ResultParts, { rows }: Rendering): number {
  const locator = call.query.get('locator')
  if (!locator) return 0
  const row = rowAt(locator, job.id)
  if ((row > 0 && row >= rows) || faults?.take('expired-locator', call)) throw invalidLocator()
  return row
}

function maxRecords({ query }: ApiCall): number | undefined {
  const given = query.get('maxRecords')
  if (given === null) return undefined
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given)
  throw refused('ILLEGAL_QUERY_PARAMETER_VALUE', `Invalid value for maxRecords: ${given}`)
}
