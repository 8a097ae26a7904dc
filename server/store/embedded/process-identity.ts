import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process as told apart from a later one that got the same id. */
export interface ProcessIdentity {
  pid: number
  /** When it started, in whatever form the system tells; empty where it does not. */
  started: string
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid) }
}

export function isRunning(identity: ProcessIdentity): boolean {
  return isAlive(identity.pid) && startOf(identity.pid) === identity.started
}

/** A process that ended but was not yet collected by its parent counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return procStat(pid)?.[0] !== 'Z'
}

function startOf(pid: number): string {
  if (process.platform === 'linux') {
    // Ticks since boot, so the boot is part of it. Field 22 of stat, of which procStat leaves out two.
    return `${readText('/proc/sys/kernel/random/boot_id').trim()} ${procStat(pid)?.[19] ?? ''}`
  }
  if (process.platform === 'win32') return ''
  try {
    return execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** The fields after the process's name, which may itself hold spaces and brackets. */
function procStat(pid: number): string[] | undefined {
  if (process.platform !== 'linux') return undefined
  const stat = readText(`/proc/${pid}/stat`)
  return stat === '' ? undefined : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The name of the program a process runs, where the system tells. */
export function programOf(pid: number): string | undefined {
  return process.platform === 'linux' ? readText(`/proc/${pid}/comm`).trim() || undefined : undefined
}
