import { ConfigError, readConfig } from './config.ts'
import { ListenError } from './listen-error.ts'
import { createLogger } from './lib/log.ts'
import { startServer } from './server.ts'
import { StoreError } from './store/index.ts'

/** `npm start`: configuration → database → listen; a signal drains and stops. What cannot start says why in one line. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel)
  const server = await startServer(config, { log })
  log.info({ url: server.url }, 'listening')
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping')
    server.close().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', () => stop('SIGTERM'))
  process.once('SIGINT', () => stop('SIGINT'))
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof StoreError || error instanceof ListenError
  console.error(expected ? error.message : error)
  process.exit(1)
})
