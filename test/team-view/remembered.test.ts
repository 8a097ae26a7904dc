import { beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_RESOLUTION } from '../../server/companies/index.ts'
import type { Database } from '../../server/store/index.ts'
import { remembering } from '../../server/team-view/index.ts'
import type { CompanyRow, TeamViewStore } from '../../server/team-view/team-view-store.ts'
import { serversOfOneDatabase } from '../support/server-each-test.ts'
import { ACCOUNTS, USERS, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const PATH = `/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`

const servers = serversOfOneDatabase()
let server: TestServer
/** How often the company table has been read. */
let reads: number

const counting = (db: Database): Database => ({
  ...db,
  query(sql, params) {
    const isRead = typeof sql !== 'string' && sql.text.includes('"company"')
    if (isRead) reads++
    return db.query(sql, params)
  },
})

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
  beforeEach(async () => {
    reads = 0
    server = await servers.start({ wrap: counting })
    await remembered()
  })

  test('a second view of the same account reads nothing', () => remembered())

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

test('a read that began before a change and ends after it is not remembered', async () => {
  let tell: (payload: string) => void = () => undefined
  const listen: Database['listen'] = (_channel, ear) => {
    tell = ear.heard
    return { isCurrent: () => true, close: () => Promise.resolve() }
  }
  const trips: ((name: string) => void)[] = []
  const store: TeamViewStore = {
    read: () =>
      new Promise((resolve) => {
        trips.push((name) => resolve({ licensed: true, companies: [{ ...COMPANY, name }] }))
      }),
  }
  const memory = remembering(store, { listen })
  const ask = () =>
    memory.read('t_1', DEFAULT_RESOLUTION, {
      ...{ userId: 'user', sought: { value: 'account', twin: null } },
    })
  const name = async (read: ReturnType<typeof ask>) => (await read).companies[0]?.name

  const late = ask()
  tell('t_1.company')
  const fresh = ask()
  trips[1]?.('after')
  expect(await name(fresh)).toBe('after')
  trips[0]?.('before')
  expect(await name(late)).toBe('before')
  expect(await name(ask())).toBe('after')
  expect(trips).toHaveLength(2)
})

const COMPANY: CompanyRow = {
  gsid: '',
  name: '',
  score: null,
  trend: null,
  renewal_date: null,
  arr: null,
  currency: null,
  csm_name: null,
  csm_email: null,
  modified_at: new Date(0),
}
