import { join, relative } from 'node:path'
import { createLightningHost, type LightningHost } from '../../lightning-host/index.ts'
import {
  callbacksOf,
  createBusiness,
  createOrgServer,
  defaultApp,
  headlineOf,
  loadPackage,
  loadOrCreateOrgKey,
  orgIdFor,
  type Business,
  type OrgKey,
  type OrgServer,
} from '../../local-org/index.ts'
import { makeAdminLink } from '../../server/console/index.ts'
import { systemClock } from '../../server/lib/clock.ts'
import { ListenError, explainListenError } from '../../server/listen-error.ts'
import { createLogger } from '../../server/lib/log.ts'
import { startServer, type RunningServer } from '../../server/server.ts'
import { firstTenant } from '../../server/tenants/index.ts'
import type { DemoOptions } from './options.ts'
import type { Progress } from './progress.ts'
import { loadSample } from './sample.ts'
import type { Shutdown } from './shutdown.ts'
import { openConsole, type SampleLogin } from './sign-in.ts'

export interface DemoAddresses {
  recordPages: { account: string; case: string; opportunity: string }
  console: string
  /** Who can log in to it with Salesforce. */
  consoleLogins: SampleLogin[]
  /** Signs in to the console as super admin, once, within an hour. */
  adminLink: string
  docs: string
  api: string
  org: string
  /** Who may do everything in the org. */
  login: { username: string; password: string }
}

interface Setting {
  options: DemoOptions
  progress: Progress
  shutdown: Shutdown
}

const HOST = '127.0.0.1'
/** What `sf project deploy` would bring to the org. */
const PACKAGE = join(import.meta.dirname, '../../force-app')
/** Who the org's tokens are for; a name and not the address, which changes with the port. */
const AUDIENCE = 'http://team-view.localhost'

/** Brings up the backend, the local org and the pages; each is handed to `shutdown` before it runs. */
export async function startDemo(setting: Setting): Promise<DemoAddresses> {
  const { options } = setting
  const today = new Date().toISOString().slice(0, 10)
  const business = createBusiness({ seed: options.seed, accounts: options.accounts, today })
  const [{ server, key }, pages] = await Promise.all([startBackend(setting, business), preparePages(setting)])
  const { url: org, running } = await openOrg(setting, { business, key, server, pages })
  const tenantId = await firstTenant(server.db)
  const consoleLogins = await setting.progress.step('Connection to the org', () =>
    openConsole({ server, org: running, orgUrl: org, business, tenantId }),
  )
  // At every start, not only the first: who tries things out closes the browser and comes back.
  const adminLink = await makeAdminLink(server.db, { tenantId, clock: systemClock })
  const headline = headlineOf(business)
  const page = (object: string, id: string) => `${org}/lightning/r/${object}/${id}/view`
  return {
    recordPages: {
      account: page('Account', headline.account),
      case: page('Case', headline.case),
      opportunity: page('Opportunity', headline.opportunity),
    },
    console: `${server.url}/console`,
    consoleLogins,
    adminLink: server.url + adminLink.path,
    docs: `${server.url}/docs`,
    api: server.url,
    org,
    login: loginOf(running),
  }
}

async function startBackend(
  { options, progress, shutdown }: Setting,
  business: Business,
): Promise<{ server: RunningServer; key: OrgKey }> {
  const { clientId, clientSecret = '' } = defaultApp(options.seed)
  const config = {
    host: HOST,
    port: options.port,
    dataDir: options.dataDir,
    widgetAudience: AUDIENCE,
    logLevel: 'warn' as const,
    trustProxy: 0,
    requestsPerMinute: 6000,
    salesforceApp: { clientId, clientSecret },
    allowLocalOrgs: true,
    adminLink: adminLinkOf(options.dataDir),
  }
  const server = await progress.step('Backend and PostgreSQL', (note) =>
    shutdown.starting(
      'the backend',
      startServer(config, { log: createLogger('warn', process.stderr), progress: note }),
      (s) => s.close(),
    ),
  )
  // After the server: it says in plain words what is wrong with a folder.
  const key = await loadOrCreateOrgKey(join(options.dataDir, 'org'))
  await progress.step(`Sample business of ${options.accounts} accounts`, (note) =>
    loadSample(server.db, { business, key, note }),
  )
  return { server, key }
}

/** What to run for another link, from the folder the demo was started in. */
function adminLinkOf(dataDir: string): string {
  const near = relative(process.cwd(), dataDir)
  const folder = near.startsWith('..') ? dataDir : near
  return `npm run admin-link -- --data-dir ${/^[\w./:\\-]+$/.test(folder) ? folder : JSON.stringify(folder)}`
}

/** No process of its own, so nothing waits for a build that is no longer wanted. */
const preparePages = ({ options, progress }: Setting): Promise<LightningHost> =>
  progress.step('Record pages', (note) => createLightningHost({ watch: options.watch, log: note }))

interface OrgParts {
  business: Business
  key: OrgKey
  server: RunningServer
  pages: LightningHost
}

async function openOrg(
  { options, shutdown }: Setting,
  { business, key, server, pages }: OrgParts,
): Promise<{ url: string; running: OrgServer }> {
  const org = createOrgServer({
    business,
    key,
    orgId: orgIdFor(options.seed),
    backendUrl: server.url,
    audience: AUDIENCE,
    custom: loadPackage(PACKAGE),
    apps: [defaultApp(options.seed, callbacksOf(server.url))],
    pages: (request, response) => pages.handle(request, response),
  })
  const port = options.port === 0 ? 0 : options.port + 1
  const opening = org.listen(port, HOST).catch((error: unknown) => {
    throw new ListenError(explainListenError(error, { host: HOST, port }), { cause: error })
  })
  const { url } = await shutdown.starting('the local org', opening, () => org.close())
  return { url, running: org }
}

function loginOf({ identity, administrator }: OrgServer): DemoAddresses['login'] {
  const found = identity.credentials().find(({ userId }) => userId === administrator)
  if (!found) throw new Error('the administrator of the org cannot log in')
  return { username: found.username, password: found.password }
}
