import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A program of the benchmark in a process of its own, so that it does not share a thread with what loads it. */
export interface Child<Ready> {
  ready: Ready
  stop(): Promise<void>
}

const ROOT = join(import.meta.dirname, '..', '..')

export async function startChild<Ready>(file: string, args: readonly string[]): Promise<Child<Ready>> {
  const child = fork(file, [...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  const ready = await Promise.race([
    once(child, 'message').then(([message]) => message as Ready),
    ended.then(() => {
      throw new Error(`${file} ended before it was ready`)
    }),
  ])
  return {
    ready,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** The server as `npm start` runs it; ready with its address, which it writes to its log. */
export async function startProduction(env: Record<string, string>): Promise<Child<string>> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const lines = createInterface(child.stdout)
  const address = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string }
      if (msg === 'listening' && url) resolve(url)
    })
  })
  const failed = ended.then(() => Promise.reject(new Error('the server ended before it listened')))
  return {
    ready: await Promise.race([address, failed]),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
