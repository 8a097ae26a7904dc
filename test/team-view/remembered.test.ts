import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../server/store/index.ts'
import { ACCOUNTS, USERS, startTestServer, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const PATH = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`

let server: TestServer
/** How often the company table has been read. */
let reads: number
/** Holds a read that is under way until the test lets it go. */
let gate: Promise<undefined> | undefined

const counting = (db: Database): Database => ({
  ...db,
  async query(sql, params) {
    const isRead = typeof sql !== 'string' && sql.text.includes('"company"')
    if (isRead) reads++
    const rows = await db.query(sql, params)
    if (isRead) await gate
    return rows as never
  },
})

beforeEach(async () => {
  reads = 0
  gate = undefined
  server = await startTestServer({ wrap: counting })
  await remembered()
})
afterEach(() => server.close())

const view = async () => {
  const { body } = await server.get(PATH, { token: server.tokenOf('viewer') })
  return body as { status: string; company?: { name: string } }
}

/** Asks until an answer comes without a read. */
const remembered = () =>
  until(async () => {
    const before = reads
    await view()
    return reads === before
  })

const schema = () => `"${server.tenant.schemaName}"`
const rename = (name: string) =>
  server.db.query(`update ${schema()}.company set name = $1 where sfdcaccountid = $2`, [
    name,
    ACCOUNTS.mapped,
  ])

describe('what a page view is told is remembered until the data changes', () => {
  test('a second view of the same account reads nothing', async () => {
    const before = reads
    await view()
    expect(reads).toBe(before)
  })

  test('a change to the company is seen, whoever wrote it', async () => {
    await rename('Renamed by hand')
    await until(async () => (await view()).company?.name === 'Renamed by hand')
  })

  test.each([
    ['deactivated', `update USERS set isactiveuser = false`],
    ['without a licence', `update USERS set licensetype = null`],
  ])('a user who is %s sees nothing more', async (_name, sql) => {
    await server.db.query(`${sql.replace('USERS', `${schema()}."user"`)} where sfdcuserid = $1`, [
      USERS.viewer.id,
    ])
    await until(async () => (await view()).status === 'no-licence')
  })

  test('a company that is taken away is not shown from memory', async () => {
    await server.db.query(`delete from ${schema()}.company where sfdcaccountid = $1`, [ACCOUNTS.mapped])
    await until(async () => (await view()).status === 'not-mapped')
  })

  test('a table that is emptied at once counts as changed', async () => {
    await server.db.query(`truncate ${schema()}.company cascade`)
    await until(async () => (await view()).status === 'not-mapped')
  })

  test('what a change rolled back would have said is never shown', async () => {
    await server.db
      .transaction(async (tx) => {
        await tx.query(`update ${schema()}.company set name = 'Never' where sfdcaccountid = $1`, [
          ACCOUNTS.mapped,
        ])
        throw new Error('no')
      })
      .catch(() => undefined)
    expect((await view()).company?.name).not.toBe('Never')
  })

  test('a read that began before a change and ends after it is not remembered', async () => {
    await rename('Before')
    await until(async () => (await view()).company?.name === 'Before')
    await rename('Between')
    const release = Promise.withResolvers<undefined>()
    gate = release.promise
    const before = reads
    const late = view()
    await until(() => reads > before)
    gate = undefined
    await rename('After')
    await until(async () => (await view()).company?.name === 'After')
    await remembered()
    release.resolve(undefined)
    expect((await late).company?.name).toBe('Between')
    expect((await view()).company?.name).toBe('After')
  })

  test('while the database cannot be heard, every view is read', async () => {
    await server.db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'team-view listener' and datname = current_database()`,
    )
    await rename('While deaf')
    await until(async () => (await view()).company?.name === 'While deaf')
    await remembered()
  })

  test('one user’s licence is no other user’s', async () => {
    const { body } = await server.get(PATH, { token: server.tokenOf('unlicensed') })
    expect(body).toMatchObject({ status: 'no-licence' })
  })
})
