import { realpathSync } from 'node:fs'
import pg from 'pg'
import { StoreError } from '../store-error.ts'
import type { Connection } from './address.ts'

const STARTING_OR_STOPPING = '57P03'

/** Who answers at this address: nobody, a server that is not ready (recovering, stopping), or the one of this folder. */
export async function probe(connection: Connection, cluster: string): Promise<'absent' | 'busy' | 'ready'> {
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    if (samePath(rows[0]?.data_directory, cluster)) return 'ready'
    throw new StoreError(
      'START_FAILED',
      `The PostgreSQL at ${connection.host} does not serve ${cluster}. Stop it first.`,
    )
  } catch (error) {
    if (error instanceof StoreError) throw error
    return (error as { code?: string }).code === STARTING_OR_STOPPING ? 'busy' : 'absent'
  } finally {
    await client.end().catch(() => {})
  }
}

function samePath(one: string | undefined, other: string): boolean {
  try {
    return one !== undefined && realpathSync(one) === realpathSync(other)
  } catch {
    return false
  }
}
