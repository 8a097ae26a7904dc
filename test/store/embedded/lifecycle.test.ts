import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startEmbedded } from '../../../server/store/embedded/launch.ts'
import { isAlive } from '../../../server/store/embedded/process-identity.ts'
import { spawnStoreServer, storeFolder } from '../../support/store-folder.ts'
import type { StoreFolder } from '../../support/store-folder.ts'

// One folder for all: making a new database takes longer than most of these tests.
let folder: StoreFolder
beforeAll(async () => {
  folder = await storeFolder()
})
afterEach(() => folder.stop())
afterAll(() => folder.remove())

const quiet = () => undefined
const open = () => folder.open()

test('a store makes its own PostgreSQL, durable, private and in UTF-8, and leaves no process behind', async () => {
  const store = await open()
  const setting = async (name: string) =>
    (await store.db.query<{ value: string }>('select current_setting($1) as value', [name]))[0]?.value
  expect(await setting('fsync')).toBe('on')
  expect(await setting('synchronous_commit')).toBe('on')
  expect(await setting('full_page_writes')).toBe('on')
  expect(await setting('server_encoding')).toBe('UTF8')
  expect(await store.db.query("select lower('ÄÖÜŞ') as lower, 'a' < 'B' as sorted")).toEqual([
    { lower: 'äöüş', sorted: false },
  ])
  const pid = folder.postmaster() ?? Number.NaN
  expect(isAlive(pid)).toBe(true)
  await store.close()
  expect(isAlive(pid)).toBe(false)
  expect(readFileSync(join(folder.path, 'postgres.log'), 'utf8')).toContain('database system is shut down')
})

test.runIf(process.platform !== 'win32')(
  'nobody else on the machine can reach it: no port, and a socket in a folder of its own',
  async () => {
    const store = await open()
    expect(await store.db.query("select current_setting('listen_addresses') as addresses")).toEqual([
      { addresses: '' },
    ])
    for (const name of ['run', 'postgres']) expect(statSync(join(folder.path, name)).mode & 0o077).toBe(0)
    await store.close()
  },
)

test.runIf(process.platform === 'linux')(
  'it gets none of our environment, logs no data, and does not hear Ctrl-C',
  async () => {
    vi.stubEnv('CANARY', 'tweet-tweet')
    const store = await open()
    vi.unstubAllEnvs()
    const pid = folder.postmaster() ?? Number.NaN
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('tweet-tweet')
    await expect(store.db.query("select 'tweet-tweet'::int")).rejects.toMatchObject({ code: '22P02' })
    await expect(store.db.query('select $1::int', ['tweet-tweet'])).rejects.toMatchObject({ code: '22P02' })
    expect(readFileSync(join(folder.path, 'postgres.log'), 'utf8')).not.toContain('tweet-tweet')
    // The terminal signals a process group; PostgreSQL leads one of its own.
    const group = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[4]
    expect(Number(group)).toBe(pid)
    await store.close()
  },
)

test('what was stored is there when it is opened again', async () => {
  const first = await open()
  await first.db.query('create table question as select 42 as answer')
  await first.close()
  const second = await open()
  expect(await second.db.query('select answer from question')).toEqual([{ answer: 42 }])
  await second.close()
})

test('a second server on the same folder is refused, by name, and harms nothing', async () => {
  const first = spawnStoreServer(folder.path)
  await first.until((told) => told.includes('ready'))
  await expect(open()).rejects.toMatchObject({
    code: 'FOLDER_IN_USE',
    message: `Another Team View server (pid ${first.pid}) is using ${folder.path}. Stop it, or choose another folder with DATA_DIR.`,
  })
  const postmaster = folder.postmaster() ?? Number.NaN
  await first.kill('SIGTERM')
  expect(first.told.at(-1)).toBe('closed')
  expect(isAlive(postmaster)).toBe(false)
  await (await open()).close()
})

test('after the server is killed, the next one takes over the PostgreSQL it left, and stops it in the end', async () => {
  const killed = spawnStoreServer(folder.path)
  await killed.until((told) => told.includes('ready'))
  const left = folder.postmaster() ?? Number.NaN
  await killed.kill('SIGKILL')
  expect(isAlive(left)).toBe(true)
  const postgres = await startEmbedded({ dataDir: folder.path, log: quiet })
  expect(postgres.adopted).toBe(true)
  expect(folder.postmaster()).toBe(left)
  await postgres.stop()
  await vi.waitFor(() => {
    expect(isAlive(left)).toBe(false)
  })
})

test('when PostgreSQL dies under the server, it is started again: queries fail in between, later ones work', async () => {
  const lines: string[] = []
  const store = await folder.open({ log: (line) => lines.push(line) })
  await store.db.query('create table survivor as select 1 as id')
  for (const id of [2, 3]) {
    const dead = folder.postmaster()
    folder.killPostmaster()
    await expect(store.db.query('select pg_sleep(5)')).rejects.toThrow()
    await vi.waitFor(() => store.db.query('insert into survivor values ($1)', [id]), { timeout: 15_000 })
    expect(folder.postmaster()).not.toBe(dead)
  }
  expect(await store.db.query('select id from survivor order by id')).toEqual([
    { id: 1 },
    { id: 2 },
    { id: 3 },
  ])
  expect(lines).toContain('PostgreSQL stopped unexpectedly; starting it again (1 of 6)')
  await store.close()
})

test('when an adopted PostgreSQL dies, it is started again too', async () => {
  const killed = spawnStoreServer(folder.path)
  await killed.until((told) => told.includes('ready'))
  await killed.kill('SIGKILL')
  const store = await open()
  folder.killPostmaster()
  await vi.waitFor(() => store.db.ping(), { timeout: 15_000 })
  await store.close()
})

test('stopping while PostgreSQL is being started again leaves nothing running', async () => {
  const store = await open()
  const first = folder.postmaster()
  folder.killPostmaster()
  const second = await vi.waitFor(
    () => {
      const pid = folder.postmaster()
      if (pid === undefined || pid === first) throw new Error('not yet started again')
      return pid
    },
    { timeout: 15_000, interval: 5 },
  )
  await store.close()
  expect(isAlive(second)).toBe(false)
})
