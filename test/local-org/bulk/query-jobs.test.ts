import { describe, expect, test } from 'vitest'
import type { BulkQuery } from '../../../local-org/bulk/index.ts'
import type { Value } from '../../../local-org/records/types.ts'
import { SalesforceProblem } from '../../../local-org/salesforce-problem.ts'
import { bulkOrg } from './bulk-org.ts'

const ALL = 'SELECT Id, Name FROM Account'
const DAY = 86_400_000

/** A query whose rows come when the test says so. */
function heldQuery() {
  let begun = () => {}
  const beginning = new Promise<void>((resolve) => (begun = resolve))
  let go: (end: 'end' | Error) => void = () => {}
  const gate = new Promise<'end' | Error>((resolve) => (go = resolve))
  const query: BulkQuery = {
    object: 'Account',
    columns: ['Name'],
    touches: ['Account'],
    timeless: true,
    async *values(): AsyncGenerator<readonly (readonly Value[])[]> {
      yield Array.from({ length: 500 }, () => ['before'])
      begun()
      const end = await gate
      if (end !== 'end') throw end
      yield Array.from({ length: 1500 }, () => ['after'])
    },
  }
  return { query, beginning, go }
}

test('rows of any length come whole, whatever they are written in', async () => {
  const texts = Array.from({ length: 700 }, (_, row) => `${row}${'語é'.repeat(row % 300)}`)
  const query: BulkQuery = {
    ...heldQuery().query,
    async *values() {
      await Promise.resolve()
      yield texts.map((text) => [text])
    },
  }
  const org = await bulkOrg({ compile: () => query })
  const { id } = (await org.call('POST', '/query', { json: { operation: 'query', query: 'q' } })).json
  await org.over('query', id)
  const { text } = await org.call('GET', `/query/${id}/results`)
  expect(text.split('\n')).toEqual(['"Name"', ...texts.map((one) => `"${one}"`), ''])
})

describe('a running query job', () => {
  test('tells how far it is, and has no results yet', async () => {
    const { query, beginning, go } = heldQuery()
    const org = await bulkOrg({ compile: () => query })
    const { id } = (await org.call('POST', '/query', { json: { operation: 'query', query: 'q' } })).json
    await beginning
    const { json } = await org.call('GET', `/query/${id}`)
    expect([json.state, json.numberRecordsProcessed]).toEqual(['InProgress', 500])
    const { status, text } = await org.call('GET', `/query/${id}/results`)
    expect([status, text]).toEqual([204, ''])
    expect((await org.call('DELETE', `/query/${id}`)).json[0]?.errorCode).toBe('API_ERROR')
    go('end')
    expect((await org.over('query', id)).numberRecordsProcessed).toBe(2000)
  })

  test('is aborted, and leaves nothing behind', async () => {
    const { query, beginning, go } = heldQuery()
    const org = await bulkOrg({ compile: () => query })
    const { id } = (await org.call('POST', '/query', { json: { operation: 'query', query: 'q' } })).json
    await beginning
    const aborted = await org.call('PATCH', `/query/${id}`, { json: { state: 'Aborted' } })
    expect([aborted.status, aborted.json.state]).toEqual([200, 'Aborted'])
    go('end')
    expect((await org.call('GET', `/query/${id}`)).json.state).toBe('Aborted')
    expect((await org.call('GET', `/query/${id}/results`)).status).toBe(204)
    expect((await org.call('DELETE', `/query/${id}`)).status).toBe(204)
    expect(org.files()).toEqual([])
  })

  test('that fails says why, and so do its results', async () => {
    const { query, beginning, go } = heldQuery()
    const org = await bulkOrg({ compile: () => query })
    const { id } = (await org.call('POST', '/query', { json: { operation: 'query', query: 'q' } })).json
    await beginning
    go(new SalesforceProblem(400, 'INVALID_FIELD', "No such column 'Name'"))
    const { state, errorMessage } = await org.over('query', id)
    const words = "InvalidBatch : Failed to process query: INVALID_FIELD: No such column 'Name'"
    expect([state, errorMessage]).toEqual(['Failed', words])
    const { status, json } = await org.call('GET', `/query/${id}/results`)
    expect([status, json[0]?.message]).toEqual([400, words])
    expect(org.files()).toEqual([])
  })

  test('ends when the org is closed, and its file goes', async () => {
    const { query, beginning, go } = heldQuery()
    const org = await bulkOrg({ compile: () => query })
    await org.call('POST', '/query', { json: { operation: 'query', query: 'q' } })
    await beginning
    const closed = org.bulk.close()
    go('end')
    await closed
    expect(org.files()).toEqual([])
  })
})

