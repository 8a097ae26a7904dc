import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeLock } from '../../../server/store/embedded/lock.ts'
import { ownIdentity } from '../../../server/store/embedded/process-identity.ts'

let root: string
let lock: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'team-view-lock-'))
  lock = join(root, 'server.lock')
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

test('a lock is held until it is released', () => {
  const held = takeLock({ root, lock })
  expect(() => takeLock({ root, lock })).toThrow(
    `Another Team View server (pid ${process.pid}) is using ${root}.`,
  )
  held.release()
  takeLock({ root, lock }).release()
  expect(readdirSync(root)).toEqual([])
})

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: 'long ago' })],
  [
    'whose process id was given to another process',
    JSON.stringify({ ...ownIdentity(), started: 'long ago' }),
  ],
  ['that is no lock', 'half a lo'],
  ['that is empty', ''],
])('a lock %s is replaced', (_, text) => {
  writeFileSync(lock, text)
  const held = takeLock({ root, lock })
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toEqual(ownIdentity())
  held.release()
})

test('releasing does not take away a lock that is no longer ours', () => {
  const held = takeLock({ root, lock })
  writeFileSync(lock, 'another server’s')
  held.release()
  expect(readFileSync(lock, 'utf8')).toBe('another server’s')
})

test('of several servers that find a dead lock together, one gets it', async () => {
  writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, started: 'long ago' }))
  const module = new URL('../../../server/store/embedded/lock.ts', import.meta.url).href
  const script = `import { takeLock } from '${module}'
    try { takeLock(${JSON.stringify({ root, lock })}); console.log('mine') } catch (error) { console.log(error.code) }
    setInterval(() => {}, 1000)`
  const servers = Array.from({ length: 5 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  const answers = await Promise.all(
    servers.map(async (server) => {
      const all = text(server.stdout)
      await once(server.stdout, 'readable')
      return { server, all }
    }),
  )
  for (const server of servers) server.kill('SIGKILL')
  const told = await Promise.all(answers.map(({ all }) => all))
  expect(told.toSorted()).toEqual([...Array<string>(4).fill('FOLDER_IN_USE\n'), 'mine\n'])
})
