import { createHash } from 'node:crypto'
import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { StoreError } from '../store-error.ts'
import { barrier } from './account.ts'
import type { Account } from './account.ts'
import { writing } from './folder.ts'

/**
 * As root, in a checkout below a folder that is root's alone (/root, say), PostgreSQL's account could not even run the
 * programs. A copy in the temporary folder can be run by everyone and changed by root only.
 */
export function reachableCopy(shipped: string, account: Account): string {
  if (!barrier(join(shipped, 'bin', 'postgres'), account)) return shipped
  const copy = join(tmpdir(), `team-view-postgresql-${fingerprint(shipped)}`)
  const found = lstatSync(copy, { throwIfNoEntry: false })
  if (!found) return writing(copy, () => copyWhole(shipped, copy))
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new StoreError(
      'FOLDER_OTHER_OWNER',
      `${copy} was not made by root. Remove it, and start the server again.`,
    )
  }
  return copy
}

/** Appears whole or not at all, also when several servers start together. */
function copyWhole(shipped: string, copy: string): string {
  const staging = mkdtempSync(join(tmpdir(), `${basename(copy)}-`))
  try {
    const inside = join(staging, 'native')
    cpSync(shipped, inside, { recursive: true, verbatimSymlinks: true })
    openToAll(inside)
    renameSync(inside, copy)
  } catch (error) {
    if (!lstatSync(copy, { throwIfNoEntry: false })) throw error
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
  return copy
}

/** Whatever the umask was when it was installed and copied. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(path, 0o755)
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755)
  }
}

function fingerprint(shipped: string): string {
  const { size, mtimeMs } = statSync(join(shipped, 'bin', 'postgres'))
  return createHash('sha256').update(`${shipped} ${size} ${mtimeMs}`).digest('hex').slice(0, 16)
}
