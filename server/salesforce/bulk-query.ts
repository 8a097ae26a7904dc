import { z } from 'zod'
import { backoffMs, type Patience } from '../lib/backoff.ts'
import { LOCATOR, readBulkPage, type BulkPage } from './bulk-page.ts'
import { isSalesforceError, SalesforceError } from './errors.ts'
import { readDocument } from './json.ts'
import { said } from './said.ts'
import type { SalesforceReply, SalesforceRequest, StreamedReply } from './wire.ts'

export interface BulkStatus {
  state: 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted'
  /** So far. */
  recordsProcessed: number
  retries: number
  /** How long Salesforce has worked on it. */
  processingMs: number
  /** Salesforce's own words when it failed. */
  errorMessage?: string
}

export interface BulkWaitOptions {
  signal?: AbortSignal | undefined
  onProgress?(status: BulkStatus): void | Promise<void>
  /** How long it is waited for altogether. */
  mostMs?: number
}

export interface BulkPageOptions {
  /** Where the page begins; without one it is the first. */
  locator?: string | undefined
  maxRecords?: number | undefined
  /** Ends the request, and the rows as long as they come. */
  signal?: AbortSignal | undefined
}

/** Queries of the Bulk API 2.0: for more records than pages of the REST API should bring. */
export interface BulkQueries {
  /** Begins a query and says its id. */
  query(soql: string, options?: { deleted?: boolean; signal?: AbortSignal }): Promise<string>
  status(id: string, signal?: AbortSignal): Promise<BulkStatus>
  /** Until its results are there. Throws when they never will be. */
  wait(id: string, options?: BulkWaitOptions): Promise<BulkStatus>
  page(id: string, options?: BulkPageOptions): Promise<BulkPage>
  /** Nothing happens to one that is over already. */
  abort(id: string): Promise<void>
  /** Its results go with it. One that is gone already is as good. */
  remove(id: string): Promise<void>
}

export interface BulkParts {
  send<T>(request: Call, read: (reply: SalesforceReply) => T): Promise<T>
  stream<T>(request: Call, read: (reply: StreamedReply) => Promise<T>): Promise<T>
  below(path: string): string
  patience: Patience
}
type Call = Omit<SalesforceRequest, 'origin' | 'accessToken' | 'onTry'>

const JOB_ID = /^750[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/
const CREATED = z.object({ id: z.string().regex(JOB_ID) })
const count = z.number().int().nonnegative().nullish()
const STATUS = z.object({
  state: z.enum(['UploadComplete', 'InProgress', 'JobComplete', 'Failed', 'Aborted']),
  numberRecordsProcessed: count,
  retries: count,
  totalProcessingTime: count,
  errorMessage: z.string().nullish(),
})

const POLLS = { firstMs: 1_000, mostMs: 30_000 }
const MOST_WAIT_MS = 12 * 3_600_000

export function createBulkQueries({ send, stream, below, patience }: BulkParts): BulkQueries {
  const at = (id: string): string => {
    if (JOB_ID.test(id)) return below(`/jobs/query/${id}`)
    throw new SalesforceError('REFUSED', { detail: 'this is not the id of a bulk query' })
  }

  const queries: BulkQueries = {
    async query(soql, { deleted = false, signal } = {}) {
      const operation = deleted ? 'queryAll' : 'query'
      const format = { contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' }
      const json = { operation, query: soql, ...format }
      // One whose answer was lost changes nothing and is forgotten after a week.
      const request = { method: 'POST', path: below('/jobs/query'), json, repeatable: true } as const
      return send({ ...request, signal }, (reply) => readDocument(reply, CREATED).id)
    },

    status: async (id, signal) => send({ path: at(id), signal }, statusOf),

    async wait(id, { signal, onProgress, mostMs = MOST_WAIT_MS } = {}) {
      for (let polls = 1, waited = 0; ; polls++) {
        const status = await queries.status(id, signal)
        await onProgress?.(status)
        if (status.state === 'JobComplete') return status
        demandAlive(status)
        if (waited >= mostMs) throw new SalesforceError('QUERY_OVERDUE')
        const pause = backoffMs(polls, POLLS, patience.random)
        await patience.wait(pause, signal)
        waited += pause
      }
    },

    async page(id, { locator, maxRecords, signal } = {}) {
      const path = `${at(id)}/results`
      if (locator !== undefined && !LOCATOR.test(locator)) throw new SalesforceError('LOCATOR_EXPIRED')
      const query = {
        ...(locator !== undefined && { locator }),
        ...(maxRecords !== undefined && { maxRecords: String(maxRecords) }),
      }
      const headers = { Accept: 'text/csv' }
      return stream({ path, query, headers, signal }, (reply) => readBulkPage(reply, locator)).catch(
        noResults,
      )
    },

    async abort(id) {
      const request = { method: 'PATCH', path: at(id), json: { state: 'Aborted' }, repeatable: true } as const
      await send(request, nothing).catch(unless((error) => error.errorCode === 'INVALIDJOBSTATE'))
    },

    async remove(id) {
      const request = { method: 'DELETE', path: at(id), repeatable: true } as const
      await send(request, nothing).catch(unless((error) => error.status === 404))
    },
  }
  return queries
}

const nothing = (): void => undefined
const unless =
  (isAsGood: (error: SalesforceError) => boolean) =>
  (error: unknown): void => {
    if (!isSalesforceError(error) || !isAsGood(error)) throw error
  }

function noResults(error: unknown): never {
  if (isSalesforceError(error) && error.status === 204)
    throw new SalesforceError('REFUSED', { status: 204, detail: 'there are no results, or not yet' })
  throw error
}

function statusOf(reply: SalesforceReply): BulkStatus {
  const job = readDocument(reply, STATUS)
  const errorMessage = said(job.errorMessage, reply.redact)
  return {
    state: job.state,
    recordsProcessed: job.numberRecordsProcessed ?? 0,
    retries: job.retries ?? 0,
    processingMs: job.totalProcessingTime ?? 0,
    ...(errorMessage !== undefined && { errorMessage }),
  }
}

function demandAlive({ state, errorMessage }: BulkStatus): void {
  if (state === 'Aborted') throw new SalesforceError('QUERY_ABORTED', { said: errorMessage })
  if (state !== 'Failed') return
  // `InvalidBatch : Failed to process query: QUERY_TIMEOUT: Your query request was running for too long.`
  const [, errorCode] = /\b([A-Z]+(?:_[A-Z]+)+)\b/.exec(errorMessage ?? '') ?? []
  throw new SalesforceError('QUERY_FAILED', { errorCode, said: errorMessage })
}
