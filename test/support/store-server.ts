import { writeSync } from 'node:fs'
import { openStore } from '../../server/store/index.ts'

// A server as far as its store goes, to be started and killed by tests: `node store-server.ts FOLDER idle|insert`.
// It tells what happens a line at a time: `ready`, the id of every row whose insert was acknowledged, `closed`.
const [dataDir = '', task = 'idle'] = process.argv.slice(2)

// Written through at once: what was told before a SIGKILL stays told.
const tell = (line: string | number) => {
  writeSync(1, `${line}\n`)
}

try {
  const store = await openStore({ dataDir, log: (message) => writeSync(2, `${message}\n`) })
  process.once('SIGTERM', () => {
    void store.close().then(() => {
      tell('closed')
      process.exit()
    })
  })
  await store.db.query('create table if not exists kept (id bigint generated always as identity, text text)')
  tell('ready')
  const add = `insert into kept (text) select repeat('x', 200) returning id`
  while (task === 'insert') {
    const [row] = await store.db.query<{ id: string }>(add).catch(() => [])
    if (row) tell(row.id)
  }
  setInterval(() => undefined, 1_000)
} catch (error) {
  writeSync(2, `${(error as { code?: string }).code}: ${(error as Error).message}\n`)
  process.exitCode = 1
}
