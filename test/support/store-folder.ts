import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { vi } from 'vitest'
import { openStore } from '../../server/store/index.ts'
import type { OpenedStore } from '../../server/store/index.ts'
import { isAlive } from '../../server/store/embedded/process-identity.ts'

export interface StoreFolder {
  path: string
  /** The process id of the PostgreSQL that says it runs here. */
  postmaster(): number | undefined
  killPostmaster(): void
  /** The store of this folder, or of one in it, in this process. */
  open(options?: { dataDir?: string; log?(message: string): void }): Promise<OpenedStore>
  /** Stops what still runs here, however the test ended. */
  stop(): Promise<void>
  /** The same, and removes the folder. */
  remove(): Promise<void>
}

export async function storeFolder(): Promise<StoreFolder> {
  const path = await mkdtemp(join(tmpdir(), 'team-view-store-'))
  // As root, PostgreSQL runs as another user, who has to get through.
  await chmod(path, 0o755)
  const postmaster = () => readPid(join(path, 'postgres', 'postmaster.pid'))
  const killPostmaster = () => {
    process.kill(postmaster() ?? Number.NaN, 'SIGKILL')
  }
  const opened: OpenedStore[] = []
  const open: StoreFolder['open'] = async ({ dataDir = path, log = () => undefined } = {}) => {
    const store = await openStore({ dataDir, log })
    opened.push(store)
    return store
  }
  const stop = async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()))
    const pid = postmaster()
    if (pid === undefined || !isAlive(pid)) return
    killPostmaster()
    await vi.waitFor(() => {
      if (isAlive(pid)) throw new Error(`PostgreSQL ${pid} is still there`)
    })
  }
  const remove = async () => {
    await stop()
    await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
  return { path, postmaster, killPostmaster, open, stop, remove }
}

export interface StoreServer {
  pid: number
  /** Every line it told so far. */
  told: string[]
  complaints(): string
  exited: Promise<number | null>
  until(done: (told: string[]) => boolean): Promise<void>
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Another process that opens the store on a folder; see store-server.ts. */
export function spawnStoreServer(
  path: string,
  { task = 'idle', uid }: { task?: 'idle' | 'insert'; uid?: number | undefined } = {},
): StoreServer {
  const script = join(import.meta.dirname, 'store-server.ts')
  const account = uid === undefined ? {} : { uid, gid: uid }
  const child = spawn(process.execPath, [script, path, task], {
    ...account,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const told: string[] = []
  let complaints = ''
  createInterface({ input: child.stdout }).on('line', (line) => told.push(line))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return {
    pid: child.pid ?? Number.NaN,
    told,
    exited,
    complaints: () => complaints,
    async until(done) {
      await vi.waitFor(
        () => {
          if (!done(told)) throw new Error(`told ${told.length} lines so far; ${complaints}`)
        },
        { timeout: 20_000, interval: 5 },
      )
    },
    async kill(signal) {
      child.kill(signal)
      await exited
    },
  }
}

function readPid(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8').split('\n')[0]) || undefined
  } catch {
    return undefined
  }
}
