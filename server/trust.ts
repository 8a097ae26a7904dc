import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError, readStoreConfig, type StoreConfig } from './config.ts'
import { systemClock } from './lib/clock.ts'
import { parseSalesforceId } from './lib/salesforce-id.ts'
import { provisionTenant } from './objects/index.ts'
import { joinStore, migrate, StoreError, type Database } from './store/index.ts'
import { endOrgKey, readFirstTenantId, trustOrg, TrustError } from './tenants/index.ts'

const USAGE = `npm run trust -- --org 00D… --certificate FILE [--key NAME]   let the org's certificate in
npm run trust -- --org 00D… --key NAME --end                  take it back, at once

  --org          the organisation id (Setup, Company Information)
  --certificate  the certificate downloaded from Salesforce, or its public key, in PEM form
  --key          the name to remember it by (Team_View); a token that names a key must name this one
Give it the DATABASE_URL or DATA_DIR of the server; it may be run while the server runs.`

interface Choice {
  org: string
  key: string
  certificate: string | undefined
  end: boolean
}

function readChoice(): Choice | 'help' | undefined {
  const { values } = parseArgs({
    options: {
      org: { type: 'string' },
      certificate: { type: 'string' },
      key: { type: 'string', default: 'Team_View' },
      end: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const { org, certificate, key, end } = values
  // Exactly one of the two: a certificate to let in, or a key to end.
  return org === undefined || (certificate === undefined) !== end ? undefined : { org, certificate, key, end }
}

async function letIn(db: Database, choice: Choice, file: string): Promise<string> {
  const pem = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TrustError(`${file} cannot be read.`, { cause })
  })
  const tenantId = (await readFirstTenantId(db)) ?? (await provisionTenant(db, { name: 'Team View' })).id
  const { orgId, validUntil } = await trustOrg(db, {
    tenantId,
    orgId: choice.org,
    keyId: choice.key,
    pem,
    validFrom: systemClock.now(),
  })
  return `Org ${orgId} is trusted with key ${choice.key}${validUntil ? ` until ${validUntil.toISOString()}` : ''}.`
}

async function takeBack(db: Database, choice: Choice): Promise<string> {
  const orgId = parseSalesforceId(choice.org, 'Organization') ?? choice.org
  const ended = await endOrgKey(db, orgId, { keyId: choice.key, at: systemClock.now() })
  if (!ended) throw new TrustError(`Org ${orgId} has no key named ${choice.key}.`)
  return `Key ${choice.key} of org ${orgId} opens nothing any more.`
}

/** A new, empty database would be filled without a word, and the server would know nothing of it. */
function checkFolder({ databaseUrl, dataDir }: StoreConfig): void {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'postgres'))) return
  throw new TrustError(
    `No server has kept its data in ${resolve(dataDir)}. Name the server's folder with DATA_DIR, or start the server first.`,
  )
}

async function main(): Promise<void> {
  const choice = readChoice()
  if (choice === 'help') {
    console.log(USAGE)
    return
  }
  if (!choice)
    throw new TrustError(`Name the org, and either a certificate to let in or a key to end.\n\n${USAGE}`)
  const config = readStoreConfig(process.env)
  checkFolder(config)
  const store = await joinStore({ ...config, log: () => undefined })
  try {
    await migrate(store.db)
    console.log(
      choice.certificate === undefined
        ? await takeBack(store.db, choice)
        : await letIn(store.db, choice, choice.certificate),
    )
  } finally {
    await store.close()
  }
}

main().catch((error: unknown) => {
  const expected =
    error instanceof TrustError ||
    error instanceof ConfigError ||
    error instanceof StoreError ||
    isUsage(error)
  console.error(expected ? (error as Error).message : error)
  process.exit(1)
})

const isUsage = (error: unknown): boolean =>
  String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')
