import { z } from 'zod'
import { SalesforceError } from './errors.ts'

export type SalesforceRecord = Record<string, unknown>

export interface Page {
  records: SalesforceRecord[]
  /** How many records there are on all pages. */
  total: number
}

export interface QueryOptions {
  /** Deleted records too, as long as they are in the recycle bin. */
  deleted?: boolean
  /** A wish, from 200 to 2000 records. */
  pageSize?: number
}

const PAGE = z.object({
  totalSize: z.number().int().nonnegative(),
  done: z.boolean(),
  // A path and never an address: where the next page is may not be somewhere else.
  nextRecordsUrl: z
    .string()
    .regex(/^\/services\/data\/v\d{2,3}\.0\/query(All)?\/[\w-]{1,200}$/)
    .optional(),
  records: z.array(z.record(z.string(), z.unknown())).max(10_000),
})
type PageAnswer = z.output<typeof PAGE>

type Get = (
  path: string,
  query: Readonly<Record<string, string>> | undefined,
  headers: Readonly<Record<string, string>>,
  answer: typeof PAGE,
) => Promise<PageAnswer>

/** What `query` holds at once, unless it is told otherwise. */
const MOST_RECORDS = 50_000
const COUNT = /^\s*SELECT\s+COUNT\s*\(\s*\)/i

export function createQueries(get: Get, apiVersion: string) {
  async function* pages(soql: string, options: QueryOptions = {}): AsyncGenerator<Page, void> {
    const { deleted = false, pageSize } = options
    const headers = { ...(pageSize !== undefined && { 'Sforce-Query-Options': `batchSize=${pageSize}` }) }
    const path = `/services/data/${apiVersion}/${deleted ? 'queryAll' : 'query'}`
    let page = await get(path, { q: soql }, headers, PAGE)
    const total = page.totalSize
    let received = page.records.length
    yield { records: page.records, total }
    while (page.nextRecordsUrl !== undefined && !page.done) {
      page = await get(page.nextRecordsUrl, undefined, headers, PAGE)
      received += page.records.length
      // A page that brings nothing new would be followed by others like it for ever.
      if (received > total || page.records.length === 0) throw missing(received, total)
      yield { records: page.records, total }
    }
    // Of COUNT() there is a total only; of everything else, all that was announced must have come.
    if (!page.done || (received !== total && !COUNT.test(soql))) throw missing(received, total)
  }

  async function query(
    soql: string,
    { most = MOST_RECORDS, ...options }: QueryOptions & { most?: number } = {},
  ): Promise<SalesforceRecord[]> {
    const all: SalesforceRecord[] = []
    for await (const { records, total } of pages(soql, options)) {
      if (total > most) throw new SalesforceError('TOO_LARGE', { detail: `${total} records` })
      all.push(...records)
    }
    return all
  }

  return { pages, query }
}

const missing = (received: number, total: number): SalesforceError =>
  new SalesforceError('TRUNCATED', { detail: `${received} of ${total} records came`, retryable: false })
