import { chooseAddress, defaultTransport } from './address.ts'
import type { Connection, Transport } from './address.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { makePrivate, prepareFolder } from './folder.ts'
import type { Folder } from './folder.ts'
import { takeLock } from './lock.ts'
import { readPidFile } from './pid-file.ts'
import type { PostmasterOptions } from './postmaster.ts'
import { supervise } from './supervise.ts'

export interface EmbeddedOptions {
  dataDir: string
  log(message: string): void
  /** More PostgreSQL settings; for tests, which may trade durability for speed. */
  settings?: Record<string, string>
  transport?: Transport
}

export interface EmbeddedPostgres {
  connection: Connection
  /** It was running already: a server before us ended without stopping it. */
  adopted: boolean
  stop(): Promise<void>
}

const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Errors quote rows and statements, which hold people's data; whoever made the query is told, the log is not.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

/** Starts PostgreSQL in `<dataDir>/postgres`, or adopts the one left running there, and keeps it running. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = prepareFolder(options.dataDir)
  const lock = takeLock(folder)
  try {
    const prepared = await prepare(folder, options)
    const { adopted, stop } = await supervise(prepared)
    return { connection: prepared.connection, adopted, stop: () => stop().finally(lock.release) }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function prepare(folder: Folder, options: EmbeddedOptions): Promise<PostmasterOptions> {
  const { log, settings, transport = defaultTransport } = options
  const binaries = findBinaries(folder.account)
  if (transport === 'socket') makePrivate(folder.run, folder.account)
  await ensureCluster({ folder, binaries, transport, durable: settings?.['fsync'] !== 'off' })
  const connection = await chooseAddress(folder, transport, readPidFile(folder.cluster))
  return {
    folder,
    binaries,
    transport,
    connection,
    log,
    settings: { ...SETTINGS, ...settings },
  }
}
