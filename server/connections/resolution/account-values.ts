import { setTimeout as pause } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { textOf } from '../../companies/index.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Logger } from '../../lib/log.ts'
import { together } from '../../lib/together.ts'
import type { SalesforceClient } from '../../salesforce/index.ts'

export interface AccountValueOf {
  tenantId: string
  connectionId: string
  accountField: string
  accountId: string
}

/** What the account has in that field; nothing when it cannot be read, or is not to be seen through this connection. */
export type AccountValues = (of: AccountValueOf) => Promise<{ value: string | null } | undefined>

export interface AccountValuesParts {
  clock: Clock
  log: Logger
  clientFor(tenantId: string, connectionId: string): Promise<SalesforceClient>
  /** Somebody waits at a record page: longer than this is too long. */
  patienceMs?: number
}

type Found = { value: string | null } | undefined
type Reader = (accountId: string) => Promise<Found>

const REMEMBERED_MS = 60_000
/** Salesforce is not asked again at once after it failed: there are thousands of page views. */
const FAILURE_REMEMBERED_MS = 10_000
const PATIENCE_MS = 4_000
const MOST_VALUES = 20_000
const MOST_READERS = 200

/**
 * For page views that come without the value: read through the connection, those of a moment in one request, and
 * remembered for a minute. What comes too late for one view is there for the next.
 */
export function createAccountValues(parts: AccountValuesParts): AccountValues {
  const { clock, log, patienceMs = PATIENCE_MS } = parts
  const readers = new LRUCache<string, Reader>({ max: MOST_READERS })
  const values = new LRUCache<string, { read: Promise<Found>; until: number }>({ max: MOST_VALUES })

  function readerFor({ tenantId, connectionId, accountField }: AccountValueOf): Reader {
    const key = [connectionId, accountField].join(' ')
    const known = readers.get(key)
    if (known) return known
    const reader: Reader = together(
      async (ids) => {
        const client = await parts.clientFor(tenantId, connectionId)
        const records = await client.query(soqlFor(accountField, ids))
        const byId = new Map(records.map((record) => [record['Id'], record]))
        return ids.map((id): Found => {
          const record = byId.get(id)
          return record && foundIn(record[accountField])
        })
      },
      { trips: 2, most: 200 },
    )
    readers.set(key, reader)
    return reader
  }

  function begin(of: AccountValueOf, key: string): Promise<Found> {
    const now = clock.now().getTime()
    const read = readerFor(of)(of.accountId).catch((error: unknown) => {
      log.warn({ err: error, connectionId: of.connectionId }, 'an account could not be read for its page')
      values.set(key, { read, until: clock.now().getTime() + FAILURE_REMEMBERED_MS })
      return undefined
    })
    values.set(key, { read, until: now + REMEMBERED_MS })
    return read
  }

  return async (of) => {
    const key = [of.connectionId, of.accountField, of.accountId].join(' ')
    const known = values.get(key)
    const read = known && known.until > clock.now().getTime() ? known.read : begin(of, key)
    const late = new AbortController()
    const tooLate = pause(patienceMs, undefined, { signal: late.signal, ref: false }).catch(() => undefined)
    return Promise.race([read, tooLate]).finally(() => late.abort())
  }
}

/** A tick or an address is in a field that has changed its type: that is no empty one. */
const foundIn = (value: unknown): Found =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null)
    ? undefined
    : { value: textOf(value) ?? null }

/** The name is of a describe, held to its form by the database; the ids are ids. */
const soqlFor = (accountField: string, ids: readonly string[]): string =>
  `SELECT ${[...new Set(['Id', accountField])].join(', ')} FROM Account WHERE Id IN (${[...new Set(ids)].map((id) => `'${id}'`).join(', ')})`
