import { describe, expect, test } from 'vitest'
import type { TestConsole } from './console.ts'
import { withAuthorizedConnection, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let id: string
withAuthorizedConnection((made) => void ({ console, org, id } = made))

const SOQL = 'SELECT Id FROM Account LIMIT 1'
const client = () => console.connections.clientFor(console.tenant.id, id)
/** How many requests came since, at this address or at any. */
function counted(path?: string): () => number {
  const fault = org.faults.arm({ kind: 'latency', ms: 0, times: null, ...(path !== undefined && { path }) })
  return () => org.faults.list().find((one) => one.id === fault)!.struck
}

const ENDS: [what: string, reason: string, end: () => void, together: number][] = [
  [
    '401 to every call, which a new token does not mend',
    'SESSION_EXPIRED',
    () => org.faults.arm({ kind: 'unauthorized', path: '/query', times: null }),
    // A call that begins with the new token may try to renew that in its turn, so one alone.
    1,
  ],
  ['the access taken back in Salesforce', 'GRANT_EXPIRED', () => org.identity.revokeAll(), 10],
  [
    'a new password',
    'GRANT_EXPIRED',
    () => org.identity.changePassword(org.colleague.userId, 'another password 1'),
    10,
  ],
]

describe.each(ENDS)('%s', (_what, reason, end, together) => {
  test('is tried to mend once, ends the connection with a reason and what to do, and is not asked about again', async () => {
    expect(await console.authorize(id, org.colleague)).toBe('AUTHORIZED')
    const running = await client()
    expect(await running.query(SOQL)).toHaveLength(1)
    const renewals = counted('/services/oauth2/token')
    end()
    const calls = await Promise.allSettled(Array.from({ length: together }, () => running.query(SOQL)))
    for (const call of calls)
      expect(call).toMatchObject({
        reason: { code: expect.stringMatching(`^${reason}$|^CONNECTION_NEEDS_REAUTHORIZATION$`) },
      })
    expect(renewals()).toBe(1)

    const { state, stateReason, actions } = await console.read(id)
    expect([state, stateReason]).toEqual([
      'needs-reauthorization',
      { code: reason, message: expect.stringMatching(/\w/), action: expect.stringMatching(/[Aa]uthorize/) },
    ])
    expect(actions.find(({ action }) => action === 're-authorize')).toMatchObject({ allowed: true })
    expect(await console.tokens(id)).toBeUndefined()
    expect((await console.call('GET', `/console/v1/connections/${id}/grant`)).body.grant).toBeNull()

    const requests = counted()
    for (let each = 0; each < 20; each++) {
      const refusal = { code: 'CONNECTION_NEEDS_REAUTHORIZATION' }
      await expect(running.query(SOQL)).rejects.toMatchObject(refusal)
      await expect(client()).rejects.toMatchObject(refusal)
    }
    expect(requests()).toBe(0)
  })
})
