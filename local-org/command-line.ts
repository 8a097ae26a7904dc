import { readArguments, type Arguments, type Options } from './arguments.ts'
import { parseStage, stageHelp, type Stage } from './control/index.ts'
import { faultHelp, parseFault } from './faults/index.ts'
import type { FaultSpec } from './faults/types.ts'
import { DAY, text, URL_TEXT, WHOLE_NUMBER, wholeNumber } from './param-shapes.ts'
import { InvalidInput, nameAndRest } from './params.ts'

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
  package: string | undefined
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
  --package DIR      a package's settings objects, from its source (force-app)
  --apps FILE        external client apps, as JSON (the backend's own)
  --single-currency  no CurrencyIsoCode, no CurrencyType
  --api-requests N   how many API requests the org allows a day (100000)
  --fault FAULT      something that goes wrong; again for more (see --help faults)
  --stage ACTION     something done to the org before it starts; again for more (--help stages)
  --backend URL      the Team View backend: whom its pages ask, and where its app sends
                     browsers back to (http://127.0.0.1:8080)
  --audience TEXT    whom the package's tokens are for (the backend's address)
  --key-dir DIR      keep the org's signing key here (a new one each time)
  --json             print one line of JSON when ready, and nothing else
  --help             this text`

const TEXTS: Readonly<Record<string, () => string>> = {
  faults: () => `--fault KIND:name=value,…\n\n${faultHelp()}`,
  stages: () => `--stage ACTION:name=value,…\n\n${stageHelp()}`,
}

const PORT = wholeNumber(0, 65_535)
const PATH = text('a path')
const LISTED = text('a name, with what it takes behind a colon')

function options(): Options {
  return {
    accounts: { shape: wholeNumber(1, 20_000_000), preset: '200' },
    seed: { shape: WHOLE_NUMBER, preset: '1' },
    today: { shape: DAY, preset: new Date().toISOString().slice(0, 10) },
    port: { shape: PORT, preset: '5050' },
    'pubsub-port': { shape: PORT, preset: '0' },
    objects: { shape: PATH },
    package: { shape: PATH },
    apps: { shape: PATH },
    'single-currency': {},
    'api-requests': { shape: wholeNumber(1), preset: '100000' },
    fault: { shape: LISTED, many: true },
    stage: { shape: LISTED, many: true },
    backend: { shape: URL_TEXT, preset: 'http://127.0.0.1:8080' },
    audience: { shape: text('a text') },
    'key-dir': { shape: PATH },
    json: {},
    help: {},
  }
}

/** What the command line asks for: an org, or words about one. Refused with every mistake that is in it. */
export function readCommandLine(args: readonly string[]): Settings | { help: string } {
  const read = readArguments(args, options())
  const mistakes = [...read.mistakes]
  if (read.flags.has('help')) return { help: helpOn(read.rest[0]) }
  mistakes.push(...read.rest.map((word) => `"${word}" is no option. --help says which there are.`))
  const faults = list(read, { name: 'fault', parse: parseFault, mistakes })
  const stages = list(read, { name: 'stage', parse: parseStage, mistakes })
  if (mistakes.length > 0) throw new InvalidInput(mistakes, '\n')
  return {
    ...settingsOf(read),
    faults,
    stages: stages.map((stage, at) => told(stage, read.texts['stage']?.[at])),
  }
}

function settingsOf({ texts, flags }: Arguments): Omit<Settings, 'faults' | 'stages'> {
  const one = (name: string) => texts[name]?.[0]
  const backend = one('backend') ?? ''
  return {
    accounts: Number(one('accounts')),
    seed: Number(one('seed')),
    today: one('today') ?? '',
    port: Number(one('port')),
    pubsubPort: Number(one('pubsub-port')),
    backend,
    audience: one('audience') ?? backend,
    keyDir: one('key-dir'),
    objects: one('objects'),
    package: one('package'),
    apps: one('apps'),
    multiCurrency: !flags.has('single-currency'),
    apiRequests: Number(one('api-requests')),
    json: flags.has('json'),
  }
}

function helpOn(topic: string | undefined): string {
  if (topic === undefined) return USAGE
  const found = Object.hasOwn(TEXTS, topic) ? TEXTS[topic] : undefined
  if (found) return found()
  throw new InvalidInput([`There is no help on "${topic}", but on ${Object.keys(TEXTS).join(' and ')}.`])
}

interface Listed<T> {
  name: string
  parse(text: string): T
  mistakes: string[]
}

function list<T>({ texts }: Arguments, { name, parse, mistakes }: Listed<T>): T[] {
  return (texts[name] ?? []).flatMap((each) => {
    try {
      return [parse(each)]
    } catch (problem) {
      if (!(problem instanceof InvalidInput)) throw problem
      const [kind] = nameAndRest(each)
      mistakes.push(
        ...problem.mistakes.map((words) => `--${name}${words.startsWith(`${kind}: `) ? '' : ':'} ${words}`),
      )
      return []
    }
  })
}

/** What only the org can refuse is refused in the name of the option too. */
function told(stage: Stage, given = ''): Stage {
  const option = `--stage ${nameAndRest(given)[0]}`
  return (parts) => {
    try {
      stage(parts)
    } catch (problem) {
      if (!(problem instanceof Error)) throw problem
      throw new InvalidInput([`${option}: ${problem.message}`])
    }
  }
}
