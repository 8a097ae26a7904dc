import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { addressOf, keepAddress } from './address.ts'
import { createApp, type App } from './app.ts'
import type { Config } from './config.ts'
import { createHttpServer } from './http/http-server.ts'
import { ListenError, explainListenError } from './listen-error.ts'
import { systemClock } from './lib/clock.ts'
import { newRequestId } from './lib/ids.ts'
import { keptSecretKeys } from './lib/secret-keys.ts'
import { createVault } from './lib/secrets.ts'
import { reconcileTenant } from './objects/index.ts'
import { installQueue, startWorker } from './queue/index.ts'
import { migrate, openStore, type Database } from './store/index.ts'
import { boundTasks, RECURRING, TASKS } from './tasks.ts'
import { readTenants } from './tenants/index.ts'
import { VERSION } from './version.ts'

export interface RunningServer {
  url: string
  db: Database
  app: App
  /** Answers what is under way, then lets go of the port and the database. */
  close(): Promise<void>
}

/** What the log hears while a server starts; the demo shows it as progress. */
export type Progress = (message: string) => void

export async function startServer(
  config: Config,
  { log, progress = (message) => log.info(message) }: { log: Logger; progress?: Progress },
): Promise<RunningServer> {
  const store = await openStore({ ...config, log: progress })
  try {
    await migrate(store.db, { log: progress })
    await installQueue(store.db, { tasks: TASKS, log })
    for (const tenant of await readTenants(store.db)) await reconcileTenant(store.db, tenant.id)
    const vault = createVault(config.secretKeys ?? (await keptSecretKeys(config.dataDir)))
    const listening: { url?: string } = {}
    const app = createApp({
      ...{ config, db: store.db, clock: systemClock, log, vault, version: VERSION },
      // Only where browsers are surely on this machine: elsewhere an administrator says how it is reached.
      ownUrl: () => (config.allowLocalOrgs ? listening.url : undefined),
    })
    const server = await listen(app, config)
    const { port } = server.address() as AddressInfo
    const tasks = boundTasks(app.services)
    const worker = await startWorker({ db: store.db, log, tasks, recurring: RECURRING })
    listening.url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
    await keepAddress(config, addressOf(config, listening.url))
    return {
      url: listening.url,
      db: store.db,
      app,
      async close() {
        await Promise.all([drain(server), worker.stop()])
        await app.services.queue.close()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function listen(app: App, { host, port }: Config): Promise<Server> {
  const server = createHttpServer(app.listener, { newId: newRequestId })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new ListenError(explainListenError(error, { host, port }), { cause: error })),
    )
    server.listen({ host, port }, resolve)
  })
  return server
}

/** Requests under way get three seconds; connections that only wait are closed at once. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const late = setTimeout(() => server.closeAllConnections(), 3000)
  await closed
  clearTimeout(late)
}
