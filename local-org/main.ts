// The org on its own: `npm run org -- --accounts 200 --seed 1 --port 5050`.
import { createBusiness, type Business } from './business/index.ts'
import { readCommandLine, type Settings } from './command-line.ts'
import { callbacksByAnyName, defaultApp, loadApps } from './identity/index.ts'
import { explainedKeyFolder } from './identity/key-folder.ts'
import { createOrgKey, loadOrCreateOrgKey, type OrgKey } from './identity/key.ts'
import { orgIdFor } from './identity/org.ts'
import { explainedPort } from './listen-problem.ts'
import { whenOrphaned } from './orphaned.ts'
import { readyLine, welcome } from './ready.ts'
import { loadObjects, together, type CustomSchema } from './schema/file.ts'
import { loadPackage } from './schema/package-source.ts'
import { createSchema, type Schema } from './schema/schema.ts'
import { standardObjects } from './schema/standard/index.ts'
import { createOrgServer } from './server.ts'

async function run(settings: Settings): Promise<void> {
  const { accounts, seed, today, keyDir, port, pubsubPort, apps } = settings
  const key = await (keyDir ? keyIn(keyDir) : createOrgKey())
  const business = createBusiness({ seed, accounts, today })
  const org = createOrgServer({
    business,
    key,
    orgId: orgIdFor(seed),
    backendUrl: settings.backend,
    audience: settings.audience,
    multiCurrency: settings.multiCurrency,
    apiRequestsPerDay: settings.apiRequests,
    faults: settings.faults,
    apps: apps ? await loadApps(apps) : [defaultApp(seed, callbacksByAnyName(settings.backend))],
    custom: customSchema(business, settings),
  })
  for (const stage of settings.stages) org.stage(stage)
  // Before it says that it is ready: whoever waits for that may stop it at once. A second signal does not wait.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void org.close())
  if (!settings.json) process.once('SIGINT', () => process.stderr.write('Stopping.\n'))
  if (process.env['npm_lifecycle_event'] !== undefined) whenOrphaned(() => void org.close())
  try {
    const addresses = await org.listen(port, '127.0.0.1', pubsubPort)
    process.stdout.write(settings.json ? `${readyLine(org, addresses, key)}\n` : welcome(org, addresses))
  } catch (problem) {
    await org.close()
    throw new Error(explainedPort(problem, settings) ?? String(problem), { cause: problem })
  }
}

function customSchema(business: Business, settings: Settings): CustomSchema {
  const { package: source, objects } = settings
  return together(
    ...(source ? [loadPackage(source)] : []),
    ...(objects ? [loadObjects(objects, standardSchema(business, settings))] : []),
  )
}

/** What the org has before anything is added. */
function standardSchema(business: Business, { multiCurrency }: Settings): Schema {
  return createSchema(standardObjects({ business, multiCurrency }), Date.now)
}

async function keyIn(folder: string): Promise<OrgKey> {
  try {
    return await loadOrCreateOrgKey(folder)
  } catch (problem) {
    const words = explainedKeyFolder(problem, folder)
    throw words === undefined ? problem : new Error(words, { cause: problem })
  }
}

try {
  const asked = readCommandLine(process.argv.slice(2))
  if ('help' in asked) process.stdout.write(`${asked.help}\n`)
  else await run(asked)
} catch (problem) {
  process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`)
  process.exitCode = 1
}
