export { createBulk } from './bulk.ts'
export type { Bulk, BulkParts, BulkQuery } from './parts.ts'
