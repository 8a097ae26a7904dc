import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { keptAddress } from './address.ts'
import { CommandError, onServerData, runCommand } from './command.ts'
import { readStoreConfig } from './config.ts'
import { makeAdminLink } from './console/index.ts'
import { systemClock } from './lib/clock.ts'
import { firstTenant } from './tenants/index.ts'

const USAGE = `npm run admin-link [-- --data-dir DIR] [--url https://team-view.example.com]

Makes a link that signs in to the console as the user Administrator, a super admin. It works once, for an hour. The
server makes one itself while there is no super admin who can sign in.

  --data-dir  the folder of the server's data (DATA_DIR; else ./data, or the demo's where only the demo has run)
  --url       the address of the server as your browser knows it (PUBLIC_URL; else where the server listens)
A server that uses DATABASE_URL is named by it, and by --url. The server may run meanwhile.`

/** Whose data, as the command line and this environment say. */
function environment(dataDir: string | undefined): NodeJS.ProcessEnv {
  const { DATABASE_URL: database, DATA_DIR: named, ...others } = process.env
  if (dataDir !== undefined) return { ...others, DATA_DIR: dataDir }
  const hasRun = (folder: string) => existsSync(join(folder, 'postgres'))
  const isDemo = database === undefined && named === undefined && !hasRun('data') && hasRun('data/demo')
  return isDemo ? { ...others, DATA_DIR: 'data/demo' } : process.env
}

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      'data-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const env = environment(values['data-dir'])
  const link = await onServerData(env, async (db) => {
    // Before there is a link: a new one ends those before.
    const url = values.url ?? env['PUBLIC_URL'] ?? (await keptAddress(readStoreConfig(env)))
    if (url === undefined)
      throw new CommandError('Say where your browser reaches the server: --url https://team-view.example.com')
    const { path } = await makeAdminLink(db, { tenantId: await firstTenant(db), clock: systemClock })
    return url.replace(/\/+$/, '') + path
  })
  console.log(link)
})
