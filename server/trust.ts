import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { onServerData, runCommand } from './command.ts'
import { systemClock } from './lib/clock.ts'
import { parseSalesforceId } from './lib/salesforce-id.ts'
import type { Database } from './store/index.ts'
import { endOrgKey, firstTenant, trustOrg, TrustError } from './tenants/index.ts'

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
  const { orgId, validUntil } = await trustOrg(db, {
    tenantId: await firstTenant(db),
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

async function main(): Promise<void> {
  const choice = readChoice()
  if (choice === 'help') {
    console.log(USAGE)
    return
  }
  if (!choice)
    throw new TrustError(`Name the org, and either a certificate to let in or a key to end.\n\n${USAGE}`)
  const said = await onServerData(process.env, (db) =>
    choice.certificate === undefined ? takeBack(db, choice) : letIn(db, choice, choice.certificate),
  )
  console.log(said)
}

runCommand(main, [TrustError])
