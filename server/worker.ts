import { ConfigError, readConfig } from './config.ts'
import { runCommand } from './command.ts'
import { systemClock } from './lib/clock.ts'
import { createLogger } from './lib/log.ts'
import { keptSecretKeys, SecretKeysError } from './lib/secret-keys.ts'
import { createVault } from './lib/secrets.ts'
import { installQueue, startWorker } from './queue/index.ts'
import { createServices } from './services.ts'
import { joinStore, migrate } from './store/index.ts'
import { boundTasks, RECURRING, TASKS } from './tasks.ts'
import { VERSION } from './version.ts'

/** `npm run worker`: does what servers on the same database send for later, and serves nobody. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  if (config.databaseUrl === undefined)
    throw new ConfigError([
      'DATABASE_URL is missing: a worker shares the database of its servers; a server with a database of its own does their work itself',
    ])
  const log = createLogger(config.logLevel)
  const stopped = stopSignal()
  const store = await joinStore({ ...config, log: (message) => log.info(message) })
  const { db } = store
  await migrate(db)
  await installQueue(db, { tasks: TASKS, log })
  const vault = createVault(config.secretKeys ?? (await keptSecretKeys(config.dataDir)))
  const services = createServices({ config, db, clock: systemClock, log, vault, version: VERSION })
  const worker = await startWorker({ db, log, tasks: boundTasks(services), recurring: RECURRING })
  log.info({ tasks: TASKS.map(({ name }) => name) }, 'working')
  log.info({ signal: await stopped }, 'stopping')
  await worker.stop()
  await services.queue.close()
  await store.close()
  process.exit(0)
}

/** Heard from the start: what is under way comes to an end first. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve)
    process.on('SIGINT', resolve)
  })
}

runCommand(main, [SecretKeysError])
