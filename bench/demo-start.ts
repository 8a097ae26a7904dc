import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Benchmark } from './lib/figure.ts'

const ROOT = join(import.meta.dirname, '..')
const CACHE = join(ROOT, 'node_modules', '.cache', 'lightning-host')

export const demoStart: Benchmark = {
  name: 'demo-start',
  summary: 'npm run demo until its first record page is answered: cold as after npm ci, then warm',
  async run(note) {
    const folder = await mkdtemp(join(tmpdir(), 'team-view-demo-'))
    await rm(CACHE, { recursive: true, force: true })
    try {
      note('cold: no database, no built pages')
      const cold = await start(join(folder, 'data'))
      note('warm')
      const warm = await start(join(folder, 'data'))
      return [
        {
          name: 'cold start',
          value: cold.ready,
          unit: 's',
          ratio: cold.ready / 60,
          against: 'the 60 s allowed',
        },
        {
          name: 'warm start',
          value: warm.ready,
          unit: 's',
          ratio: warm.ready / 8,
          against: 'the 8 s allowed',
        },
        {
          name: 'stop',
          value: Math.max(cold.stop, warm.stop),
          unit: 's',
          ratio: Math.max(cold.stop, warm.stop) / 5,
          against: 'the 5 s allowed',
        },
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function start(dataDir: string): Promise<{ ready: number; stop: number }> {
  const began = performance.now()
  const demo = spawn(process.execPath, ['scripts/demo.ts', '--json', '--port', '0', '--data-dir', dataDir], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(demo.stdout.setEncoding('utf8'), 'data')) as [string]
  const { recordPages } = JSON.parse(line) as { recordPages: { account: string } }
  const page = await fetch(recordPages.account)
  if (page.status !== 200) throw new Error(`the record page answered ${page.status}`)
  await page.text()
  const ready = performance.now()
  demo.kill('SIGINT')
  await once(demo, 'exit')
  return { ready: (ready - began) / 1000, stop: (performance.now() - ready) / 1000 }
}
