import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

export interface Outcome {
  code: number
  output: string
  seconds: number
}

export interface RunOptions {
  /** Also shows the output while the command runs. */
  show?: boolean
  env?: Record<string, string>
}

/** Runs a program of the project's own node_modules, or node itself, and keeps what it printed. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const started = performance.now()
  const bin = join(ROOT, 'node_modules', '.bin')
  const env = {
    ...process.env,
    PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env['PATH'] ?? ''}`,
    ...options.env,
  }
  const child = spawn(program, args, {
    cwd: ROOT,
    env,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const [stream, out] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
      if (options.show) out.write(text)
    })
  }
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += String(error)
      resolve(127)
    })
    child.once('close', (status) => resolve(status ?? 1))
  })
  return { code, output, seconds: (performance.now() - started) / 1000 }
}
