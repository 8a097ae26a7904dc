import { connect } from './database.ts'
import { chooseAddress, defaultTransport } from './embedded/address.ts'
import { prepareFolder } from './embedded/folder.ts'
import { readPidFile } from './embedded/pid-file.ts'
import { probe } from './embedded/probe.ts'
import { openStore } from './open.ts'
import type { OpenStoreOptions, OpenedStore } from './open.ts'

/** For commands beside a running server: joins the database it has started, or opens the store while nothing runs. */
export async function joinStore(options: OpenStoreOptions): Promise<OpenedStore> {
  if (options.databaseUrl) return openStore(options)
  const folder = prepareFolder(options.dataDir)
  const running = readPidFile(folder.cluster)
  if (!running) return openStore(options)
  const address = await chooseAddress(folder, defaultTransport, running)
  if ((await probe(address, folder.cluster)) !== 'ready') return openStore(options)
  const db = connect({ ...address, max: 2 })
  return { db, close: () => db.close() }
}