describe('a finished query job', () => {
  test('cannot be aborted', async () => {
    const org = await bulkOrg()
    const { id } = await org.query(ALL)
    const { status, json } = await org.call('PATCH', `/query/${id}`, { json: { state: 'Aborted' } })
    const error = { errorCode: 'INVALIDJOBSTATE', message: 'Aborting already Completed Job not allowed' }
    expect([status, json]).toEqual([400, [error]])
    expect((await org.call('PATCH', `/query/${id}`, { json: { state: 'UploadComplete' } })).status).toBe(400)
  })

  test('is gone once it is deleted', async () => {
    const org = await bulkOrg({ accounts: 1 })
    const { id } = await org.query(ALL)
    expect((await org.call('DELETE', `/query/${id}`)).status).toBe(204)
    const gone = { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }
    for (const path of [
      `/query/${id}`,
      `/query/${id}/results`,
      `/ingest/${id}`,
      '/query/750xx',
      '/query/nothing',
    ]) {
      const { status, json } = await org.call('GET', path)
      expect([status, json]).toEqual([404, [gone]])
    }
  })

  test('is found by its 15-character id, and in ingest jobs not at all', async () => {
    const org = await bulkOrg()
    const { id } = await org.query(ALL)
    expect((await org.call('GET', `/query/${id.slice(0, 15)}`)).json.id).toBe(id)
    expect((await org.call('GET', `/ingest/${id}`)).status).toBe(404)
  })

  test('is kept for seven days', async () => {
    const org = await bulkOrg({ accounts: 1 })
    const { id } = await org.query(ALL)
    org.clock.now += 7 * DAY - 1
    expect((await org.call('GET', `/query/${id}/results`)).status).toBe(200)
    org.clock.now += 1
    expect((await org.call('GET', `/query/${id}`)).status).toBe(404)
  })

  test('can be seen by others, but its results are its creator’s', async () => {
    const org = await bulkOrg({ accounts: 1 })
    const { id } = await org.query(ALL)
    expect((await org.call('GET', `/query/${id}`, { user: 1 })).status).toBe(200)
    for (const [method, path] of [
      ['GET', '/results'],
      ['GET', '/resultPages'],
      ['DELETE', ''],
    ] as const) {
      const { status, json } = await org.call(method, `/query/${id}${path}`, { user: 1 })
      expect([status, json[0]?.errorCode]).toEqual([400, 'INVALIDUSER'])
    }
  })
})

describe('the list of jobs', () => {
  test('has query jobs or ingest jobs, of all users, a thousand at a time', async () => {
    const org = await bulkOrg()
    const ids: string[] = []
    for (let job = 0; job < 1003; job++) {
      const { json } = await org.call('POST', '/query', { json: { operation: 'query', query: ALL } })
      ids.push(json.id)
    }
    const ingest = await org.call('POST', '/ingest', { json: { object: 'Account', operation: 'insert' } })
    const first = (await org.call('GET', '/query', { user: 1 })).json
    expect([first.done, first.records.length]).toEqual([false, 1000])
    const second = (await org.call('GET', first.nextRecordsUrl!.replace(/^.*\/jobs/, ''))).json
    expect([second.done, second.nextRecordsUrl]).toEqual([true, null])
    expect([...first.records, ...second.records].map(({ id }) => id)).toEqual(ids)
    const listed = async (path: string) => (await org.call('GET', path)).json.records.map(({ id }) => id)
    expect(await listed('/ingest')).toEqual([ingest.json.id])
    expect(await listed('/query?jobType=V2Ingest')).toEqual([ingest.json.id])
    expect(await listed('/query?jobType=Classic')).toEqual([])
    expect(await listed('/query?isPkChunkingEnabled=true')).toEqual([])
    expect(await listed('/query?concurrencyMode=serial')).toEqual([])
    expect(await listed('/query?concurrencyMode=parallel')).toHaveLength(1000)
    expect((await org.call('GET', '/query?queryLocator=nonsense')).status).toBe(400)
  })
})

