import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DemoAddresses } from '../../scripts/demo/start.ts'

const ROOT = join(import.meta.dirname, '..', '..')

export interface RunningDemo extends DemoAddresses {
  stop(): Promise<void>
}

/** The demo as a stranger starts it, in a process and a folder of its own. */
export async function runDemo(...options: string[]): Promise<RunningDemo> {
  const dataDir = await mkdtemp(join(tmpdir(), 'team-view-browser-'))
  const demo = spawn(
    process.execPath,
    ['scripts/demo.ts', '--json', '--port', '0', '--data-dir', dataDir, ...options],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let complaints = ''
  demo.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const ended = once(demo, 'exit')
  const line = await Promise.race([
    once(demo.stdout.setEncoding('utf8'), 'data').then(([text]) => text as string),
    ended.then(() => Promise.reject(new Error(`the demo ended: ${complaints}`))),
  ])
  return {
    ...(JSON.parse(line) as DemoAddresses),
    async stop() {
      demo.kill('SIGINT')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
