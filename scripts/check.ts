import { run, type Outcome } from './lib/run.ts'

/** What must hold of the code as it stands, without running it. `--only NAME` runs one. */
const CHECKS: readonly { name: string; program: string; args: string[] }[] = [
  {
    name: 'format',
    program: 'prettier',
    args: ['--check', '--log-level', 'warn', '--cache', '.'],
  },
  {
    name: 'lint',
    program: 'eslint',
    args: ['--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '.'],
  },
  { name: 'types', program: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types of the components', program: 'tsc', args: ['-p', 'tsconfig.lwc.json', '--noEmit'] },
  {
    name: 'types of the host',
    program: 'tsc',
    args: ['-p', 'lightning-host/browser/tsconfig.json', '--noEmit'],
  },
  {
    name: 'structure',
    program: 'depcruise',
    args: [
      '--config',
      '.dependency-cruiser.cjs',
      'server',
      'local-org',
      'lightning-host',
      'scripts',
      'bench',
      'test',
    ],
  },
  { name: 'duplicate code', program: 'jscpd', args: ['--config', '.jscpd.json', '.'] },
  { name: 'Salesforce package', program: 'node', args: ['scripts/package/check.ts'] },
]

const only = process.argv.indexOf('--only')
const chosen = only < 0 ? CHECKS : CHECKS.filter(({ name }) => name === process.argv[only + 1])
if (chosen.length === 0) {
  console.error(`There is no such check. Choose one of: ${CHECKS.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const failed: string[] = []
const waiting = [...chosen]

/** Two at a time: most machines that run this have at least two cores, and each check is one process. */
async function worker(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const outcome = await run(check.program, check.args)
    if (outcome.code !== 0) failed.push(check.name)
    report(check.name, outcome)
  }
}

function report(name: string, { code, output, seconds }: Outcome): void {
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(26)} ${seconds.toFixed(1).padStart(5)} s`)
  if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '        '))
}

await Promise.all([worker(), worker()])
console.log(`checks: ${chosen.length - failed.length} passed, ${failed.length} failed`)
process.exit(failed.length === 0 ? 0 : 1)
