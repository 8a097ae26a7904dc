import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, programOf } from './process-identity.ts'

/** What a running PostgreSQL writes about itself in its folder. */
export interface PidFile {
  pid: number
  port: number
  socketFolder: string
}

export function readPidFile(cluster: string): PidFile | undefined {
  let lines: string[]
  try {
    lines = readFileSync(pathOf(cluster), 'utf8').split('\n')
  } catch {
    return undefined
  }
  // pid, folder, start time, port, socket folder, …; written bit by bit while it starts.
  const [pid, , , port, socketFolder] = lines
  if (!Number(pid) || !Number(port) || socketFolder === undefined) return undefined
  return { pid: Number(pid), port: Number(port), socketFolder }
}

/**
 * After a crash PostgreSQL does not start while any process has its old id, and in a container small ids come round soon.
 * Only when that process certainly is another program is the file removed; PostgreSQL's shared memory still tells it
 * if remains of the old server are at work.
 */
export function removeIfForeign(cluster: string): boolean {
  const pid = readPidFile(cluster)?.pid
  if (pid === undefined || !isAlive(pid)) return false
  const program = programOf(pid)
  if (program === undefined || program === 'postgres') return false
  rmSync(pathOf(cluster), { force: true })
  return true
}

function pathOf(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}
