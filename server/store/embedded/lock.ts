import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { StoreError } from '../store-error.ts'
import { writing } from './folder.ts'
import type { Folder } from './folder.ts'
import { isRunning, ownIdentity } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'

const TRIES = 5

/** One server per data folder. The lock of a server that was killed is replaced. */
export function takeLock({ root, lock }: Pick<Folder, 'root' | 'lock'>): { release(): void } {
  const mine = JSON.stringify(ownIdentity())
  for (let tries = 1; !writing(root, () => create(lock, mine)); tries++) {
    const text = read(lock)
    const holder = parse(text)
    if (tries === TRIES || (holder && isRunning(holder))) throw inUse(root, holder)
    clear(lock, text)
  }
  return {
    release() {
      if (read(lock) === mine) rmSync(lock, { force: true })
    },
  }
}

/** Written aside and linked into place, so that nobody ever reads half a lock. */
function create(path: string, text: string): boolean {
  const aside = `${path}.${process.pid}.new`
  writeFileSync(aside, text, { flush: true })
  try {
    linkSync(aside, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Moved aside, looked at, then removed: of two servers that found the same dead lock, one may already have replaced it. */
function clear(path: string, seen: string): void {
  const aside = `${path}.${process.pid}.old`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = read(aside)
  if (moved !== seen) create(path, moved)
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
    // Not a lock of ours, or emptied by a crash of the machine.
  }
  return undefined
}
