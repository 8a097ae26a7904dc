import { ConfigError, readConfig } from './config.ts'
import { ListenError } from './listen-error.ts'
import { createLogger } from './lib/log.ts'
import { whenParentIsGone } from './lib/parent.ts'
import { SecretKeysError } from './lib/secret-keys.ts'
import { startServer } from './server.ts'
import { StoreError } from './store/index.ts'

const EXPECTED = [ConfigError, StoreError, ListenError, SecretKeysError]

/** `npm start`: configuration → database → listen; a signal drains and stops. What cannot start says why in one line. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel)
  const signalled = stopSignal()
  const server = await startServer(config, { log })
  log.info({ url: server.url }, 'listening')
  log.info({ signal: await signalled }, 'stopping')
  await server.close()
  process.exit(0)
}

/**
 * Heard from the start and for good: a signal that ended the process while PostgreSQL starts or stops would leave it
 * running. A terminal sends the first one twice, once through npm.
 */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve)
    process.on('SIGINT', resolve)
    // Under npm only: a server that was told to outlive its shell must.
    if (process.env['npm_lifecycle_event'] !== undefined)
      whenParentIsGone(() => resolve('the parent is gone'))
  })
}

main().catch((error: unknown) => {
  const expected = EXPECTED.some((kind) => error instanceof kind)
  console.error(expected ? (error as Error).message : error)
  process.exit(1)
})
