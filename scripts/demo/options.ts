import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface DemoOptions {
  /** The backend's port; the org has the next one. Zero lets the system choose both. */
  port: number
  dataDir: string
  accounts: number
  seed: number
  json: boolean
  watch: boolean
}

export class UsageError extends Error {
  override name = 'UsageError'
}

export const USAGE = `npm run demo -- [options]

  --port N       the backend's port (8080); the record pages have the next one; 0 takes free ones
  --data-dir DIR where the sample data lives (./data/demo)
  --accounts N   how many accounts the sample business has (200)
  --seed N       another number, another business (1)
  --json         print one line of JSON when ready, and nothing else
  --help         this text`

export function readOptions(args: readonly string[]): DemoOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  const problems: string[] = []
  const number = (name: 'port' | 'accounts' | 'seed', least: number, most: number): number => {
    const value = Number(values[name])
    const whole = /^\d+$/.test(values[name]) && value >= least && value <= most
    if (!whole)
      problems.push(`--${name} must be a whole number from ${least} to ${most}, not "${values[name]}"`)
    return value
  }
  const options = {
    port: number('port', 0, 65534),
    dataDir: resolve(values['data-dir']),
    accounts: number('accounts', 20, 1_000_000),
    seed: number('seed', 0, 4_294_967_295),
    json: values.json,
    watch: values.watch,
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
  return options
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '8080' },
        'data-dir': { type: 'string', default: './data/demo' },
        accounts: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        watch: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`)
  }
}
