import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Connection, Transport } from './address.ts'
import type { Binaries } from './binaries.ts'
import type { Folder } from './folder.ts'

export interface PostmasterOptions {
  folder: Folder
  binaries: Binaries
  transport: Transport
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

/** Fast shutdown (open transactions end), then, if it takes too long, immediate: the next start recovers from the log. */
export async function shutDown(
  postmaster: Pick<Postmaster, 'pid' | 'gone'>,
  options: PostmasterOptions,
): Promise<void> {
  await order(postmaster.pid, 'fast', options)
  if (await within(4_000, postmaster.gone)) return
  options.log('PostgreSQL takes long to stop, so it is cut short. It will recover when it starts again.')
  await order(postmaster.pid, 'immediate', options)
  await within(1_000, postmaster.gone)
}

async function order(
  pid: number,
  mode: 'fast' | 'immediate',
  { binaries, folder }: PostmasterOptions,
): Promise<void> {
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
