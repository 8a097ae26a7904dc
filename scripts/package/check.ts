// Everything that can be known about the Salesforce package without an org. One line per check; the problems under it.
import path from 'node:path'
import { CHECKS } from './checks.ts'
import { readPackage } from './package-source.ts'
import { formatProblem } from './problem.ts'

const source = readPackage(path.resolve(import.meta.dirname, '../..'))
let failed = 0
for (const { name, run } of CHECKS) {
  const { counted, problems } = await run(source)
  failed += problems.length
  console.log(
    [`${problems.length === 0 ? '✓' : '✗'} ${name} (${counted})`, ...problems.map(formatProblem)].join('\n'),
  )
}
if (failed > 0) {
  console.log(`${failed} problems`)
  process.exitCode = 1
}
