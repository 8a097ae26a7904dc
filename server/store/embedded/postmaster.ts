import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Connection } from './address.ts'
import type { Binaries } from './binaries.ts'
import { childEnvironment } from './cluster.ts'
import { explain, willPass } from './explain.ts'
import { writing } from './folder.ts'
import type { Folder } from './folder.ts'
import { readPidFile } from './pid-file.ts'
import { probe } from './probe.ts'
import { isAlive } from './process-identity.ts'

export interface PostmasterOptions {
  folder: Folder
  binaries: Binaries
  connection: Connection
  settings: Record<string, string>
  log(message: string): void
}

/** A running PostgreSQL: started by us, or found running. */
export interface Postmaster {
  pid: number
  adopted: boolean
  /** Resolves when it is no longer there. */
  gone: Promise<void>
}

interface Child {
  pid: number | undefined
  gone: Promise<void>
  exited: boolean
  output(): string
}

const POLL_MS = 50
/** An unreaped predecessor was seen to block the folder for two seconds. */
const TRIES = 100
const LARGEST_LOG = 10_000_000

/** Finds the running PostgreSQL of this folder or starts one, and waits until it takes queries. */
export async function bringUp(options: PostmasterOptions, signal: AbortSignal): Promise<Postmaster> {
  const { folder, connection } = options
  let child: Child | undefined
  for (let tries = 0; ;) {
    const state = await probe(connection, folder.cluster)
    const pid = child?.exited === false ? child.pid : readPidFile(folder.cluster)?.pid
    if (state === 'ready' && pid !== undefined) {
      return { pid, adopted: pid !== child?.pid, gone: pid === child?.pid ? child.gone : untilGone(pid) }
    }
    if (signal.aborted) throw await abandoned(child, options)
    if (state === 'absent' && (child === undefined || child.exited)) {
      const output = child?.output() ?? ''
      if (child && (!willPass(output) || ++tries > TRIES)) throw explain(output, folder.cluster)
      if (child) await delay(POLL_MS)
      child = launch(options)
    }
    await delay(POLL_MS)
  }
}

async function abandoned(child: Child | undefined, options: PostmasterOptions): Promise<Error> {
  if (child?.pid !== undefined && !child.exited) {
    await shutDown({ pid: child.pid, adopted: false, gone: child.gone }, options)
  }
  return new Error('PostgreSQL was stopped while it started')
}

function launch({ folder, binaries, settings }: PostmasterOptions): Child {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = writing(folder.log, () => openLog(folder.log))
  const from = statSync(folder.log).size
  const child = spawn(binaries.postgres, ['-D', folder.cluster, ...args], {
    ...folder.account,
    cwd: folder.cluster,
    env: childEnvironment(),
    // A process group of its own: Ctrl-C in the terminal is for us, and we stop it in order.
    detached: true,
    // A file, not a pipe: it must outlive us and still have somewhere to write.
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  const state: Child = {
    pid: child.pid,
    exited: false,
    gone: new Promise<void>((resolve) => {
      child.once('exit', resolve).once('error', () => resolve())
    }).then(() => {
      state.exited = true
    }),
    output: () => readFileSync(folder.log).subarray(from).toString('utf8'),
  }
  return state
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > LARGEST_LOG) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(POLL_MS * 4, undefined, { ref: false })
}

/** Fast shutdown (open transactions end), then, if it takes too long, immediate: the next start recovers from the log. */
export async function shutDown(postmaster: Postmaster, options: PostmasterOptions): Promise<void> {
  await order(postmaster, 'fast', options)
  if (await within(4_000, postmaster.gone)) return
  options.log('PostgreSQL takes long to stop; stopping it at once. It will recover when it starts again.')
  await order(postmaster, 'immediate', options)
  await within(1_000, postmaster.gone)
}

async function order(
  { pid }: Postmaster,
  mode: 'fast' | 'immediate',
  { binaries, folder }: PostmasterOptions,
) {
  if (process.platform === 'win32') {
    // Windows has no signals; PostgreSQL's own tool knows the other way.
    await promisify(execFile)(binaries.pgCtl, ['stop', '-W', '-m', mode, '-D', folder.cluster]).catch(
      () => {},
    )
    return
  }
  try {
    process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  } catch {
    // It went by itself.
  }
}

async function within(milliseconds: number, event: Promise<void>): Promise<boolean> {
  const patience = new AbortController()
  const late = delay(milliseconds, false, { signal: patience.signal }).catch(() => false)
  const inTime = await Promise.race([event.then(() => true), late])
  patience.abort()
  return inTime
}
