import { expect, test } from 'vitest'
import { explain, willPass } from '../../../server/store/embedded/explain.ts'

test.each([
  [
    'initdb: error: could not write file "/d/x": No space left on device',
    'DISK_FULL',
    'The disk that holds /d is full.',
  ],
  [
    'FATAL:  could not write lock file "postmaster.pid": No space left on device',
    'DISK_FULL',
    'The disk that holds /d is full.',
  ],
  [
    'FATAL:  database files are incompatible with server',
    'FOLDER_OTHER_VERSION',
    '/d was made by another version',
  ],
  ['FATAL:  data directory "/d" has wrong ownership', 'FOLDER_OTHER_OWNER', 'PostgreSQL may not use /d.'],
  [
    '2026-01-01 10:00:00.000 UTC [7] LOG:  starting\n2026-01-01 10:00:00.000 UTC [7] FATAL:  invalid value for parameter "port": "0"\n',
    'START_FAILED',
    'PostgreSQL could not start in /d: invalid value for parameter "port": "0"',
  ],
  ['', 'START_FAILED', 'PostgreSQL could not start in /d: it said nothing'],
])('%j is explained in one line', (output, code, start) => {
  const { code: found, message } = explain(output, '/d')
  expect(found).toBe(code)
  expect(message).toContain(start)
  expect(message).not.toContain('\n')
})

test('only what a dying predecessor causes is worth another try', () => {
  expect(willPass('FATAL:  lock file "postmaster.pid" already exists')).toBe(true)
  expect(willPass('FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use')).toBe(true)
  expect(willPass('FATAL:  data directory "/d" has wrong ownership')).toBe(false)
})
