import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVault } from '../../server/lib/secrets.ts'
import type { TestConsole } from './console.ts'
import { CLIENT_ID, SECRET, withAuthorizedConnection, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let id: string
withAuthorizedConnection((made) => void ({ console, org, id } = made))

const KEYS = { one: Buffer.alloc(32, 7), two: Buffer.alloc(32, 9) }
type KeyId = keyof typeof KEYS
/** As a server that was started again with these keys, the current one first. */
const restartWith = (current: KeyId, ...older: KeyId[]) =>
  Object.assign(console.parts, {
    vault: createVault({ current, keys: new Map([current, ...older].map((key) => [key, KEYS[key]])) }),
  })
afterEach(() => restartWith('one'))

const query = async () =>
  (await console.connections.clientFor(console.tenant.id, id)).query('SELECT Id FROM Account LIMIT 1')

describe('while the old key stands beside the new one', () => {
  beforeEach(() => restartWith('two', 'one'))

  test('what the old one sealed opens, and a renewed grant opens without it', async () => {
    expect(await query()).toHaveLength(1)
    org.identity.logout((await console.tokens(id))!.access)
    expect(await query()).toHaveLength(1)
    restartWith('two')
    expect(await query()).toHaveLength(1)
  })

  test('an authorization that began before the change comes to its end', async () => {
    restartWith('one')
    const back = await console.toCallback(id, org.admin)
    restartWith('two', 'one')
    expect(await console.callback(back)).toBe('AUTHORIZED')
  })
})

describe('once the old key is gone', () => {
  const gone = () => restartWith('two')

  test('a connection says so and asks Salesforce for nothing; with the key back it goes on', async () => {
    gone()
    org.faults.arm({ kind: 'unavailable', times: null })
    await expect(query()).rejects.toMatchObject({ code: 'SEALING_KEY_MISSING' })
    org.faults.disarm()
    expect((await console.read(id)).state).toBe('authorized')
    restartWith('two', 'one')
    expect(await query()).toHaveLength(1)
  })

  test('it can be authorized again; what Salesforce could not be told of the old grant is kept and said', async () => {
    gone()
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
    expect(await query()).toHaveLength(1)
    expect((await console.read(id)).revocationsPending).toBe(1)
    restartWith('two', 'one')
    await console.act(id, 'revoke')
    expect((await console.read(id)).revocationsPending).toBe(0)
  })

  test('it can be revoked: nothing syncs, and the notice says what is left to do in Salesforce', async () => {
    gone()
    const { status, body } = await console.act(id, 'revoke')
    expect([status, body.connection.state, body.notices.map(({ code }) => code)]).toEqual([
      200,
      'revoked',
      ['REVOCATION_PENDING'],
    ])
  })

  test('an app of its own needs its secret again, and an authorization under way its beginning', async () => {
    await console.forget()
    const own = await console.create({
      name: 'Own',
      domain: org.url,
      clientId: CLIENT_ID,
      clientSecret: SECRET,
    })
    const back = await console.toCallback(own.id, org.admin)
    gone()
    expect(await console.callback(back)).toBe('SEALING_KEY_MISSING')
    const begin = () => console.call('POST', `/console/v1/connections/${own.id}/authorize`, { body: {} })
    expect((await begin()).code).toBe('SEALING_KEY_MISSING')
    const { version } = await console.read(own.id)
    await console.call('PATCH', `/console/v1/connections/${own.id}`, {
      body: { version, clientSecret: SECRET },
    })
    expect(await console.authorize(own.id, org.admin)).toBe('AUTHORIZED')
  })
})

describe('a secret in another’s place does not open', () => {
  beforeEach(() => console.forget())
  const seal = async (name: string, as?: 'stranger') => {
    const of = { name, domain: org.url, clientId: CLIENT_ID, clientSecret: SECRET }
    return (await console.create(of, as && { as })).id
  }
  const begin = (connectionId: string) =>
    console.call('POST', `/console/v1/connections/${connectionId}/authorize`, { body: {} })

  test.each([
    ['another connection’s', undefined],
    ['another tenant’s', 'stranger'],
  ] as const)('%s app secret', async (_whose, as) => {
    const [mine, other] = [await seal('mine'), await seal('other', as)]
    expect((await begin(mine)).status).toBe(200)
    await console.db.query(
      `update control.connection c set client_secret_sealed = o.client_secret_sealed
         from control.connection o where c.id = $1 and o.id = $2`,
      [mine, other],
    )
    expect((await begin(mine)).code).toBe('INTERNAL')
    expect(console.logLines.join('')).toContain('"NOT_AUTHENTIC"')
  })

  test('another authorization’s verifier', async () => {
    const [one, other] = [await seal('one'), await seal('other')]
    await begin(one)
    const back = await console.toCallback(other, org.admin)
    await console.db.query(
      `update control.connection_authorization a set verifier_sealed = o.verifier_sealed
         from control.connection_authorization o where a.connection_id = $1 and o.connection_id = $2`,
      [other, one],
    )
    expect((await console.call('GET', back.pathname + back.search)).code).toBe('INTERNAL')
    expect((await console.read(other)).state).toBe('created')
  })
})
