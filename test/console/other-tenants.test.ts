import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSecret } from '../../server/lib/ids.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import { listedEndpoints } from '../support/app.ts'
import { makeConnection } from '../support/connection.ts'
import { signIn, type Person, type Site } from '../support/console.ts'
import { dump } from '../support/dump.ts'
import { sampleOf, send, type Sample } from '../support/samples.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let theirs: Site
let me: Person
let they: Person
beforeAll(async () => {
  server = await startTestServer()
  theirs = { ...server, tenant: await provisionTenant(server.db, { name: 'Elsewhere' }) }
  me = await signIn(server, { role: 'super-admin' })
  they = await signIn(theirs, { role: 'super-admin' })
})
afterAll(() => server.close())

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const GSID = /^1P\d\d[0-9A-Z]{32}$/
const isId = (part: string): boolean => UUID.test(part) || GSID.test(part)

/** An id of the same kind that nothing bears. */
const madeUp = (id: string): string =>
  UUID.test(id)
    ? randomUUID()
    : id.slice(0, 4) +
      newSecret()
        .toUpperCase()
        .replaceAll(/[^0-9A-Z]/g, '0')
        .slice(0, 32)

interface Address {
  parts: string[]
  search: string
}
const read = (path: string): Address => {
  const { pathname, search } = new URL(path, 'http://localhost')
  return { parts: pathname.split('/'), search }
}
const write = ({ parts, search }: Address): string => parts.join('/') + search
/** The address with the ids at these places replaced. */
const replaced = (address: Address, places: readonly number[], by: (id: string) => string): Address => ({
  ...address,
  parts: address.parts.map((part, place) => (places.includes(place) ? by(part) : part)),
})

const withIds = listedEndpoints().filter(({ door, path }) => door === 'console' && path.includes(':'))

test('the endpoints with an id in their address are all asked', () => {
  expect(withIds.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['getConnection', 'putUserRole', 'endSession', 'deleteConnection']),
  )
})

describe.each(withIds.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  '%s',
  (_name, endpoint) => {
    /** Without what differs from one answer to the next. */
    const ask = async (sample: Sample) => {
      const reply = await send(server.urls.fast, endpoint, { ...sample, headers: me.headers })
      return { status: reply.status, text: reply.text.replaceAll(reply.headers['x-request-id'] ?? '', '') }
    }

    test('answers the ids of another tenant as it answers ids that are nobody’s, and changes nothing', async () => {
      const sample = await sampleOf(endpoint, theirs, they)
      const address = read(sample.path)
      const ids = address.parts.flatMap((part, place) => (isId(part) ? [place] : []))
      expect(ids.length).toBeGreaterThan(0)
      const before = await dump(server.db)
      const foreign = await ask(sample)
      expect(foreign.status).toBe(404)
      expect(foreign).toEqual(await ask({ ...sample, path: write(replaced(address, ids, madeUp)) }))
      expect(await dump(server.db)).toEqual(before)
    })

    if (endpoint.path.split(':').length < 3) return
    test('does not find what another tenant has below a connection of one’s own', async () => {
      const sample = await sampleOf(endpoint, theirs, they)
      const address = read(sample.path)
      const [first = -1, ...others] = address.parts.flatMap((part, place) => (isId(part) ? [place] : []))
      if (others.length === 0) return
      const mine = await makeConnection(server, 'authorized', { beside: true })
      const below = replaced(address, [first], () => mine)
      const before = await dump(server.db)
      const foreign = await ask({ ...sample, path: write(below) })
      expect(foreign.status).toBe(404)
      expect(foreign).toEqual(await ask({ ...sample, path: write(replaced(below, others, madeUp)) }))
      expect(await dump(server.db)).toEqual(before)
    })
  },
)
