import { LRUCache } from 'lru-cache'
import { DEFAULT_RESOLUTION, type CompanyResolution } from '../../companies/index.ts'
import type { Database } from '../../store/index.ts'
import { readResolutionForOrg } from './resolution-store.ts'

/** What is in force for an org; no connection when it has none, and then the default. */
export interface ResolutionInForce extends CompanyResolution {
  readonly connectionId: string | null
}

export interface Asker {
  tenantId: string
  orgId: string
}

const WITHOUT_CONNECTION: ResolutionInForce = { ...DEFAULT_RESOLUTION, connectionId: null }

const MOST_ORGS = 10_000
/** A change to either may be a change of what is in force. */
const SOURCES = new Set(['control.company_resolution', 'control.connection'])

/**
 * For record pages: at once from memory, until PostgreSQL tells of a change; while it cannot be heard, read each time. A
 * read keeps hold of the memory that was there when it began, as in server/team-view/remembered.ts.
 */
export function resolutionsInForce(
  db: Pick<Database, 'query'>,
  hearing: Pick<Database, 'listen'>,
): (asker: Asker) => ResolutionInForce | Promise<ResolutionInForce> {
  let memory = newMemory()
  const forget = () => {
    memory = newMemory()
  }
  const changes = hearing.listen('changes', {
    heard(payload) {
      if (SOURCES.has(payload)) forget()
    },
    missed: forget,
  })

  async function read({ tenantId, orgId }: Asker): Promise<ResolutionInForce> {
    const mine = memory
    const found = (await readResolutionForOrg(tenantId, db, orgId)) ?? WITHOUT_CONNECTION
    if (changes.isCurrent()) mine.set(keyOf({ tenantId, orgId }), found)
    return found
  }

  return (asker) => (changes.isCurrent() ? memory.get(keyOf(asker)) : undefined) ?? read(asker)
}

// An org is trusted for one tenant, which may change.
const keyOf = ({ tenantId, orgId }: Asker): string => `${tenantId} ${orgId}`

const newMemory = () => new LRUCache<string, ResolutionInForce>({ max: MOST_ORGS })
