import { parseArgs } from 'node:util'
import { onServerData, runCommand } from './command.ts'
import { makeAdminLink } from './console/index.ts'
import { systemClock } from './lib/clock.ts'
import { firstTenant } from './tenants/index.ts'

const USAGE = `npm run admin-link [-- --url https://team-view.example.com]

Makes a link that signs in to the console as the user Administrator, a super admin. It works once, for an hour. The
server makes one itself while there is no super admin who can sign in.

  --url   the address of the server as your browser knows it (http://127.0.0.1:8080)
Give it the DATABASE_URL or DATA_DIR of the server; it may be run while the server runs.`

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const link = await onServerData(process.env, async (db) =>
    makeAdminLink(db, { tenantId: await firstTenant(db), clock: systemClock }),
  )
  console.log(`${values.url.replace(/\/+$/, '')}${link.path}`)
})
