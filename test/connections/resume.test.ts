import { describe, expect, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import type { TestConsole } from './console.ts'
import { withAuthorizedConnection, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let org: ConnectedOrg
let id: string
const asked: { tenantId: string; connectionId: string }[] = []
let check: () => Promise<void>
withAuthorizedConnection(
  (made) => {
    ;({ console, org, id } = made)
    asked.length = 0
    check = () => Promise.resolve()
  },
  {
    ports: {
      demandRunnable(tenantId, connectionId) {
        asked.push({ tenantId, connectionId })
        return check()
      },
    },
  },
)

const jobsPaused = async () => (await console.read(id)).jobsPaused
const entry = async () => (await console.read(id)).actions.find(({ action }) => action === 'resume')
async function stoppedAndBack(): Promise<void> {
  await console.call('POST', `/console/v1/connections/${id}/stop`)
  expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
}
/** As an authorization with another org leaves it. */
const atAnotherOrg = () =>
  console.db.query("update control.connection set jobs_paused_because = 'ORG_CHANGED' where id = $1", [id])

describe('jobs that are paused', () => {
  test.each([
    ['stopped', stoppedAndBack, 'CONNECTION_STOPPED'],
    ['taken to another org', atAnotherOrg, 'ORG_CHANGED'],
  ] as const)('because the connection was %s go on when somebody says so', async (_how, pause, code) => {
    await pause()
    expect(await jobsPaused()).toMatchObject({ code, action: expect.stringContaining('Resume') as string })
    expect(await entry()).toEqual({ action: 'resume', allowed: true })
    const { status, body } = await console.act(id, 'resume')
    expect(status).toBe(200)
    expect(body.connection.jobsPaused).toBeNull()
    expect(asked).toEqual([{ tenantId: console.tenant.id, connectionId: id }])
    expect(await entry()).toBeUndefined()
    const [last] = await console.db.query('select * from control.audit order by id desc limit 1')
    expect(last).toMatchObject({
      action: 'connection.resumed',
      admin_gsid: '1P0100000000000000000000000000000001',
      before: { jobsPausedBecause: code },
      after: { jobsPausedBecause: null },
    })
  })

  test('stay paused while one of them could not run in this org, and the answer says which fields', async () => {
    await stoppedAndBack()
    const details = [{ field: 'User Sync', message: 'Region__c is gone' }]
    check = () => Promise.reject(new AppError('MAPPING_BROKEN', { details }))
    const { status, body } = await console.act(id, 'resume')
    expect([status, body.error?.code, body.error?.details]).toEqual([409, 'MAPPING_BROKEN', details])
    expect(await jobsPaused()).toMatchObject({ code: 'CONNECTION_STOPPED' })
  })

  test('stay paused, and unchecked, until the connection is authorized', async () => {
    await console.call('POST', `/console/v1/connections/${id}/stop`)
    const { code } = await console.act(id, 'resume')
    expect(code).toBe('CONNECTION_REVOKED')
    expect(await entry()).toMatchObject({ allowed: false, reason: { code } })
    expect(asked).toEqual([])
  })

  test('stay paused for whoever saw an older version, or when it changed while they were checked', async () => {
    await stoppedAndBack()
    const { version } = await console.read(id)
    const path = `/console/v1/connections/${id}`
    const older = await console.call('POST', `${path}/resume`, { body: { version: version - 1 } })
    expect(older.code).toBe('CONFLICT')
    expect(asked).toEqual([])
    check = async () => {
      await console.call('PATCH', path, { body: { version, name: 'New name' } })
    }
    expect((await console.act(id, 'resume')).code).toBe('CONFLICT')
    expect(await jobsPaused()).not.toBeNull()
  })
})

test('who may not change a connection may not resume its jobs', async () => {
  await stoppedAndBack()
  expect((await console.act(id, 'resume', { as: 'viewer' })).code).toBe('FORBIDDEN')
  expect(await jobsPaused()).not.toBeNull()
})

test('the database lets jobs go on only through an authorized connection', async () => {
  await console.call('POST', `/console/v1/connections/${id}/stop`)
  const resume = () => console.db.query('update control.connection set jobs_paused_because = null')
  await expect(resume()).rejects.toMatchObject({ constraint: 'connection_resumes_authorized' })
  expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  await resume()
})
