import { chmodSync, chownSync, lstatSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { barrier } from '../../../server/store/embedded/account.ts'
import { prepareFolder } from '../../../server/store/embedded/folder.ts'
import { startEmbedded } from '../../../server/store/embedded/launch.ts'
import { passageTo } from '../../../server/store/embedded/passage.ts'
import { spawnStoreServer, storeFolder } from '../../support/store-folder.ts'
import type { StoreFolder } from '../../support/store-folder.ts'

const NOBODY = { uid: 65534, gid: 65534 }
const asRoot = process.getuid?.() === 0
/** Whether a plain user can run the program at all; not where the checkout is root's own. */
const plainUser =
  process.platform !== 'win32' &&
  (!asRoot || [process.execPath, import.meta.dirname].every((path) => !barrier(path, NOBODY)))

let folder: StoreFolder
beforeEach(async () => {
  folder = await storeFolder()
})
afterEach(() => folder.remove())

const open = (dataDir = folder.path) => folder.open({ dataDir })

test.runIf(plainUser)(
  'a plain user can run it, and a folder that is another user’s is refused in one line',
  async () => {
    const uid = asRoot ? NOBODY.uid : undefined
    const own = join(folder.path, 'own')
    mkdirSync(own)
    if (asRoot) chownSync(own, NOBODY.uid, NOBODY.gid)
    const server = spawnStoreServer(own, { uid })
    await server.until((told) => told.includes('ready'))
    expect(statSync(join(own, 'postgres')).uid).toBe(uid ?? process.getuid?.())
    await server.kill('SIGTERM')

    const closed = join(folder.path, 'closed')
    mkdirSync(closed, { mode: 0o555 })
    const refused = spawnStoreServer(join(closed, 'data'), { uid })
    expect(await refused.exited).toBe(1)
    expect(refused.complaints()).toBe(
      `FOLDER_NOT_WRITABLE: Cannot write to ${closed}/data (EACCES). Make it writable for this user, or choose another folder with DATA_DIR.\n`,
    )
  },
)

test.runIf(asRoot)(
  'root gives PostgreSQL to a user without rights, and goes on with the user that has the folder',
  async () => {
    const first = await open()
    const { uid } = statSync(join(folder.path, 'postgres'))
    expect(uid).not.toBe(0)
    await first.close()
    expect(prepareFolder(folder.path).account?.uid).toBe(uid)
  },
)

test.runIf(asRoot && process.platform === 'linux')(
  'root can have its data below a folder that nobody else may enter, and the next server finds it there',
  async () => {
    const closed = join(folder.path, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const path = join(closed, 'data')
    const killed = spawnStoreServer(path, { task: 'insert' })
    await killed.until((told) => told.length > 20)
    await killed.kill('SIGKILL')
    const adopted = await startEmbedded({ dataDir: path, log: () => undefined })
    expect(adopted.adopted).toBe(true)
    await adopted.stop()
    const store = await open(path)
    const [row] = await store.db.query<{ rows: number }>('select count(*)::int as rows from kept')
    expect(row?.rows).toBeGreaterThanOrEqual(killed.told.length - 1)
    await store.close()
    expect(statSync(closed).mode & 0o777).toBe(0o700)
  },
)

test.runIf(asRoot)(
  'where that is not possible, root is told which folder PostgreSQL’s user cannot get through',
  () => {
    const closed = join(folder.path, 'closed')
    mkdirSync(join(closed, 'data'), { recursive: true, mode: 0o700 })
    expect(() => passageTo([join(closed, 'data')], NOBODY, '/no/such/folder')).toThrow(
      `the user it runs as (uid 65534) may not enter ${closed}.`,
    )
  },
)

test('a file in place of the folder is refused in one line', async () => {
  writeFileSync(join(folder.path, 'file'), '')
  await expect(open(join(folder.path, 'file'))).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' })
  await expect(open(join(folder.path, 'file', 'data'))).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' })
})

test.runIf(process.platform === 'linux')(
  'a place where no folder can be made is refused, at once',
  async () => {
    await expect(open('/proc/team-view/data')).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' })
  },
)

test('a folder too deep for a socket works all the same', async () => {
  const deep = join(folder.path, 'd'.repeat(60), 'e'.repeat(60))
  const store = await open(deep)
  const { run } = prepareFolder(deep)
  expect(run.length).toBeLessThan(80)
  expect(statSync(run).mode & 0o777).toBe(0o700)
  await store.db.ping()
  await store.close()
  rmSync(run, { recursive: true })
})

test.runIf(asRoot)(
  'a socket folder another user made first, or a link in its place, is not used',
  async () => {
    const deep = join(folder.path, 'd'.repeat(60), 'e'.repeat(60))
    const { run } = prepareFolder(deep)
    mkdirSync(run)
    chownSync(run, 12345, 12345)
    await expect(open(deep)).rejects.toMatchObject({ code: 'FOLDER_OTHER_OWNER' })
    expect(lstatSync(run).uid).toBe(12345)
    rmSync(run, { recursive: true })
  },
)

test('a folder that holds something else, or a database of another version, is left alone', async () => {
  const cluster = join(folder.path, 'postgres')
  mkdirSync(cluster)
  writeFileSync(join(cluster, 'holiday.jpg'), '')
  await expect(open()).rejects.toMatchObject({ code: 'NOT_A_CLUSTER' })
  writeFileSync(join(cluster, 'PG_VERSION'), '15\n')
  await expect(open()).rejects.toMatchObject({
    code: 'FOLDER_OTHER_VERSION',
    message: expect.stringMatching(
      `^${cluster} was made by PostgreSQL 15 and this is PostgreSQL \\d+\\. Move`,
    ) as string,
  })
})

test.runIf(plainUser && asRoot)(
  'a database that belongs to another user is refused in one line',
  async () => {
    const cluster = join(folder.path, 'postgres')
    mkdirSync(cluster, { mode: 0o700 })
    writeFileSync(join(cluster, 'PG_VERSION'), '18\n')
    chmodSync(folder.path, 0o777)
    const refused = spawnStoreServer(folder.path, { uid: NOBODY.uid })
    expect(await refused.exited).toBe(1)
    expect(refused.complaints()).toMatch(/^FOLDER_OTHER_OWNER: PostgreSQL may not use .*\n$/)
  },
)
