import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../server/store/index.ts'
import { spawnStoreServer, storeFolder } from '../support/store-folder.ts'
import type { StoreFolder } from '../support/store-folder.ts'

const ROUNDS = 4

let folder: StoreFolder
beforeAll(async () => {
  folder = await storeFolder()
})
afterAll(() => folder.remove())

test(
  'whatever is killed at whatever moment, no row that was acknowledged is lost',
  { timeout: 60_000 },
  async () => {
    const acknowledged: string[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const server = spawnStoreServer(folder.path, { task: 'insert' })
      const enough = 1 + Math.floor(Math.random() * 400)
      await server.until((told) => told.length > enough)
      // By turns: the server alone, PostgreSQL under it and then both, both at once.
      if (round % 3 === 2) await restartUnder(server)
      if (round % 3 !== 1) folder.killPostmaster()
      await server.kill('SIGKILL')
      acknowledged.push(...server.told.filter((line) => line !== 'ready'))
      await expectAll(acknowledged)
    }
    expect(acknowledged.length).toBeGreaterThan(ROUNDS)
  },
)

async function restartUnder(server: ReturnType<typeof spawnStoreServer>): Promise<void> {
  const before = folder.postmaster()
  folder.killPostmaster()
  const told = server.told.length
  await server.until((lines) => lines.length > told + 20 && folder.postmaster() !== before)
}

async function expectAll(acknowledged: string[]): Promise<void> {
  const store = await openStore({ dataDir: folder.path, log: () => undefined })
  const missing = await store.db.query(
    'select id from unnest($1::bigint[]) as told (id) where not exists (select from kept where kept.id = told.id)',
    [acknowledged],
  )
  await store.close()
  expect(missing).toEqual([])
}
