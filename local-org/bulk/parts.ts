import type { Faults } from '../faults/types.ts'
import type { ApiEndpoint } from '../rest/call.ts'
import type { Store } from '../records/types.ts'
import type { Schema } from '../schema/schema.ts'
import type { Query, QueryOptions } from '../soql/index.ts'

/** A query that a bulk job may run. */
export type BulkQuery = Pick<Query, 'object' | 'columns' | 'touches' | 'timeless' | 'values'>

export interface BulkParts {
  readonly schema: Schema
  readonly store: Store
  /** Throws a SalesforceProblem for what is no query, or none for the Bulk API. */
  readonly compile: (text: string, options: QueryOptions) => BulkQuery
  readonly now: () => number
  readonly faults?: Faults
  /** Where results and uploads are kept until their jobs go: a folder of their own is made in it when needed. */
  readonly folder?: string
  /** The next job's id, 18 characters from 750 on. */
  readonly newId?: () => string
  /** How many records come at once when the client does not say; Salesforce decides by load. */
  readonly recordsPerPage?: number
}

export interface Bulk {
  readonly endpoints: readonly ApiEndpoint[]
  /** Stops what is running and removes all files. */
  close(): Promise<void>
}
