import { readFileSync, statSync } from 'node:fs'

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
  return entry?.groups ? { uid: Number(entry.groups['uid']), gid: Number(entry.groups['gid']) } : undefined
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}
