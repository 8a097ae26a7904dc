// The org on its own: `npm run org -- --accounts 200 --seed 1 --port 5050`.
import { parseArgs } from 'node:util'
import { createBusiness } from './business/index.ts'
import { createOrgKey, loadOrCreateOrgKey } from './identity/key.ts'
import { orgIdFor } from './identity/org.ts'
import { headlineOf } from './pages/examples.ts'
import { createOrgServer } from './server.ts'

const USAGE = `npm run org -- [options]
  --accounts N     how many customers (200)
  --seed N         another seed is another org (1)
  --today DAY      the day the business lives in, YYYY-MM-DD (today)
  --port N         0 for any free port (5050)
  --backend URL    the Team View backend (http://127.0.0.1:8080)
  --audience TEXT  whom the widget tokens are for (the backend's address)
  --key-dir DIR    keep the org's signing key here (a new one each time)
  --json           print one line of JSON when ready`

function settings() {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      port: { type: 'string', default: '5050' },
      backend: { type: 'string', default: 'http://127.0.0.1:8080' },
      audience: { type: 'string' },
      'key-dir': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port: "${values.port}" is no port`)
  if (!URL.canParse(values.backend)) throw new Error(`--backend: "${values.backend}" is no address`)
  return { ...values, accounts: Number(values.accounts), seed: Number(values.seed), port }
}

async function main(): Promise<void> {
  const { accounts, seed, today, port, backend, audience, json, help, 'key-dir': keyDir } = settings()
  if (help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const business = createBusiness({ seed, accounts, today })
  const key = await (keyDir ? loadOrCreateOrgKey(keyDir) : createOrgKey())
  const orgId = orgIdFor(seed)
  const server = createOrgServer({ business, key, orgId, backendUrl: backend, audience: audience ?? backend })
  const { url } = await server.listen(port)
  const ready = { url, orgId, headline: headlineOf(business), publicKey: key.publicKeyPem }
  process.stdout.write(json ? `${JSON.stringify(ready)}\n` : welcome(url, orgId, accounts))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close())
}

function welcome(url: string, orgId: string, accounts: number): string {
  return `Local org ${orgId} with ${accounts} accounts\n  ${url}/preview/examples\nCtrl-C stops it.\n`
}

try {
  await main()
} catch (problem) {
  process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`)
  process.exitCode = 1
}
