import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBusiness } from '../../../local-org/business/index.ts'
import { createControl, type ControlledOrg } from '../../../local-org/control/index.ts'
import { createEvents, type Events } from '../../../local-org/events/index.ts'
import { createFaults } from '../../../local-org/faults/index.ts'
import { createIdentity, defaultApp, type Identity } from '../../../local-org/identity/index.ts'
import { createOrgKey } from '../../../local-org/identity/key.ts'
import { orgIdFor } from '../../../local-org/identity/org.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { createStore } from '../../../local-org/records/store.ts'
import type { Store, Writer } from '../../../local-org/records/types.ts'
import { createLimits } from '../../../local-org/rest/limits.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'

export const NOW = Date.parse('2026-11-20T09:30:00.500Z')

/** An org of 40 accounts without its APIs. */
export async function smallOrg() {
  const now = () => NOW
  const business = createBusiness({ seed: 3, accounts: 40, today: '2026-11-20' })
  const schema = createSchema(standardObjects({ business, multiCurrency: true }), now)
  const store = createStore({ schema, base: baseTables(business), now })
  const orgId = orgIdFor(3)
  let url = 'http://127.0.0.1:1'
  const identity: Identity = createIdentity({
    ...{ orgId, seed: 3, store, now, apps: [defaultApp(3)], url: () => url },
    signingKey: await createOrgKey(),
  })
  const events: Events = createEvents({
    ...{ schema, store, orgId, now, tls: false },
    authenticate: (token) => identity.authenticate(`Bearer ${token}`),
  })
  const limits = createLimits({ max: 1_000, now })
  const faults = createFaults()
  const admin = store.records('User').next().value!.Id
  const parts: ControlledOrg = { faults, store, schema, identity, events, limits, administrator: admin }
  const writer: Writer = { userId: admin, origin: 'com/salesforce/api/rest/65.0' }
  return {
    ...{ parts, store, schema, identity, events, limits, faults, writer, orgId },
    at: (to: string) => (url = to),
  }
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function runningControl(hosts?: readonly string[]) {
  const org = await smallOrg()
  const control = createControl({ ...org.parts, ...(hosts && { hosts }) })
  const server = createServer((req, res) => {
    void control.handle(req, res, new URL(req.url ?? '/', 'http://org.invalid')).then((isIts) => {
      if (!isIts) res.writeHead(418).end()
    })
  })
  const url = await listen(server)
  async function call(method: string, path: string, body?: unknown) {
    const answer = await fetch(`${url}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    return { status: answer.status, body: await answer.json() }
  }
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await org.events.close()
  }
  return { ...org, url, call, close }
}

/** Accounts in the recycle bin; new ones, since those with cases cannot be deleted. */
export function deletedAccounts(
  { store, writer }: { store: Store; writer: Writer },
  count: number,
): string[] {
  const inserts = Array.from({ length: count }, (_, number) => {
    return { op: 'insert', object: 'Account', values: { Name: `Gone ${number}` } } as const
  })
  const ids = store.write(writer, inserts).map(({ id }) => String(id))
  store.write(
    writer,
    ids.map((id) => ({ op: 'delete', id })),
  )
  return ids
}
