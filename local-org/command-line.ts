import { parseArgs } from 'node:util'
import { parseStage, stageHelp, type Stage } from './control/index.ts'
import { faultHelp, parseFault } from './faults/index.ts'
import type { FaultSpec } from './faults/types.ts'

export interface Settings {
  accounts: number
  seed: number
  today: string
  port: number
  pubsubPort: number
  backend: string
  audience: string
  keyDir: string | undefined
  objects: string | undefined
  apps: string | undefined
  multiCurrency: boolean
  apiRequests: number
  faults: FaultSpec[]
  stages: Stage[]
  json: boolean
}

const USAGE = `npm run org -- [options]
  --accounts N       how many customers (200)
  --seed N           another seed is another org (1)
  --today DAY        the day the business lives in, YYYY-MM-DD (today)
  --port N           0 for any free port (5050)
  --pubsub-port N    of the event bus (any free port)
  --objects FILE     custom objects and fields, as JSON
  --apps FILE        external client apps, as JSON (the backend's own)
  --single-currency  no CurrencyIsoCode, no CurrencyType
  --api-requests N   how many API requests the org allows a day (100000)
  --fault FAULT      something that goes wrong; again for more (see --help faults)
  --stage ACTION     something done to the org before it starts; again for more (see --help stages)
  --backend URL      the Team View backend (http://127.0.0.1:8080)
  --audience TEXT    whom the widget tokens are for (the backend's address)
  --key-dir DIR      keep the org's signing key here (a new one each time)
  --json             print one line of JSON when ready`

const TEXTS: Readonly<Record<string, () => string>> = {
  faults: () => `--fault KIND:name=value,…\n${faultHelp()}`,
  stages: () => `--stage ACTION:name=value,…\n${stageHelp()}`,
}

/** What the command line asks for: an org, or words about one. */
export function readCommandLine(args: readonly string[]): Settings | { help: string } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      accounts: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      port: { type: 'string', default: '5050' },
      'pubsub-port': { type: 'string', default: '0' },
      objects: { type: 'string' },
      apps: { type: 'string' },
      'single-currency': { type: 'boolean', default: false },
      'api-requests': { type: 'string', default: '100000' },
      fault: { type: 'string', multiple: true, default: [] },
      stage: { type: 'string', multiple: true, default: [] },
      backend: { type: 'string', default: 'http://127.0.0.1:8080' },
      audience: { type: 'string' },
      'key-dir': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return { help: TEXTS[positionals[0] ?? '']?.() ?? USAGE }
  if (positionals[0] !== undefined)
    throw new Error(`"${positionals[0]}" is no option. --help says which there are.`)
  if (!URL.canParse(values.backend)) throw new Error(`--backend: "${values.backend}" is no address`)
  return {
    accounts: whole('accounts', values.accounts),
    seed: whole('seed', values.seed),
    today: values.today,
    port: port('port', values.port),
    pubsubPort: port('pubsub-port', values['pubsub-port']),
    backend: values.backend,
    audience: values.audience ?? values.backend,
    keyDir: values['key-dir'],
    objects: values.objects,
    apps: values.apps,
    multiCurrency: !values['single-currency'],
    apiRequests: whole('api-requests', values['api-requests']),
    faults: values.fault.map(parseFault),
    stages: values.stage.map(parseStage),
    json: values.json,
  }
}

function whole(name: string, text: string): number {
  if (!/^-?\d+$/.test(text)) throw new Error(`--${name}: "${text}" is no whole number`)
  return Number(text)
}

function port(name: string, text: string): number {
  const number = whole(name, text)
  if (number < 0 || number > 65_535) throw new Error(`--${name}: "${text}" is no port`)
  return number
}
