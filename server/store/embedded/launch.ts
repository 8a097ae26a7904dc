import { setTimeout as delay } from 'node:timers/promises'
import { addressSettings, chooseAddress, defaultTransport } from './address.ts'
import type { Connection, Transport } from './address.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { makePrivate, prepareFolder } from './folder.ts'
import type { Folder } from './folder.ts'
import { takeLock } from './lock.ts'
import { readPidFile } from './pid-file.ts'
import { bringUp, shutDown } from './postmaster.ts'
import type { Postmaster, PostmasterOptions } from './postmaster.ts'

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
    const postmasterOptions = await prepare(folder, options)
    const supervised = await supervise(postmasterOptions)
    return {
      connection: postmasterOptions.connection,
      adopted: supervised.adopted,
      async stop() {
        await supervised.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function prepare(folder: Folder, options: EmbeddedOptions): Promise<PostmasterOptions> {
  const { log, settings, transport = defaultTransport } = options
  const binaries = findBinaries()
  await ensureCluster({ folder, binaries, transport, durable: settings?.['fsync'] !== 'off' })
  if (transport === 'socket') makePrivate(folder.run, folder.account)
  const connection = await chooseAddress(folder, transport, readPidFile(folder.cluster))
  return {
    folder,
    binaries,
    connection,
    log,
    settings: { ...SETTINGS, ...addressSettings(transport, connection), ...settings },
  }
}

const RESTARTS = 6

/** Keeps one PostgreSQL up: when it dies under us it is started again, a few times at growing distance. */
async function supervise(options: PostmasterOptions): Promise<{ adopted: boolean; stop(): Promise<void> }> {
  const stopping = new AbortController()
  let current: Postmaster | undefined = await bringUp(options, stopping.signal)
  const { adopted } = current
  let restarts = 0

  async function watch(): Promise<void> {
    while (current) {
      const steady = setTimeout(() => (restarts = 0), 60_000).unref()
      await current.gone
      clearTimeout(steady)
      current = stopping.signal.aborted ? undefined : await restart()
    }
  }

  async function restart(): Promise<Postmaster | undefined> {
    while (restarts < RESTARTS && !stopping.signal.aborted) {
      options.log(`PostgreSQL stopped unexpectedly; starting it again (${++restarts} of ${RESTARTS})`)
      await delay(50 * 2 ** restarts, undefined, { ref: false })
      try {
        return await bringUp(options, stopping.signal)
      } catch (error) {
        options.log(`PostgreSQL did not start: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    if (!stopping.signal.aborted) options.log('PostgreSQL keeps stopping; giving up. Look into postgres.log.')
    return undefined
  }

  const watching = watch()
  return {
    adopted,
    async stop() {
      stopping.abort()
      if (current) await shutDown(current, options)
      await watching
    },
  }
}
