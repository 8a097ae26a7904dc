import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reaches, ROLES } from '../../server/http/roles.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import { listedEndpoints } from '../support/app.ts'
import { makeUser, signIn, type Site } from '../support/console.ts'
import { dump } from '../support/dump.ts'
import { sampleOf, send } from '../support/samples.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

/** Nothing of the other tenant may be seen by anybody here. */
const CANARY = 'Canary 5c1e'

let server: TestServer
let elsewhere: Site
beforeAll(async () => {
  server = await startTestServer()
  elsewhere = { ...server, tenant: await provisionTenant(server.db, { name: `${CANARY} tenant` }) }
  await makeUser(elsewhere, { name: `${CANARY} user` })
  await signIn(elsewhere, { role: 'super-admin', name: `${CANARY} admin` })
})
afterAll(() => server.close())

const closed = listedEndpoints().filter(({ door }) => door === 'console')
const every = closed.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const)
const codeOf = (reply: { body: unknown }): unknown => (reply.body as { error?: { code: string } }).error?.code

test('there are endpoints to ask', () => {
  expect(closed.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['getMe', 'logOut', 'listSessions', 'putUserRole', 'putUserLicence', 'listAudit']),
  )
})

describe.each(every)('%s', (_name, endpoint) => {
  test.each(ROLES)('is for its role and those above: %s', async (role) => {
    const person = await signIn(server, { role })
    const sample = await sampleOf(endpoint, server, person)
    const before = await dump(server.db)
    const reply = await send(server.urls.fast, endpoint, { ...sample, headers: person.headers })
    if (endpoint.allow && reaches(role, endpoint.allow)) {
      if (sample.refused) expect(codeOf(reply)).toBe(sample.refused)
      else expect(reply.status).toBeOneOf([200, 202, 303])
    } else {
      expect([reply.status, codeOf(reply)]).toEqual([403, 'FORBIDDEN'])
      expect(await dump(server.db)).toEqual(before)
    }
  })

  test('knows nothing of another tenant', async () => {
    const person = await signIn(server, { role: 'super-admin' })
    const asker = await signIn(elsewhere, { role: 'super-admin', name: `${CANARY} asker` })
    const sample = await sampleOf(endpoint, elsewhere, asker)
    const reply = await send(server.urls.fast, endpoint, { ...sample, headers: person.headers })
    for (const foreign of [CANARY, elsewhere.tenant.id, asker.userId, asker.sessionId])
      expect(reply.text).not.toContain(foreign)
  })

  if (endpoint.method === 'GET') return
  test('does nothing for a page of another site', async () => {
    const person = await signIn(server, { role: 'super-admin' })
    const sample = await sampleOf(endpoint, server, person)
    const before = await dump(server.db)
    const { Cookie = '' } = person.headers
    const sites: Record<string, string>[] = [
      {},
      { Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ]
    for (const site of sites) {
      const headers = { Cookie, ...site }
      const reply = await send(server.urls.fast, endpoint, { ...sample, headers })
      expect([reply.status, codeOf(reply)]).toEqual([403, 'CROSS_ORIGIN'])
    }
    expect(await dump(server.db)).toEqual(before)
  })
})
