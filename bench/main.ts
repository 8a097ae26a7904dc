import { parseArgs } from 'node:util'
import { demoStart } from './demo-start.ts'
import { table, type Benchmark } from './lib/figure.ts'
import { orgBulkQuery } from './org-bulk-query.ts'
import { teamViewSlice } from './team-view-slice.ts'
import { testSuite } from './test-suite.ts'

const BENCHMARKS: readonly Benchmark[] = [teamViewSlice, demoStart, testSuite, orgBulkQuery]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
})

if (values.list) {
  for (const { name, summary } of BENCHMARKS) console.log(`${name.padEnd(18)} ${summary}`)
  process.exit(0)
}
const unknown = positionals.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name))
if (unknown.length > 0 || positionals.length === 0) {
  if (unknown.length > 0) console.error(`There is no benchmark ${unknown.join(', ')}.`)
  console.error(`npm run bench -- NAME… [--json]   (npm run bench -- --list names them)`)
  process.exit(2)
}

for (const benchmark of BENCHMARKS.filter(({ name }) => positionals.includes(name))) {
  const figures = await benchmark.run((text) => values.json || console.error(`  ${benchmark.name}: ${text}`))
  if (values.json) for (const figure of figures) console.log(JSON.stringify(figure))
  else console.log(`\n${benchmark.name}: ${benchmark.summary}\n${table(figures)}`)
}
