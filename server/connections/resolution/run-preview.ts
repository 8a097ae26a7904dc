import {
  carriersOf,
  textOf,
  wantedValue,
  type CompanyResolution,
  type Sought,
} from '../../companies/index.ts'
import { AppError, type ErrorCode } from '../../errors.ts'
import { findTenant } from '../../objects/index.ts'
import type { SalesforceRecord } from '../../salesforce/index.ts'
import type { Database } from '../../store/index.ts'
import { clientFor } from '../client.ts'
import { readConnection } from '../connection-store.ts'
import type { Parts } from '../parts.ts'
import { refusedBySalesforce } from '../salesforce-refusal.ts'
import { failPreview, startPreview, tellProgress, type Preview } from './preview-store.ts'
import { NOTHING_YET, counted, type Tally, type Verdict } from './tally.ts'

export interface PreviewAt {
  tenantId: string
  connectionId: string
  previewId: string
}

type Started = Preview & { attempt: number }

/**
 * Looks at every account of the org, a page at a time, and at the companies in one statement for each page. Begun again
 * after it was cut off, it starts over; once it has ended, it does nothing.
 */
export async function runPreview(
  parts: Parts,
  at: PreviewAt,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const { db, clock, log } = parts
  const { tenantId, connectionId, previewId } = at
  const started = await startPreview(tenantId, db, previewId)
  if (!started) return
  try {
    await lookAtAll(parts, at, { started, signal })
  } catch (error) {
    // It is asked to end, and will be begun again.
    if (signal.aborted) throw error
    const failure = failureOf(error)
    log.warn({ err: error, connectionId, previewId }, 'a company resolution could not be previewed')
    await failPreview(tenantId, db, { ...started, failure, at: clock.now() })
  }
}

/** A field that went after it was chosen is no refusal without a reason. */
function failureOf(error: unknown): ErrorCode {
  if (!(error instanceof AppError)) return 'INTERNAL'
  const isOfField = error.details?.some(({ message }) => message === 'INVALID_FIELD') ?? false
  return isOfField ? 'RESOLUTION_FIELD_UNKNOWN' : error.code
}

async function lookAtAll(
  parts: Parts,
  { tenantId, connectionId }: PreviewAt,
  { started, signal }: { started: Started; signal: AbortSignal },
): Promise<void> {
  const { db, clock } = parts
  const { schemaName } = await findTenant(db, tenantId)
  const connection = await readConnection(tenantId, db, connectionId)
  if (connection?.orgId !== started.orgId) throw new AppError('ORG_CHANGED')
  const client = await clientFor(parts, tenantId, connectionId)
  const { id, attempt } = started
  let tally = NOTHING_YET
  let accounts = 0
  const tell = (endedAt: Date | null) =>
    tellProgress(tenantId, db, { id, attempt, accounts, tally, apiCalls: client.apiCalls(), endedAt })
  const pages = client.pages(soqlFor(started.accountField), { pageSize: 2000 })
  for (;;) {
    signal.throwIfAborted()
    const page = await pages.next().catch(refusedBySalesforce)
    if (page.done) break
    accounts = page.value.total
    tally = await judged(db, schemaName, { mapping: started, records: page.value.records, before: tally })
    if (!(await tell(null))) return
  }
  await tell(clock.now())
}

/** The name is of a describe, and the database holds it to its form. */
const soqlFor = (accountField: string): string =>
  `SELECT ${[...new Set(['Id', 'Name', accountField])].join(', ')} FROM Account`

async function judged(
  db: Database,
  schema: string,
  {
    mapping,
    records,
    before,
  }: { mapping: CompanyResolution; records: readonly SalesforceRecord[]; before: Tally },
): Promise<Tally> {
  const wanted = records.map((record) => wantedValue(mapping, record[mapping.accountField]))
  const sought = wanted.filter((one): one is Sought => typeof one !== 'string')
  const found = await carriersOf(db, schema, mapping, sought)
  const carriers = new Map(sought.map((one, i) => [one, found[i]]))
  const verdicts = records.map((record, i): Verdict => {
    const one = wanted[i]
    return {
      accountId: String(record['Id']),
      accountName: textOf(record['Name']) ?? null,
      value: textOf(record[mapping.accountField]),
      carriers: typeof one === 'object' ? carriers.get(one) : undefined,
    }
  })
  return counted(before, verdicts)
}
