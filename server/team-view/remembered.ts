import { LRUCache } from 'lru-cache'
import { physicalName } from '../objects/index.ts'
import type { Database } from '../store/index.ts'
import type { CompanyRow, TeamViewStore } from './team-view-store.ts'

/** What is known of a tenant since its data last changed. It is never emptied, only left behind for a new one. */
interface Memory {
  licensed: LRUCache<string, true>
  companies: LRUCache<string, CompanyRow>
}

const MOST_TENANTS = 100
const MOST_USERS = 10_000
const MOST_COMPANIES = 20_000

/** What a page view reads; a change to any of them makes all that is known of the tenant doubtful. */
const SOURCES = new Set(['Company', 'User'].map(physicalName))

/**
 * Answers page views from memory until the tenant's data changes. PostgreSQL tells of every change as it commits; while
 * it cannot be heard, nothing is remembered and every view is read.
 *
 * A read keeps hold of the memory that was there when it began: when a change comes while it is away, that memory has
 * been left behind, and what the read brings home is put where nobody looks.
 */
export function remembering(store: TeamViewStore, db: Pick<Database, 'listen'>): TeamViewStore {
  const memories = new LRUCache<string, Memory>({ max: MOST_TENANTS })
  const changes = db.listen('changes', {
    heard: (payload) => {
      const [schema = '', table = ''] = payload.split('.')
      if (SOURCES.has(table)) memories.delete(schema)
    },
    missed: () => memories.clear(),
  })
  const memoryOf = (schema: string): Memory => {
    const memory = memories.get(schema) ?? newMemory()
    memories.set(schema, memory)
    return memory
  }
  return {
    async read(schema, key, question) {
      if (!changes.isCurrent()) return store.read(schema, key, question)
      const memory = memoryOf(schema)
      const isLicensed = memory.licensed.has(question.userId)
      if (isLicensed && question.sought === null) return { licensed: true, companies: [] }
      const name = `${key.companyField} ${key.comparison}=${question.sought?.value ?? ''}`
      const known = memory.companies.get(name)
      if (known && isLicensed) return { licensed: true, companies: [known] }
      const found = await store.read(schema, key, question)
      if (found.licensed) memory.licensed.set(question.userId, true)
      // Only what is there is remembered: nobody should wait for what was missing a moment ago.
      if (found.companies.length === 1 && found.companies[0]) memory.companies.set(name, found.companies[0])
      return found
    },
  }
}

const newMemory = (): Memory => ({
  licensed: new LRUCache({ max: MOST_USERS }),
  companies: new LRUCache({ max: MOST_COMPANIES }),
})
