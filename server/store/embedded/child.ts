import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { addressSettings } from './address.ts'
import { writing } from './folder.ts'
import { passageTo } from './passage.ts'
import type { PostmasterOptions } from './postmaster.ts'

/** A PostgreSQL process started by us. */
export interface Child {
  pid: number | undefined
  exited: boolean
  /** Resolves when it has exited, or could not be started at all. */
  gone: Promise<void>
  /** What it has written to its log. */
  output(): string
}

const LARGEST_LOG = 10_000_000

/** Nothing of ours: it may hold secrets, and another user's processes would carry it. Windows cannot do without. */
export function childEnvironment(): NodeJS.ProcessEnv | undefined {
  return process.platform === 'win32' ? undefined : { LC_ALL: 'C', TZ: 'UTC' }
}

export function startChild(options: PostmasterOptions): Child {
  const { folder, binaries, transport, connection } = options
  const passage = passageTo(
    transport === 'socket' ? [folder.cluster, connection.host] : [folder.cluster],
    folder.account,
  )
  const [cluster = folder.cluster, socketFolder] = passage.paths
  const settings = { ...addressSettings(connection, socketFolder), ...options.settings }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = writing(folder.log, () => openLog(folder.log))
  const from = statSync(folder.log).size
  const child = spawn(binaries.postgres, ['-D', cluster, ...args], {
    ...folder.account,
    cwd: folder.cluster,
    env: childEnvironment(),
    // A process group of its own: Ctrl-C in the terminal is for us, and we stop it in order.
    detached: true,
    // A file, not a pipe: it may outlive us and must still have somewhere to write.
    stdio: ['ignore', log, log, ...passage.handles],
  })
  closeSync(log)
  passage.close()
  child.unref()
  let complaint = ''
  const state: Child = {
    pid: child.pid,
    exited: false,
    gone: new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', (error) => {
        complaint = error.message
        resolve()
      })
    }),
    output: () => readFileSync(folder.log).subarray(from).toString('utf8') + complaint,
  }
  void state.gone.then(() => (state.exited = true))
  return state
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > LARGEST_LOG) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}
