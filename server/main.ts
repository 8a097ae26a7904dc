import { ConfigError, readConfig, type Config } from './config.ts'
import { hasSuperAdmin, makeAdminLink } from './console/index.ts'
import { ListenError } from './listen-error.ts'
import { systemClock } from './lib/clock.ts'
import { createLogger, type Logger } from './lib/log.ts'
import { whenParentIsGone } from './lib/parent.ts'
import { SecretKeysError } from './lib/secret-keys.ts'
import { startServer, type RunningServer } from './server.ts'
import { StoreError } from './store/index.ts'
import { firstTenant } from './tenants/index.ts'

const EXPECTED = [ConfigError, StoreError, ListenError, SecretKeysError]

/** `npm start`: configuration → database → listen; a signal drains and stops. What cannot start says why in one line. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLogger(config.logLevel)
  const signalled = stopSignal()
  const server = await startServer(config, { log })
  log.info({ url: server.url }, 'listening')
  await inviteAdmin(server, config, log).catch((error: unknown) =>
    log.error({ err: error }, 'no link for a first super admin could be made'),
  )
  log.info({ signal: await signalled }, 'stopping')
  await server.close()
  process.exit(0)
}

/** While nobody can give roles, whoever reads this log may. */
async function inviteAdmin({ db, url }: RunningServer, config: Config, log: Logger): Promise<void> {
  const tenantId = await firstTenant(db)
  if (await hasSuperAdmin(db, tenantId)) return
  const { path, endsAt } = await makeAdminLink(db, { tenantId, clock: systemClock })
  log.warn(
    { link: new URL(path, config.widgetAudience).href, onThisMachine: `${url}${path}`, endsAt },
    'there is no super admin yet: open the link to become the first; it works once, for an hour',
  )
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
