import { tmpdir } from 'node:os'
import { createFolder } from './folder.ts'
import { ingestEndpoints } from './ingest/endpoints.ts'
import { createJobs } from './jobs.ts'
import type { Bulk, BulkParts } from './parts.ts'
import { queryEndpoints } from './query/endpoints.ts'

/** Bulk API 2.0, below /services/data/vXX.0. */
export function createBulk(parts: BulkParts): Bulk {
  const jobs = createJobs(parts)
  const folder = createFolder(parts.folder ?? tmpdir())
  const shared = { ...parts, jobs, folder }
  return {
    endpoints: [...queryEndpoints(shared), ...ingestEndpoints(shared)],
    async close() {
      await jobs.close()
      await folder.remove()
    },
  }
}
