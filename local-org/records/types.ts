/** An address is the one value that has parts. */
export interface Address {
  readonly street: string | null
  readonly city: string | null
  readonly state: string | null
  readonly postalCode: string | null
  readonly country: string | null
}
export type Value = string | number | boolean | null | Address

/**
 * A record as the store keeps it: 18-character ids, days as YYYY-MM-DD, times as `2026-11-20T09:30:00.000+0000`, null for
 * empty. It holds what was written; `valueOf` gives the value of any field, formulas included. Never changed in place.
 */
export type SObject = Readonly<Record<string, Value>> & { readonly Id: string }

export interface Reader {
  /** A record by its 15- or 18-character id; one in the recycle bin too, none that was erased. */
  read(object: string, id: string): SObject | undefined
  now(): number
}

export type ChangeType = 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE'

export interface Change {
  readonly type: ChangeType
  readonly object: string
  readonly id: string
  readonly before: SObject | undefined
  readonly after: SObject | undefined
}

/** What one request changed, told to whoever listens once it is done. */
export interface Commit {
  readonly transactionKey: string
  /** Grows with every commit. */
  readonly number: number
  readonly at: number
  readonly userId: string
  /** The API that did it, for example `com/salesforce/api/rest/65.0`. */
  readonly origin: string
  readonly changes: readonly Change[]
}

/** Who writes, and through what. */
export interface Writer {
  readonly userId: string
  readonly origin: string
}

export type Values = Readonly<Record<string, unknown>>

export type Write =
  | { readonly op: 'insert'; readonly object: string; readonly values: Values }
  | { readonly op: 'update'; readonly object: string; readonly id: string; readonly values: Values }
  | {
      readonly op: 'upsert'
      readonly object: string
      readonly field: string
      readonly key: string
      readonly values: Values
    }
  | { readonly op: 'delete'; readonly id: string; readonly object?: string }
  | { readonly op: 'undelete'; readonly id: string }
  /** Gone without a trace in the recycle bin: Bulk API's hardDelete. */
  | { readonly op: 'erase'; readonly id: string; readonly object?: string }

export interface RowError {
  readonly statusCode: string
  readonly message: string
  readonly fields: readonly string[]
}

export interface WriteResult {
  readonly id: string | null
  readonly success: boolean
  readonly created: boolean
  readonly errors: readonly RowError[]
}

export interface Scope {
  /** Those in the recycle bin as well. */
  readonly deleted?: boolean
}

/** The org's records: the generated business, and over it whatever was written since. */
export interface Store extends Reader {
  /** All records of an object in the order of their ids, made one by one. */
  records(object: string, scope?: Scope): IterableIterator<SObject>
  count(object: string, scope?: Scope): number
  /** The records whose reference field holds this id. */
  children(object: string, field: string, parentId: string, scope?: Scope): SObject[]
  /** The records stamped (SystemModstamp) at or after this time, in the order of their ids; no scan once warm. */
  stampedSince(object: string, time: number, scope?: Scope): IterableIterator<SObject>
  /** The number of commits and plantings that touched an object: as long as it stays, so do the answers. */
  version(object: string): number
  /** One transaction: row by row, or all or none. Results in the order of the writes. */
  write(writer: Writer, writes: readonly Write[], options?: { allOrNone?: boolean }): WriteResult[]
  /** Account merge: the others go to the recycle bin with MasterRecordId, their children move to the master. */
  merge(
    writer: Writer,
    request: {
      readonly object: string
      readonly masterId: string
      readonly ids: readonly string[]
      readonly values?: Values
    },
  ): WriteResult
  /** Puts records in as they are: no rules, no stamps of now, no events. For what a test must stage. */
  plant(object: string, records: readonly SObject[]): void
  onCommit(listener: (commit: Commit) => void): () => void
}
