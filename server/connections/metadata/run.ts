import { AppError } from '../../errors.ts'
import type { Parts } from '../parts.ts'
import { refusedBySalesforce } from '../salesforce-refusal.ts'
import { open } from './cache.ts'
import { putDescribe, putObjects, readDescribes, readMetadata, readObjects } from './cache-store.ts'
import { difference, type Change, type Told } from './difference.ts'
import { thatMatter } from './matters.ts'
import { readOrg } from './read-org.ts'
import { failRefresh, finishRefresh, startRefresh, tellProgress, type ToldChange } from './refresh-store.ts'
import { lockOrg } from './schedule-store.ts'
import { touchedResolution, type ResolutionUse } from './touched.ts'

export interface RefreshAt {
  tenantId: string
  connectionId: string
  refreshId: string
}

/** What a refresh needs to say what its changes touch. */
export interface RefreshParts extends Parts {
  resolutionInForce(tenantId: string, connectionId: string): Promise<ResolutionUse>
}

/**
 * Reads the org anew, says what is different, and only then replaces what is kept, all of it or nothing. Begun again after
 * it was cut off, it starts over; once it has ended, it does nothing.
 */
export async function runRefresh(
  parts: RefreshParts,
  at: RefreshAt,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const { db, clock, log } = parts
  const { tenantId, connectionId, refreshId } = at
  if (!(await startRefresh(tenantId, db, { refreshId, at: clock.now() }))) return
  try {
    const before = await readKept(parts, at)
    const read = await readAnew(parts, at, { before, signal })
    if (read) await keep(parts, at, { before, ...read })
  } catch (error) {
    // It is asked to end, and will be begun again.
    if (signal.aborted) throw error
    const failure = error instanceof AppError ? error.code : 'INTERNAL'
    log.warn({ err: error, connectionId, refreshId }, 'metadata could not be refreshed')
    await failRefresh(tenantId, db, { refreshId, at: clock.now(), failure })
  }
}

interface Kept extends Told {
  readonly refreshedAt: Date | null
}

async function readKept({ db }: Parts, { tenantId, connectionId }: RefreshAt): Promise<Kept> {
  const metadata = await readMetadata(tenantId, db, connectionId)
  const objects = (await readObjects(tenantId, db, connectionId)).map(({ summary }) => summary)
  const describes = await readDescribes(tenantId, db, connectionId)
  return { refreshedAt: metadata?.refreshedAt ?? null, objects, describes }
}

interface Read {
  readonly orgId: string
  readonly told: Told
}

/** Nothing when the refresh ended meanwhile, or went with its org. */
async function readAnew(
  parts: Parts,
  { tenantId, connectionId, refreshId }: RefreshAt,
  { before, signal }: { before: Kept; signal: AbortSignal },
): Promise<Read | undefined> {
  const { db, clock, ports } = parts
  const { orgId, client } = await open(parts, tenantId, connectionId)
  const described = before.describes.map(({ name }) => name)
  const used = await ports.usedObjects(tenantId, connectionId)
  const told = await readOrg(client, {
    matter: (objects) => thatMatter(objects, { described, used }),
    onProgress(progress) {
      signal.throwIfAborted()
      const apiCalls = client.apiCalls()
      return tellProgress(tenantId, db, { refreshId, at: clock.now(), progress: { ...progress, apiCalls } })
    },
  }).catch(refusedBySalesforce)
  return told && { orgId, told }
}

async function keep(
  parts: RefreshParts,
  { tenantId, connectionId, refreshId }: RefreshAt,
  { before, orgId, told }: Read & { before: Kept },
): Promise<void> {
  const { db, clock, log } = parts
  // The first time there is nothing to compare with.
  const found = before.refreshedAt ? difference(before, told) : []
  const changes = await withTouched(parts, { tenantId, connectionId }, { found, told })
  const at = clock.now()
  await db.transaction(async (tx) => {
    // Locks in the order of whoever changes the org, which takes the refresh with it.
    await lockOrg(tenantId, tx, connectionId)
    const comparedWith = before.refreshedAt
    if (!(await finishRefresh(tenantId, tx, { refreshId, at, comparedWith, changes }))) return
    await putObjects(tenantId, tx, { connectionId, orgId, objects: told.objects, at, replace: true })
    for (const describe of told.describes)
      await putDescribe(tenantId, tx, { connectionId, orgId, describe, at, replace: true })
  })
  log.info({ connectionId, refreshId, changes: changes.length }, 'metadata refreshed')
}

async function withTouched(
  { ports, resolutionInForce }: RefreshParts,
  { tenantId, connectionId }: Pick<RefreshAt, 'tenantId' | 'connectionId'>,
  { found, told }: { found: readonly Change[]; told: Told },
): Promise<ToldChange[]> {
  const jobs = await ports.jobsTouched(tenantId, connectionId, found)
  const resolution = await resolutionInForce(tenantId, connectionId)
  const account = told.describes.find(({ name }) => name === 'Account')
  return found.map((change, i) => {
    const companyResolution = touchedResolution(change, { resolution, account })
    return { ...change, jobs: jobs[i] ?? [], ...(companyResolution && { companyResolution }) }
  })
}
