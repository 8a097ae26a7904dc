import type { Database, Queryable, Transaction } from '../store/index.ts'
import { findTenant, readCatalogue } from './catalogue-store.ts'
import type { Tenant } from './catalogue-store.ts'
import type { ObjectDefinition } from './definition.ts'
import { ObjectsError } from './errors.ts'
import type { ObjectsErrorCode } from './errors.ts'

/** What a change to a tenant's catalogue works with: nobody else changes it until the transaction ends. */
export interface Change {
  readonly tx: Transaction
  readonly tenant: Tenant
  readonly objects: readonly ObjectDefinition[]
}

/** Tables and catalogue change together or not at all, one change of a tenant at a time. */
export async function changeCatalogue<T>(
  db: Database,
  tenantId: string,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  return db
    .transaction(async (tx) => {
      const tenant = await findTenant(tx, tenantId)
      await lock(tx, tenant.id)
      return work({ tx, tenant, objects: await readCatalogue(tx, tenant.id) })
    })
    .catch((error: unknown) => {
      throw asObjectsError(error)
    })
}

/** Held to the end of the transaction; the namespace keeps it apart from other users' locks. */
export async function lock(tx: Queryable, key: string): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('objects'), hashtext($1))", [key])
}

/** In one round trip. A change waits for readers and writers of its table, and everybody else then waits for the change. */
export async function runDdl(tx: Queryable, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return
  await tx.query(["set local lock_timeout = '2s'", ...statements].join(';\n'))
}

const BY_SQLSTATE: Readonly<Record<string, readonly [ObjectsErrorCode, string]>> = {
  '55P03': ['BUSY', 'The table is in use. Try again in a minute.'],
  '40P01': ['BUSY', 'Another change got in the way. Try again in a minute.'],
  '54011': [
    'LIMIT_REACHED',
    'The object has had as many fields as a table can. Use another object for more.',
  ],
  '23502': ['NEEDS_DEFAULT', 'The object has rows already: give the required field a default.'],
}

function asObjectsError(error: unknown): unknown {
  const known = BY_SQLSTATE[(error as { code?: string } | undefined)?.code ?? '']
  return known && !(error instanceof ObjectsError)
    ? new ObjectsError(known[0], known[1], { cause: error })
    : error
}
