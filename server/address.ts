import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config, StoreConfig } from './config.ts'

const fileIn = (dataDir: string): string => join(dataDir, 'address')

/** Where browsers reach this server. One that listens everywhere is reached from its own machine by this name. */
export const addressOf = ({ publicUrl }: Pick<Config, 'publicUrl'>, listening: string): string =>
  publicUrl ?? listening.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//127.0.0.1')

/** Kept beside the data, for commands that print links; of servers that share a database, nobody knows which is meant. */
export async function keepAddress(config: StoreConfig, address: string): Promise<void> {
  if (config.databaseUrl === undefined) await writeFile(fileIn(config.dataDir), `${address}\n`)
}

/** Where the server listens that has this data, or did when it ran last. */
export async function keptAddress({ databaseUrl, dataDir }: StoreConfig): Promise<string | undefined> {
  if (databaseUrl !== undefined) return undefined
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => '')
  return URL.canParse(text) ? new URL(text).origin : undefined
}
