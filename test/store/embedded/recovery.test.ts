import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { connect } from '../../../server/store/index.ts'
import { chooseAccount } from '../../../server/store/embedded/account.ts'
import { startEmbedded } from '../../../server/store/embedded/launch.ts'
import { spawnStoreServer, storeFolder } from '../../support/store-folder.ts'
import type { StoreFolder } from '../../support/store-folder.ts'

// One folder for all; the first test needs it new.
let folder: StoreFolder
beforeAll(async () => {
  folder = await storeFolder()
})
afterEach(() => folder.stop())
afterAll(() => folder.remove())

const quiet = () => undefined
const open = () => folder.open()
const halfMade = () => readdirSync(folder.path).filter((name) => name.startsWith('postgres.new-'))

test('a server killed while it makes its first database leaves nothing the next one trips over', async () => {
  const first = spawnStoreServer(folder.path)
  await vi.waitFor(
    () => {
      expect(halfMade().some((name) => existsSync(join(folder.path, name, 'global')))).toBe(true)
    },
    { timeout: 10_000, interval: 1 },
  )
  await first.kill('SIGKILL')
  expect(existsSync(join(folder.path, 'postgres'))).toBe(false)
  const store = await open()
  await store.db.ping()
  await store.close()
  // What was interrupted may have been at work a moment longer than the server that started it.
  await vi.waitFor(async () => {
    await (await open()).close()
    expect(halfMade()).toEqual([])
  })
})

test('after server and PostgreSQL are killed together, every acknowledged row is there', async () => {
  const server = spawnStoreServer(folder.path, { task: 'insert' })
  await server.until((told) => told.length > 50)
  folder.killPostmaster()
  await server.kill('SIGKILL')
  const store = await open()
  const rows = await store.db.query<{ id: string }>('select id from kept')
  const kept = new Set(rows.map(({ id }) => id))
  expect(server.told.filter((line) => line !== 'ready' && !kept.has(line))).toEqual([])
  await store.close()
})

test.runIf(process.platform === 'linux')(
  'a process id that another program got after a crash does not keep PostgreSQL from starting',
  async () => {
    const first = await startEmbedded({ dataDir: folder.path, log: quiet })
    const pidFile = join(folder.path, 'postgres', 'postmaster.pid')
    const lines = readFileSync(pidFile, 'utf8').split('\n')
    await first.stop()
    // Of the same user, or PostgreSQL would see by itself that it cannot be its own.
    const other = spawn('sleep', ['60'], { ...chooseAccount(join(folder.path, 'postgres')), stdio: 'ignore' })
    writeFileSync(pidFile, [String(other.pid), ...lines.slice(1)].join('\n'))
    const log = vi.fn()
    const second = await startEmbedded({ dataDir: folder.path, log })
    expect(log).toHaveBeenCalledWith(expect.stringContaining('belongs to another program'))
    expect(second.adopted).toBe(false)
    expect(other.exitCode).toBeNull()
    other.kill()
    await second.stop()
  },
)

test('on a loopback port, as on Windows, the password is needed and kept for the next server', async () => {
  const options = { dataDir: join(folder.path, 'other'), log: quiet, transport: 'loopback' } as const
  const first = await startEmbedded(options)
  const password = expect.stringMatching(/^[\w-]{32}$/) as string
  expect(first.connection).toMatchObject({ host: '127.0.0.1', password })
  await first.stop()
  const second = await startEmbedded(options)
  expect(second.connection.password).toBe(first.connection.password)
  const stranger = connect({ ...second.connection, password: 'guess' })
  await expect(stranger.ping()).rejects.toMatchObject({ code: '28P01' })
  await stranger.close()
  await second.stop()
})
