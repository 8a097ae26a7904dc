import { whenParentIsGone } from '../server/lib/parent.ts'
import { SecretKeysError } from '../server/lib/secret-keys.ts'
import { ListenError } from '../server/listen-error.ts'
import { StoreError } from '../server/store/index.ts'
import { ForeignDataError } from './demo/sample-store.ts'
import { USAGE, UsageError, readOptions, type DemoOptions } from './demo/options.ts'
import { createProgress, silent } from './demo/progress.ts'
import { Stopped, createShutdown } from './demo/shutdown.ts'
import { startDemo, type DemoAddresses } from './demo/start.ts'

const EXPECTED = [UsageError, ForeignDataError, SecretKeysError]

/** `npm run demo`: everything on this machine, in one process and one PostgreSQL. Ctrl-C undoes it. */
async function main(options: DemoOptions): Promise<void> {
  const shutdown = createShutdown((message) => console.error(message))
  const stop = (code: number) => {
    if (code === 0 && !options.json) console.error('Stopping')
    void shutdown.run().then(() => process.exit(code))
  }
  process.on('SIGINT', () => stop(0))
  process.on('SIGTERM', () => stop(0))
  process.on('SIGHUP', () => stop(0))
  if (process.env['npm_lifecycle_event'] !== undefined) whenParentIsGone(() => stop(0))
  const began = performance.now()
  try {
    if (!options.json) console.error('Preparing Team View')
    const progress = options.json ? silent : createProgress(process.stderr)
    const addresses = await startDemo({ options, progress, shutdown })
    console.log(
      options.json ? JSON.stringify(addresses) : welcome(addresses, (performance.now() - began) / 1000),
    )
  } catch (error) {
    if (error instanceof Stopped) return
    complain(error)
    stop(1)
  }
}

const welcome = (
  { recordPages, console: admin, consoleLogins, adminLink, docs, org, login }: DemoAddresses,
  seconds: number,
): string => `
Team View is ready (${seconds.toFixed(1)} s)

  Record pages   ${recordPages.account}
                 ${recordPages.case}
                 ${recordPages.opportunity}
  Console        ${admin}
    log in as    ${consoleLogins.map(credentials).join('\n                 ')}
    or by link   ${adminLink}
  API docs       ${docs}
  Salesforce     ${org}
                 ${login.username}  ${login.password}

Ctrl-C stops everything.
`

const credentials = ({ role, username, password }: DemoAddresses['consoleLogins'][number]): string =>
  `${username}  ${password}  (${role})`

/** What the server is told by its environment, the demo is told by options. */
function complain(error: unknown): void {
  if (error instanceof StoreError || error instanceof ListenError)
    console.error(error.message.replaceAll('DATA_DIR', '--data-dir').replace(/\bPORT\b/, '--port'))
  else if (EXPECTED.some((kind) => error instanceof kind)) console.error((error as Error).message)
  else console.error(error)
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') console.log(USAGE)
  else await main(options)
} catch (error) {
  complain(error)
  process.exit(1)
}
