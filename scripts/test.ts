import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, run } from './lib/run.ts'

/** The whole suite: server and pages with vitest, components with jest. Ends with the counts of all of them. */
const RESULTS = join(ROOT, 'test-results')

interface JsonReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numFailedTestSuites: number
}

const SUITES = [
  {
    name: 'components',
    program: 'sfdx-lwc-jest',
    args: (file: string) => ['--skipApiVersionCheck', '--', '--json', `--outputFile=${file}`],
  },
  { name: 'server', program: 'vitest', args: (file: string) => vitest('server', file) },
  { name: 'browser', program: 'vitest', args: (file: string) => vitest('browser', file) },
] as const

const vitest = (project: string, file: string): string[] => [
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${file}`,
]

const wanted = process.argv.slice(2)
const chosen = SUITES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
await rm(RESULTS, { recursive: true, force: true })
await mkdir(RESULTS, { recursive: true })

const totals = { passed: 0, failed: 0, skipped: 0 }
const lines: string[] = []
for (const { name, program, args } of chosen) {
  const file = join(RESULTS, `${name}.json`)
  const { code, seconds } = await run(program, args(file), { show: true })
  const report = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as JsonReport,
    () => undefined,
  )
  // A runner that broke before it could count has failed once, and a file that did not load has too.
  const failed = report ? Math.max(report.numFailedTests, report.numFailedTestSuites, code === 0 ? 0 : 1) : 1
  totals.passed += report?.numPassedTests ?? 0
  totals.failed += failed
  totals.skipped += report?.numPendingTests ?? 0
  lines.push(
    `${name.padEnd(12)} ${String(report?.numPassedTests ?? 0).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
  )
}

console.log(`\n${lines.join('\n')}\n`)
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
)
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1)
