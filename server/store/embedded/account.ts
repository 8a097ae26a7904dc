import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The operating system account PostgreSQL runs as. Absent: our own. */
export interface Account {
  uid: number
  gid: number
}

const NOBODY: Account = { uid: 65534, gid: 65534 }

/** PostgreSQL refuses to run as root, so root hands it to an account without rights: the cluster's owner if there is one. */
export function chooseAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return findPostgresAccount(readPasswd()) ?? NOBODY
}

export function findPostgresAccount(passwd: string): Account | undefined {
  const entry = /^postgres:[^:]*:(?<uid>\d+):(?<gid>\d+):/m.exec(passwd)
  const account = entry?.groups && { uid: Number(entry.groups['uid']), gid: Number(entry.groups['gid']) }
  return account?.uid === 0 ? undefined : account
}

/** The first folder on the way to `path`, itself included, that the account may not enter. */
export function barrier(path: string, account: Account): string | undefined {
  const parent = dirname(path)
  const above = parent === path ? undefined : barrier(parent, account)
  return above ?? (canEnter(path, account) ? undefined : path)
}

export function canEnter(path: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(path)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}
