import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { StoreError } from '../store-error.ts'
import type { Transport } from './address.ts'
import type { Binaries } from './binaries.ts'
import { childEnvironment } from './child.ts'
import { explain } from './explain.ts'
import { makePrivate, writing } from './folder.ts'
import type { Folder } from './folder.ts'
import { passageTo } from './passage.ts'

export interface ClusterOptions {
  folder: Folder
  binaries: Binaries
  transport: Transport
  /** Off only where losing the folder does not matter. */
  durable: boolean
}

/** Makes PostgreSQL's folder on first use. It appears whole or not at all, whenever we are killed. */
export async function ensureCluster(options: ClusterOptions): Promise<void> {
  const { folder, binaries } = options
  removeLeftovers(folder)
  if (readVersion(folder, binaries.major)) return
  const staging = writing(folder.root, () => mkdtempSync(`${folder.cluster}.new-`))
  makePrivate(staging, folder.account)
  try {
    await runInitdb(staging, options)
    writing(folder.root, () => {
      renameSync(staging, folder.cluster)
      flushFolder(folder.root)
    })
  } finally {
    removeLeftovers(folder)
  }
}

/** Whether there is a cluster we can use; complains about anything else found in its place. */
function readVersion({ cluster }: Folder, major: string): boolean {
  if (!existsSync(cluster)) return false
  let found: string
  try {
    if (readdirSync(cluster).length === 0) {
      rmdirSync(cluster)
      return false
    }
    found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM') throw explain('Permission denied', cluster)
    throw new StoreError(
      'NOT_A_CLUSTER',
      `${cluster} is not a PostgreSQL data folder. Move it away, or choose another folder with DATA_DIR.`,
      { cause: error },
    )
  }
  if (found === major) return true
  throw new StoreError(
    'FOLDER_OTHER_VERSION',
    `${cluster} was made by PostgreSQL ${found} and this is PostgreSQL ${major}. Move its data with pg_dump, or choose another folder with DATA_DIR.`,
  )
}

async function runInitdb(target: string, options: ClusterOptions): Promise<void> {
  const { folder, binaries } = options
  const passage = passageTo([target], folder.account)
  const child = spawn(binaries.initdb, ['-D', ...passage.paths, ...initdbArguments(options)], {
    ...folder.account,
    cwd: target,
    env: childEnvironment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...passage.handles],
  })
  passage.close()
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => output.push(bytes.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  if (code !== 0) throw explain(output.join(''), folder.cluster)
}

function initdbArguments({ folder, transport, durable }: ClusterOptions): string[] {
  const args = ['-U', 'postgres', '--encoding=UTF8', '--no-instructions']
  // The same sorting and casing on every platform and every libc. (--locale is for what is not text: messages, money.)
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  if (!durable) args.push('--no-sync')
  if (transport === 'socket') return [...args, '--auth-local=trust', '--auth-host=reject']
  return [...args, '--auth-local=reject', '--auth-host=scram-sha-256', `--pwfile=${writePassword(folder)}`]
}

function writePassword(folder: Folder): string {
  const secret = randomBytes(24).toString('base64url')
  writing(folder.password, () => {
    writeFileSync(folder.password, secret, { mode: 0o600, flush: true })
    if (folder.account) chownSync(folder.password, folder.account.uid, folder.account.gid)
  })
  return folder.password
}

/** What an initdb left that was killed half way. If it is still at work, its folder goes next time. */
function removeLeftovers(folder: Folder): void {
  const prefix = `${basename(folder.cluster)}.new-`
  for (const name of readdirSync(folder.root).filter((entry) => entry.startsWith(prefix))) {
    try {
      rmSync(join(folder.root, name), { recursive: true, force: true })
    } catch {
      // In nobody's way.
    }
  }
}

function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