describe('results', () => {
  test('are shared by jobs with the same query until a record changes', async () => {
    const org = await bulkOrg({ accounts: 3 })
    const [one, two] = [await org.query(ALL), await org.query(ALL)]
    expect(org.files()).toHaveLength(1)
    org.insert('Account', { Name: 'New', Active__c: true })
    const three = await org.query(ALL)
    expect(org.files()).toHaveLength(2)
    expect([one, two, three].map((job) => job.numberRecordsProcessed)).toEqual([3, 3, 4])
    await org.call('DELETE', `/query/${one.id}`)
    expect((await org.call('GET', `/query/${two.id}/results`)).text.split('\n')).toHaveLength(5)
  })

  test('are not shared by queries that differ in anything, nor by those that depend on the time', async () => {
    const org = await bulkOrg({ accounts: 3 })
    await org.query(ALL)
    await org.query('SELECT Id FROM Account')
    await org.query(ALL, { columnDelimiter: 'PIPE' })
    await org.query(ALL, { operation: 'queryAll' })
    expect(org.files()).toHaveLength(4)
    const today = `${ALL} WHERE CreatedDate < TODAY`
    await org.query(today)
    await org.query(today)
    expect(org.files()).toHaveLength(6)
  })

  test('whose records changed while they were rendered are for no other job', async () => {
    const { query, beginning, go } = heldQuery()
    const org = await bulkOrg({ compile: () => query })
    const { id } = (await org.call('POST', '/query', { json: { operation: 'query', query: 'q' } })).json
    await beginning
    org.insert('Account', { Name: 'New', Active__c: true })
    go('end')
    await org.over('query', id)
    await org.query('q')
    expect(org.files()).toHaveLength(2)
  })

  test('of the last few deleted jobs are kept for those who ask again, older ones are not', async () => {
    const org = await bulkOrg({ accounts: 3 })
    for (const limit of [1, 2, 3, 4, 5]) {
      const { id } = await org.query(`${ALL} LIMIT ${limit}`)
      await org.call('DELETE', `/query/${id}`)
    }
    expect(org.files()).toHaveLength(3)
    const { id } = await org.query(`${ALL} LIMIT 1`)
    expect((await org.call('GET', `/query/${id}/results`)).text.split('\n')).toHaveLength(3)
  })
})

describe('faults', () => {
  test('make a job and its results tell a wrong number, as often as asked', async () => {
    const org = await bulkOrg({ accounts: 3 })
    org.faults.arm({ kind: 'wrong-count', by: -1, times: 2, path: '/jobs/query/**' })
    const { id, numberRecordsProcessed } = await org.query(ALL)
    const counted = async () =>
      (await org.call('GET', `/query/${id}/results`)).headers.get('sforce-numberofrecords')
    expect([numberRecordsProcessed, await counted(), await counted()]).toEqual([2, '2', '3'])
  })

  test('make a good locator expire', async () => {
    const org = await bulkOrg({ accounts: 3 })
    const { id } = await org.query(ALL)
    org.faults.arm({ kind: 'expired-locator', path: '/jobs/query/*/results' })
    const first = await org.call('GET', `/query/${id}/results?maxRecords=1`)
    const next = `/query/${id}/results?locator=${first.headers.get('sforce-locator')}`
    expect((await org.call('GET', next)).json[0]?.errorCode).toBe('INVALID_QUERY_LOCATOR')
    expect((await org.call('GET', next)).status).toBe(200)
  })
})
