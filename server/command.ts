import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigError, readStoreConfig, type StoreConfig } from './config.ts'
import { joinStore, migrate, StoreError, type Database } from './store/index.ts'

/** Something in what a command was told is wrong; the message says what and what to do. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/** Runs a command on the data of the server that this environment names, whether it runs or not. */
export async function onServerData<T>(
  env: NodeJS.ProcessEnv,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const config = readStoreConfig(env)
  checkFolder(config)
  const store = await joinStore({ ...config, log: () => undefined })
  try {
    await migrate(store.db)
    return await work(store.db)
  } finally {
    await store.close()
  }
}

/** A new, empty database would be filled without a word, and the server would know nothing of it. */
function checkFolder({ databaseUrl, dataDir }: StoreConfig): void {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'postgres'))) return
  throw new CommandError(
    `No server has kept its data in ${resolve(dataDir)}. Name the server's folder with DATA_DIR, or start the server first.`,
  )
}

/** Ends with 1 and one line about what went wrong; only what nobody expected comes with its stack. */
export function runCommand(
  main: () => Promise<void>,
  expected: readonly (new (...args: never[]) => Error)[] = [],
) {
  main().catch((error: unknown) => {
    const known = [CommandError, ConfigError, StoreError, ...expected].some((kind) => error instanceof kind)
    console.error(known || isUsage(error) ? (error as Error).message : error)
    process.exit(1)
  })
}

const isUsage = (error: unknown): boolean =>
  String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')
