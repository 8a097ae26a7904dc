import { afterAll, beforeAll, expect, test } from 'vitest'
import { listedEndpoints } from '../support/app.ts'
import { signIn, type Person } from '../support/console.ts'
import { dump } from '../support/dump.ts'
import { sampleOf, send } from '../support/samples.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let me: Person
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** What comes and goes while something is under way, and decides nothing. */
const PASSING =
  /^(?:pgboss\.|control\.(?:audit|connection_authorization|metadata_refresh|company_resolution_preview|login)$)/
const lasting = async () =>
  Object.fromEntries(Object.entries(await dump(server.db)).filter(([table]) => !PASSING.test(table)))
const trail = () =>
  server.db.query<{ action: string; admin: string | null }>(
    'select action, admin_gsid as admin from control.audit order by id',
  )

const changing = listedEndpoints().filter(({ door, method }) => door === 'console' && method !== 'GET')

test('there are endpoints that change something', () => {
  expect(changing.length).toBeGreaterThan(10)
})

test.each(changing.map((endpoint) => [endpoint.name, endpoint] as const))(
  'what %s changes is in the audit trail, with who did it',
  async (_name, endpoint) => {
    me = await signIn(server, { role: 'super-admin' })
    const sample = await sampleOf(endpoint, server, me)
    const [before, entries] = [await lasting(), (await trail()).length]
    await send(server.urls.fast, endpoint, { ...sample, headers: me.headers })
    const changed = Object.entries(await lasting()).filter(([table, sum]) => before[table] !== sum)
    const told = (await trail()).slice(entries)
    if (changed.length === 0) return
    expect([changed, told.map(({ admin }) => admin)]).toEqual([changed, expect.arrayContaining([me.userId])])
  },
)
