import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a running PostgreSQL writes about itself in its folder. */
export interface PidFile {
  pid: number
  port: number
  socketFolder: string
}

export function readPidFile(cluster: string): PidFile | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  // pid, folder, start time, port, socket folder, …; written bit by bit while it starts.
  const [pid, , , port, socketFolder] = lines
  if (!Number(pid) || !Number(port) || socketFolder === undefined) return undefined
  return { pid: Number(pid), port: Number(port), socketFolder }
}
