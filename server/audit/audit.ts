import type { Queryable } from '../store/index.ts'
import { insertEntry } from './audit-store.ts'
import type { AuditEntry } from './entry.ts'

/** Adds to the trail, in the transaction of the change itself: both are written or neither is. */
export const audit = (tx: Queryable, entry: AuditEntry): Promise<void> => insertEntry(tx, entry)
