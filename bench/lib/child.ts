import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A program of the benchmark in a process of its own, so that it does not share a thread with what loads it. */
export interface Child<Ready> {
  ready: Ready
  process: ChildProcess
  stop(): Promise<void>
}

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
    process: child,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
