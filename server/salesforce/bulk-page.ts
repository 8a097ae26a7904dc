import { Readable } from 'node:stream'
import type { IncomingBody } from './body.ts'
import { takeCsvHeader } from './csv-header.ts'
import { SalesforceError } from './errors.ts'
import type { StreamedReply } from './wire.ts'

/** A stretch of a bulk query's results. */
export interface BulkPage {
  /** The names of the columns, in their order. */
  header: string[]
  /** The rows as CSV, byte for byte. Read them to the end or destroy them: they hold a connection. */
  rows: Readable
  /** How many rows there are, if a proxy on the way did not take that out. */
  records: number | undefined
  /** The locator of the next page; null when this is the last. */
  next: string | null
}

export async function readBulkPage(
  { headers, body }: StreamedReply,
  locator: string | undefined,
): Promise<BulkPage> {
  if (!/^text\/csv\b/i.test(headers.get('content-type') ?? '')) throw unreadable('not a CSV')
  const next = nextLocator(headers)
  // A page that leads to itself would do so for ever.
  if (next !== null && next === locator) throw unreadable('the page after this one is this one')
  const { names, rest } = await takeCsvHeader(body)
  return { header: names, rows: rowsOf(body, rest), records: recordsIn(headers), next }
}

/** Without the header nobody knows whether there is more, and a guess would lose records without a word. */
function nextLocator(headers: Headers): string | null {
  const locator = headers.get('sforce-locator')
  if (locator === 'null') return null
  if (locator !== null && LOCATOR.test(locator)) return locator
  throw unreadable('no Sforce-Locator; a proxy may have taken it out')
}

export const LOCATOR = /^[\x21-\x7e]{1,500}$/

function recordsIn(headers: Headers): number | undefined {
  const count = headers.get('sforce-numberofrecords') ?? ''
  return /^\d{1,12}$/.test(count) ? Number(count) : undefined
}

const LF = 0x0a

function rowsOf(body: IncomingBody, first: Uint8Array): Readable {
  const { limit } = body
  let last = first.at(-1) ?? LF

  async function next(): Promise<Uint8Array | null> {
    const chunk = await body.next()
    // Every row ends with one. What was packed and lost its end comes without a complaint, and without this.
    if (!chunk && last !== LF) throw new SalesforceError('TRUNCATED', { status: 200 })
    last = chunk?.at(-1) ?? last
    return chunk ?? null
  }
  async function pushNext(): Promise<void> {
    try {
      rows.push(await next())
    } catch (error) {
      rows.destroy(error as Error)
    }
  }

  const rows = new Readable({
    read: () => void pushNext(),
    destroy(error, done) {
      limit.signal.removeEventListener('abort', abandon)
      limit.end()
      done(error)
    },
  })
  const abandon = () => rows.destroy(limit.reason(200))
  limit.signal.addEventListener('abort', abandon)
  // Whoever reads hears of it, even later; whoever does not yet is no reason to bring the process down.
  rows.on('error', () => undefined)
  if (first.length > 0) rows.push(first)
  return rows
}

const unreadable = (detail: string): SalesforceError =>
  new SalesforceError('NOT_JSON', { status: 200, detail })
