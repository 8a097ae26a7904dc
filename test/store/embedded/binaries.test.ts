import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { barrier, findPostgresAccount } from '../../../server/store/embedded/account.ts'
import { findBinaries } from '../../../server/store/embedded/binaries.ts'
import { reachableCopy } from '../../../server/store/embedded/binaries-copy.ts'

const asRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }

afterEach(() => {
  vi.unstubAllGlobals()
})

test('the programs are found, and they run', () => {
  expect(Number(findBinaries(undefined).major)).toBeGreaterThanOrEqual(16)
})

test('on a machine without any, the way out is named', () => {
  vi.stubGlobal('process', Object.create(process, { arch: { value: 'mips' } }))
  expect(() => findBinaries(undefined)).toThrow(
    expect.objectContaining({
      code: 'BINARIES_MISSING',
      message: expect.stringContaining('DATABASE_URL') as string,
    }),
  )
})

test.runIf(asRoot)(
  'programs in a folder that is root’s alone are copied to where others can run them',
  () => {
    const closed = mkdtempSync(join(tmpdir(), 'team-view-closed-'))
    const shipped = join(closed, 'native')
    mkdirSync(join(shipped, 'bin'), { recursive: true, mode: 0o700 })
    writeFileSync(join(shipped, 'bin', 'postgres'), 'program', { mode: 0o700 })
    writeFileSync(join(shipped, 'notes'), 'text', { mode: 0o600 })
    symlinkSync('notes', join(shipped, 'link'))
    const copy = reachableCopy(shipped, nobody)
    try {
      expect(barrier(join(copy, 'bin', 'postgres'), nobody)).toBeUndefined()
      expect(statSync(join(copy, 'link')).mode & 0o777).toBe(0o644)
      const made = statSync(copy).ctimeMs
      expect(reachableCopy(shipped, nobody)).toBe(copy)
      expect(statSync(copy).ctimeMs).toBe(made)
      chownSync(copy, nobody.uid, nobody.gid)
      expect(() => reachableCopy(shipped, nobody)).toThrow('was not made by root')
      chownSync(copy, 0, 0)
      chmodSync(copy, 0o777)
      expect(() => reachableCopy(shipped, nobody)).toThrow('was not made by root')
    } finally {
      rmSync(copy, { recursive: true })
      rmSync(closed, { recursive: true })
    }
  },
)

test('the account for PostgreSQL is the system’s own, never root', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\n'
  expect(findPostgresAccount(passwd)).toEqual({ uid: 101, gid: 104 })
  expect(findPostgresAccount('root:x:0:0:root:/root:/bin/sh\n')).toBeUndefined()
  expect(findPostgresAccount('postgres:x:0:0::/:/bin/sh\n')).toBeUndefined()
})
