import type { ApiCall, ApiEndpoint } from '../rest/call.ts'
import { formatInfo, jobInfo, type Job, type JobType } from './job.ts'
import type { Jobs } from './jobs.ts'
import { refused } from './problems.ts'

const PAGE = 1000

/** `GET /jobs/query` and `GET /jobs/ingest`: all users' jobs, a thousand at a time. */
export function listEndpoint(jobs: Jobs, jobType: JobType, path: string): ApiEndpoint {
  return {
    method: 'GET',
    path,
    handle(call) {
      const wanted = jobs.all().filter(asked(call, jobType))
      const from = placeOf(call.query.get('queryLocator'))
      const records = wanted.slice(from, from + PAGE)
      const next = from + PAGE < wanted.length ? nextUrl(call, from + PAGE) : null
      return {
        status: 200,
        json: { done: next === null, records: records.map(listed), nextRecordsUrl: next },
      }
    },
  }
}

function asked({ query }: ApiCall, jobType: JobType): (job: Job) => boolean {
  const type = query.get('jobType') ?? jobType
  // Both are for jobs of the Bulk API before 2.0, of which this org has none.
  const chunked = query.get('isPkChunkingEnabled')?.toLowerCase() === 'true'
  const serial = query.get('concurrencyMode')?.toLowerCase() === 'serial'
  return (job) => job.jobType === type && !chunked && !serial
}

function listed(job: Job) {
  return { ...jobInfo(job), jobType: job.jobType, ...formatInfo(job) }
}

function nextUrl({ version, path, query }: ApiCall, place: number): string {
  const params = new URLSearchParams(query)
  params.set('queryLocator', Buffer.from(String(place)).toString('base64url'))
  return `/services/data/v${version}.0${path}?${params.toString()}`
}

function placeOf(locator: string | null): number {
  if (locator === null) return 0
  const place = Buffer.from(locator, 'base64url').toString()
  if (/^\d{1,9}$/.test(place)) return Number(place)
  throw refused('INVALID_QUERY_LOCATOR', 'invalid query locator')
}
