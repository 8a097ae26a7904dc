import { run } from '../scripts/lib/run.ts'
import type { Benchmark } from './lib/figure.ts'

export const testSuite: Benchmark = {
  name: 'test-suite',
  summary: 'npm test, whole',
  async run() {
    const { code, seconds, output } = await run('node', ['scripts/test.ts'])
    if (code !== 0) throw new Error(`npm test failed:\n${output.slice(-2000)}`)
    return [
      { name: 'npm test', value: seconds, unit: 's', ratio: seconds / 300, against: 'the 300 s allowed' },
    ]
  },
}
