import { qualified } from '../../server/objects/index.ts'
import { joinStore } from '../../server/store/index.ts'

/** Changes the companies every ten milliseconds, in the database of a running server: hardly anything is remembered then. */
const store = await joinStore({ dataDir: process.argv[2] ?? '', log: () => undefined })
const [tenant] = await store.db.query<{ schema_name: string }>('select schema_name from control.tenant')
const change = `update ${qualified(tenant?.schema_name ?? '', 'Company')} set name = name where false`
const timer = setInterval(() => void store.db.query(change), 10)
process.once('SIGTERM', () => {
  clearInterval(timer)
  void store.close().then(() => process.exit(0))
})
process.send?.({})
