import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAIN = join(import.meta.dirname, '..', '..', 'local-org', 'main.ts')

/** What the org says with `--json` once it is ready. */
export interface ReadyLine {
  readonly url: string
  readonly pubsub: string
  readonly orgId: string
  readonly users: readonly {
    readonly userId: string
    readonly username: string
    readonly password: string
    readonly accessToken: string
  }[]
  readonly app: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string }
  readonly certificate: string
}

export interface OrgProcess extends ReadyLine {
  readonly child: ChildProcess
  /** All that it wrote so far. */
  written(): { out: string; err: string }
  /** How it ended: the code, or the signal that killed it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

interface Where {
  /** Where it puts its temporary files. */
  readonly temp?: string
}

/** The org as `npm run org` starts it, in a process of its own on free ports. */
export async function runOrg(
  args: readonly string[] = [],
  { temp = tmpdir() }: Where = {},
): Promise<OrgProcess> {
  const child = spawn(process.execPath, [MAIN, '--json', '--port', '0', ...args], {
    env: { ...process.env, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { out: '', err: '' }
  child.stderr.setEncoding('utf8').on('data', (more: string) => (text.err += more))
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals)
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text.out += more
      if (text.out.includes('\n')) resolve()
    })
    void ended.then((how) => reject(new Error(`the org ended with ${how}: ${text.err}`)))
  })
  return {
    ...(JSON.parse(text.out) as ReadyLine),
    child,
    written: () => text,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

/** The command to its end: for what is refused, or only asks. */
export function orgCommand(...args: string[]): { code: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', timeout: 20_000 })
  return { code: done.status, out: done.stdout, err: done.stderr }
}
