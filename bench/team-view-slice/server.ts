import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBusiness, createOrgKey, orgIdFor, signWidgetToken } from '../../local-org/index.ts'
import { loadSample } from '../../scripts/demo/sample.ts'
import { readConfig } from '../../server/config.ts'
import { createLogger, logTo } from '../../server/lib/log.ts'
import { qualified } from '../../server/objects/index.ts'
import { startServer } from '../../server/server.ts'

/** What the loading process needs to make real requests. */
export interface SliceReady {
  url: string
  accountIds: string[]
  tokens: string[]
  sample: string
}

const TOKENS = 50
const AUDIENCE = 'https://team-view.example.com'

/** The server exactly as it runs in production: its own PostgreSQL with durable settings, its request log written. */
const dataDir = await mkdtemp(join(tmpdir(), 'team-view-bench-'))
const log = createLogger('info', logTo(join(dataDir, 'server.log')))
const config = readConfig({
  PORT: '0',
  DATA_DIR: dataDir,
  WIDGET_AUDIENCE: AUDIENCE,
  REQUESTS_PER_MINUTE: '100000000',
})
const server = await startServer(config, { log })
process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => rm(dataDir, { recursive: true, force: true }))
    .then(() => process.exit(0))
})

const now = new Date()
const business = createBusiness({
  seed: 1,
  accounts: Number(process.argv[2]),
  today: now.toISOString().slice(0, 10),
})
const key = await createOrgKey()
await loadSample(server.db, { business, key, note: () => undefined })

const licensed = [...business.users.all()].filter(
  (user) => user.IsActive && business.licence(user.Id) !== null,
)
const tokens = Array.from({ length: TOKENS }, (_, i) =>
  signWidgetToken({
    orgId: orgIdFor(business.seed),
    userId: licensed[i % licensed.length]?.Id ?? '',
    audience: AUDIENCE,
    privateKey: key.privateKey,
    keyId: key.keyId,
    now: now.getTime(),
    validForSeconds: 600,
  }),
)
const accountIds = [...business.accounts.all()]
  .filter((a) => business.health(a.Id)?.mapping === 'one')
  .map((a) => a.Id)
const first = await fetch(
  `${server.url}/widget/v1/team-view?object=Account&recordId=${accountIds[0] ?? ''}`,
  {
    headers: { authorization: `Bearer ${tokens[0] ?? ''}` },
  },
)
const [tenant] = await server.db.query<{ schema_name: string }>('select schema_name from control.tenant')
const change = `update ${qualified(tenant?.schema_name ?? '', 'Company')} set name = name where false`

/** On request, a change to the companies every ten milliseconds: hardly anything is remembered then. */
let changing: NodeJS.Timeout | undefined
process.on('message', (message: { changes: boolean }) => {
  clearInterval(changing)
  if (message.changes) changing = setInterval(() => void server.db.query(change), 10)
})

const ready: SliceReady = { url: server.url, accountIds, tokens, sample: await first.text() }
process.send?.(ready)
