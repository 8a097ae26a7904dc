import { realpathSync } from 'node:fs'
import pg from 'pg'
import { StoreError } from '../store-error.ts'
import type { Connection } from './address.ts'

/** Starting, recovering or stopping; no connection free. */
const BUSY = new Set(['57P01', '57P02', '57P03', '53300'])

/** Who answers at this address: nobody, a server that is not ready, or the one of this folder. */
export async function probe(connection: Connection, cluster: string): Promise<'absent' | 'busy' | 'ready'> {
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    if (isSame(rows[0]?.data_directory, cluster)) return 'ready'
    throw new StoreError(
      'START_FAILED',
      `The PostgreSQL at ${connection.host} does not serve ${cluster}. Stop it, and start the server again.`,
    )
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) {
      if (error instanceof StoreError) throw error
      return 'absent'
    }
    if (BUSY.has(error.code ?? '')) return 'busy'
    throw new StoreError(
      'START_FAILED',
      `The PostgreSQL of ${cluster} does not let us in: ${error.message}.`,
      {
        cause: error,
      },
    )
  } finally {
    await client.end().catch(() => {})
  }
}

function isSame(one: string | undefined, other: string): boolean {
  try {
    return one !== undefined && realpathSync(one) === realpathSync(other)
  } catch {
    return false
  }
}
