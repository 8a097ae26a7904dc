import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  lchownSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { StoreError } from '../store-error.ts'
import { canEnter, chooseAccount } from './account.ts'
import type { Account } from './account.ts'

/** Where things are in the data folder. */
export interface Folder {
  root: string
  /** PostgreSQL's own folder (PGDATA). */
  cluster: string
  /** Holds the Unix socket, for our eyes only: whoever can enter it is let into the database. */
  run: string
  log: string
  lock: string
  password: string
  account: Account | undefined
}

/** macOS allows 103 bytes, Linux 107. */
const LONGEST_SOCKET_PATH = 103
const SOCKET_NAME = '/.s.PGSQL.5432'

export function prepareFolder(dataDir: string): Folder {
  const given = resolve(dataDir)
  const root = writing(given, () => {
    makeFolders(given, process.getuid?.() === 0 ? 0o711 : 0o700)
    accessSync(given, constants.W_OK | constants.X_OK)
    return realpathSync(given)
  })
  const cluster = join(root, 'postgres')
  const account = chooseAccount(cluster)
  // As root: it is ours to open a little, so that PostgreSQL's account gets to its own folder in it.
  if (account && !canEnter(root, account))
    writing(root, () => chmodSync(root, (statSync(root).mode & 0o7777) | 0o011))
  return {
    root,
    cluster,
    account,
    run: runFolder(root),
    log: join(root, 'postgres.log'),
    lock: join(root, 'server.lock'),
    password: join(root, 'postgres.password'),
  }
}

/** Folder by folder: Node's own way of making several at once never ends where none can be made (/proc). */
function makeFolders(path: string, mode: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  makeFolders(dirname(path), mode)
  makeUnlessThere(path, mode)
}

function makeUnlessThere(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** A folder only PostgreSQL's account (and root) can enter. It may lie where others can write, so what is there is not trusted. */
export function makePrivate(path: string, account: Account | undefined): void {
  writing(path, () => {
    makeUnlessThere(path, 0o700)
    const found = lstatSync(path)
    const own = process.getuid?.()
    if (!found.isDirectory() || (own !== undefined && found.uid !== own && found.uid !== account?.uid)) {
      throw new StoreError(
        'FOLDER_OTHER_OWNER',
        `${path} belongs to another user. Remove it, or choose another DATA_DIR.`,
      )
    }
    if (account && found.uid !== account.uid) lchownSync(path, account.uid, account.gid)
    chmodSync(path, 0o700)
  })
}

/** Turns what the file system says into one line that names the folder and the way out. */
export function writing<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StoreError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new StoreError(
        'DISK_FULL',
        `The disk that holds ${path} is full. Free some space and start again.`,
        {
          cause: error,
        },
      )
    }
    throw new StoreError(
      'FOLDER_NOT_WRITABLE',
      `Cannot write to ${path} (${code ?? message}). Make it writable for this user, or choose another folder with DATA_DIR.`,
      { cause: error },
    )
  }
}

function runFolder(root: string): string {
  const near = join(root, 'run')
  if (Buffer.byteLength(near + SOCKET_NAME) <= LONGEST_SOCKET_PATH) return near
  const name = `team-view-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`
  return join(tmpdir(), name)
}
