import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { StoreError } from '../store-error.ts'
import { writing } from './folder.ts'
import type { Folder } from './folder.ts'
import { isRunning, ownIdentity } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** One server per data folder. The lock of a server that was killed is replaced. */
export function takeLock(folder: Pick<Folder, 'root' | 'lock'>): { release(): void } {
  const mine = JSON.stringify(ownIdentity())
  // Twice: the second time after clearing away a dead server's lock.
  for (let attempt = 1; ; attempt++) {
    if (writing(folder.root, () => create(folder.lock, mine))) break
    const text = read(folder.lock)
    const holder = parse(text)
    if (attempt > 3 || (holder && isRunning(holder))) throw inUse(folder.root, holder)
    clear(folder.lock, text)
  }
  return {
    release() {
      if (read(folder.lock) === mine) rmSync(folder.lock, { force: true })
    },
  }
}

function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600, flush: true })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moved aside before it is removed: of two servers that found the same dead lock, only one can move it. */
function clear(path: string, seen: string): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (read(aside) !== seen) create(path, read(aside))
  rmSync(aside, { force: true })
}

function inUse(root: string, holder: ProcessIdentity | undefined): StoreError {
  const who = holder ? `Another Team View server (pid ${holder.pid})` : 'Another Team View server'
  return new StoreError(
    'FOLDER_IN_USE',
    `${who} is using ${root}. Stop it, or choose another folder with DATA_DIR.`,
  )
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function parse(text: string): ProcessIdentity | undefined {
  try {
    const value = JSON.parse(text) as Partial<ProcessIdentity>
    if (typeof value.pid === 'number' && typeof value.started === 'string') return value as ProcessIdentity
  } catch {
    // Half written by a server that was killed in the act.
  }
  return undefined
}
