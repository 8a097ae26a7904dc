import { realpathSync } from 'node:fs'
import pg from 'pg'
import { StoreError } from '../store-error.ts'
import type { Connection } from './address.ts'
import { isHandle } from './passage.ts'
import { readPidFile } from './pid-file.ts'

/** Starting, recovering or stopping; no connection free. */
const BUSY = new Set(['57P01', '57P02', '57P03', '53300'])

/** Who answers at this address: nobody, a server that is not ready, or the one of this folder. */
export async function probe(connection: Connection, cluster: string): Promise<'absent' | 'busy' | 'ready'> {
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    if (isSame(servedFolder(rows[0]?.data_directory ?? '', cluster), cluster)) return 'ready'
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

/** Where it says it is, or, when that is a name only it understands, where it is seen to be. */
function servedFolder(said: string, cluster: string): string {
  return isHandle(said) ? `/proc/${readPidFile(cluster)?.pid ?? 'none'}/cwd` : said
}

function isSame(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other)
  } catch {
    return false
  }
}
