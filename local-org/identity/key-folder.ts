import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The folder with those around it that are not there yet. Node's own recursive mkdir never ends below /proc. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOne(folder)
  } catch (problem) {
    const parent = dirname(folder)
    if ((problem as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw problem
    await makeFolder(parent)
    await makeOne(folder)
  }
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (problem) {
    const isTaken = (problem as NodeJS.ErrnoException).code === 'EEXIST'
    if (!isTaken || !(await stat(folder)).isDirectory()) throw problem
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of it is a file',
  ENOENT: 'no folder can be made there',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'nothing can be written there',
  ENOSPC: 'there is no space left',
}

/** What a person can do about a folder that cannot hold the key; undefined for any other problem. */
export function explainedKeyFolder(problem: unknown, folder: string): string | undefined {
  const { code, message } = problem as NodeJS.ErrnoException
  if (code === undefined) return undefined
  return (
    `--key-dir ${folder} cannot be used: ${REASONS[code] ?? message}. ` +
    'Name a folder that you may write to, or leave the option out for a new key each time.'
  )
}
