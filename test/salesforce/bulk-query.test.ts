import { parse } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { systemPatience } from '../../server/lib/backoff.ts'
import type { BulkPage, BulkStatus, SalesforceClient } from '../../server/salesforce/index.ts'
import { BULK_ID, clientOfStandIn, failureOf, rowsOf, sendJson } from '../support/bulk.ts'
import type { RunningOrg } from '../support/local-org.ts'
import {
  clientOf,
  connect,
  memoryGrants,
  startConnectableOrg,
  STEADY,
  type MemoryGrants,
} from '../support/salesforce.ts'

const ACCOUNTS = 25_000
const CREATED = z.object({ id: z.string() })

let org: RunningOrg
let grants: MemoryGrants
let client: SalesforceClient
beforeAll(async () => {
  org = await startConnectableOrg({ accounts: ACCOUNTS })
  grants = memoryGrants(await connect(org, STEADY))
  client = clientOf(org, grants, { app: STEADY })
})
afterEach(() => org.faults.disarm())
afterAll(() => org.close())

/** Begins a query and waits for its results. */
async function finished(soql: string, { bulk } = client): Promise<string> {
  const id = await bulk.query(soql)
  await bulk.wait(id)
  return id
}

const recordsOf = async (page: BulkPage) => parse(await rowsOf(page))
const total = async (soql: string) => {
  for await (const page of client.pages(soql)) return page.total
  throw new Error('no page')
}
describe('the results of a bulk query', () => {
  test.each([undefined, 7_001])('bring every record once, in pages of %s', async (maxRecords) => {
    const id = await client.bulk.query('SELECT Id, Name, SystemModstamp FROM Account')
    const seen: BulkStatus[] = []
    const status = await client.bulk.wait(id, { onProgress: (each) => void seen.push(each) })
    const ids = new Set<string>()
    let [locator, pages, announced]: [string | null | undefined, number, number] = [undefined, 0, 0]
    while (locator !== null) {
      const page: BulkPage = await client.bulk.page(id, { locator, maxRecords })
      expect(page.header).toEqual(['Id', 'Name', 'SystemModstamp'])
      const records = await recordsOf(page)
      expect(records).toHaveLength(page.records!)
      for (const [recordId] of records) ids.add(recordId!)
      announced += page.records!
      pages++
      locator = page.next
    }
    const count = await total('SELECT COUNT() FROM Account')
    expect(count).toBeGreaterThanOrEqual(ACCOUNTS)
    expect([ids.size, announced, status.recordsProcessed]).toEqual([count, count, count])
    expect(ids.has('Id')).toBe(false)
    expect(pages).toBe(maxRecords === undefined ? 1 : Math.ceil(count / maxRecords))
    expect(status).toMatchObject({ state: 'JobComplete', retries: 0 })
    expect(seen.at(-1)).toEqual(status)
  })

  test('come through byte for byte, whatever is in them', async () => {
    const names = [
      'two\nlines, "quoted"',
      '""',
      '"\n"',
      ',",",',
      '👩‍👩‍👧 名前 ñ',
      'שלום עולם ‏مرحبا',
      'a\r\nb\tc',
      'a \uFEFF mark',
    ]
    const made = await Promise.all(
      names.map(async (Description, index) => {
        const { id } = await client.post(
          '/sobjects/Account',
          { Name: `Strange ${index}`, Description },
          CREATED,
        )
        return { id, Description }
      }),
    )
    const id = await finished("SELECT Id, Description FROM Account WHERE Name LIKE 'Strange %' ORDER BY Name")
    const page = await client.bulk.page(id)
    const expected = made.map(({ id, Description }) => `"${id}","${Description.replaceAll('"', '""')}"\n`)
    expect(await rowsOf(page)).toBe(expected.join(''))
    const stored = made.map(({ id }) => [id, org.store.read('Account', id)?.['Description']])
    expect(await recordsOf(await client.bulk.page(id))).toEqual(stored)
    for (const { id } of made) await client.delete(`/sobjects/Account/${id}`)
  })

  test('that are none have their columns all the same', async () => {
    const id = await finished("SELECT Id, Owner.Name FROM Account WHERE Name = 'nobody'")
    const page = await client.bulk.page(id)
    expect([page.header, page.records, page.next]).toEqual([['Id', 'Owner.Name'], 0, null])
    expect(await rowsOf(page)).toBe('')
  })

  test('have deleted records when they are asked for', async () => {
    const { id: account } = await client.post('/sobjects/Account', { Name: 'Gone' }, CREATED)
    await client.delete(`/sobjects/Account/${account}`)
    const soql = `SELECT Id, IsDeleted FROM Account WHERE Id = '${account}'`
    const all = await client.bulk.query(soql, { deleted: true })
    await client.bulk.wait(all)
    expect(await recordsOf(await client.bulk.page(all))).toEqual([[account, 'true']])
    expect((await client.bulk.page(await finished(soql))).records).toBe(0)
  })

  test('that break off say so, and come whole when their page is asked for again', async () => {
    const id = await finished('SELECT Id, Name FROM Account')
    org.faults.arm({ kind: 'cut', path: '/jobs/query/*/results', times: null })
    for (const maxRecords of [1, 100, 5_000, ACCOUNTS]) {
      const failure = client.bulk.page(id, { maxRecords }).then(failureOf, (error: unknown) => error)
      expect(await failure).toMatchObject({ code: 'TRUNCATED', retryable: true, status: 200 })
    }
    org.faults.disarm()
    expect(await recordsOf(await client.bulk.page(id, { maxRecords: 5_000 }))).toHaveLength(5_000)
  })

  test('that break off before the first row are asked for again at once', async () => {
    const id = await finished('SELECT Id, Name FROM Account')
    org.faults.arm({ kind: 'cut', path: '/jobs/query/*/results', afterBytes: 3, times: 2 })
    const before = client.apiCalls()
    expect(await recordsOf(await client.bulk.page(id, { maxRecords: 10 }))).toHaveLength(10)
    expect(client.apiCalls() - before).toBe(3)
  })

  test('are not looked for on a maintenance page', async () => {
    const id = await finished('SELECT Id FROM Account')
    org.faults.arm({ kind: 'html', path: '/jobs/query/*/results' })
    await expect(client.bulk.page(id)).rejects.toMatchObject({ code: 'NOT_JSON', status: 200 })
    org.faults.arm({ kind: 'html', path: '/jobs/query/*' })
    await expect(client.bulk.wait(id)).rejects.toMatchObject({ code: 'NOT_JSON' })
    org.faults.arm({ kind: 'html', path: '/jobs/query' })
    await expect(client.bulk.query('SELECT Id FROM Account')).rejects.toMatchObject({ code: 'NOT_JSON' })
  })

  test('whose place was forgotten say so, and so does a place that never was', async () => {
    const id = await finished('SELECT Id FROM Account')
    const { next, rows } = await client.bulk.page(id, { maxRecords: 100 })
    rows.destroy()
    org.faults.arm({ kind: 'expired-locator' })
    for (const locator of [next!, 'MDow', 'two words', ''])
      await expect(client.bulk.page(id, { locator })).rejects.toMatchObject({ code: 'LOCATOR_EXPIRED' })
  })

  test('are no longer there once they were removed, and not yet while they are made', async () => {
    const id = await finished("SELECT Id FROM Account WHERE Name = 'nobody else'")
    await client.bulk.remove(id)
    await client.bulk.remove(id)
    for (const call of [client.bulk.status(id), client.bulk.wait(id), client.bulk.page(id)])
      await expect(call).rejects.toMatchObject({ code: 'REFUSED', status: 404 })
    const { bulk } = await clientOfStandIn((res) => res.writeHead(204).end())
    await expect(bulk.page(BULK_ID)).rejects.toMatchObject({ code: 'REFUSED', status: 204 })
  })
})

describe('a session that ends between two pages', () => {
  test('is renewed once for all that ask for pages, and they go on', async () => {
    const id = await finished('SELECT Id FROM Account')
    const { next, rows } = await client.bulk.page(id, { maxRecords: 10_000 })
    rows.resume()
    org.identity.logout(grants.grant.accessToken)
    const before = grants.stored.length
    const pages = await Promise.all(
      [undefined, next!].map((locator) => client.bulk.page(id, { locator, maxRecords: 10_000 })),
    )
    for (const page of pages) expect(await recordsOf(page)).toHaveLength(10_000)
    expect([grants.stored.length - before, grants.losses]).toEqual([1, []])
  })

  test('is renewed for every other step as well', async () => {
    for (const step of [
      () => client.bulk.query('SELECT Id FROM Account'),
      () => client.bulk.status(BULK_ID).catch((error: unknown) => error),
    ]) {
      const before = grants.stored.length
      org.faults.arm({ kind: 'unauthorized', path: '/jobs/**' })
      await step()
      expect(grants.stored.length - before).toBe(1)
    }
  })
})

describe('a bulk query that does not end well', () => {
  test('was aborted, and says so; aborting and removing it again does no harm', async () => {
    const id = await client.bulk.query(
      'SELECT Id, Name, Email, Phone, Title, AccountId, CreatedDate FROM Contact WHERE Name != null',
    )
    await client.bulk.abort(id)
    await expect(client.bulk.wait(id)).rejects.toMatchObject({ code: 'QUERY_ABORTED', retryable: false })
    await client.bulk.abort(id)
    await client.bulk.remove(id)
    await expect(client.bulk.abort(id)).rejects.toMatchObject({ code: 'REFUSED', status: 404 })
  })

  test.each<[string | undefined, string | undefined]>([
    ['InvalidBatch : Failed to process query: QUERY_TIMEOUT: Your query ran too long.', 'QUERY_TIMEOUT'],
    ['InvalidBatch : Field name not found : Naem', undefined],
    [undefined, undefined],
  ])('failed, and says why: %s', async (errorMessage, errorCode) => {
    const { bulk } = await clientOfStandIn((res) =>
      sendJson(res, { id: BULK_ID, state: 'Failed', errorMessage }),
    )
    await expect(bulk.wait(BULK_ID)).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      said: errorMessage,
      errorCode,
    })
  })

  test('is refused with Salesforce’s words before it begins', async () => {
    const refused = client.bulk.query('SELECT Naem FROM Account')
    const words = expect.stringContaining('Naem') as string
    await expect(refused).rejects.toMatchObject({ code: 'REFUSED', errorCode: 'INVALID_FIELD', said: words })
  })

  test('is not waited for for ever, and less and less often', async () => {
    const { bulk, http, asked } = await clientOfStandIn((res) =>
      sendJson(res, { id: BULK_ID, state: 'InProgress' }),
    )
    await expect(bulk.wait(BULK_ID)).rejects.toMatchObject({ code: 'QUERY_OVERDUE', retryable: false })
    const waited = http.waits.reduce((sum, ms) => sum + ms)
    expect(waited).toBeGreaterThanOrEqual(12 * 3_600_000)
    expect(waited).toBeLessThan(12 * 3_600_000 + 30_000)
    expect(asked()).toHaveLength(http.waits.length + 1)
    expect(http.waits[0]).toBeLessThanOrEqual(1_000)
    for (const [index, ms] of http.waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(Math.min(30_000, 1_000 * 2 ** index) / 2)
      expect(ms).toBeLessThanOrEqual(30_000)
    }
  })

  test('is not waited for any more once nobody wants it', async () => {
    const stop = new AbortController()
    const reason = new Error('the server stops')
    const patience = { wait: systemPatience.wait, random: () => 0.999 }
    const { bulk } = await clientOfStandIn((res) => sendJson(res, { id: BULK_ID, state: 'InProgress' }), {
      patience,
    })
    const started = performance.now()
    const waiting = bulk.wait(BULK_ID, {
      signal: stop.signal,
      onProgress: () => void setImmediate(() => stop.abort(reason)),
    })
    await expect(waiting).rejects.toBe(reason)
    expect(performance.now() - started).toBeLessThan(900)
  })

  test.each(['Waiting', undefined])('is in no state that Salesforce does not have: %s', async (state) => {
    const { bulk } = await clientOfStandIn((res) => sendJson(res, { id: BULK_ID, state }))
    await expect(bulk.wait(BULK_ID)).rejects.toMatchObject({ code: 'NOT_JSON' })
  })
})

describe('what is asked', () => {
  test('is a job as Salesforce has it, once more when the answer was lost', async () => {
    const { bulk, asked } = await clientOfStandIn((res, turn) =>
      turn === 1 ? res.destroy() : sendJson(res, { id: BULK_ID }),
    )
    expect(await bulk.query('SELECT Id FROM Account')).toBe(BULK_ID)
    expect(asked().map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array(2).fill('POST /services/data/v65.0/jobs/query'),
    )
    expect(JSON.parse(asked()[1]!.body)).toEqual({
      ...{ operation: 'query', query: 'SELECT Id FROM Account' },
      ...{ contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' },
    })
  })

  test.each([
    '',
    '..',
    '750',
    '750000000000001AA',
    '001000000000001AAA',
    `${BULK_ID}/../x`,
    `${BULK_ID}?a=b`,
    'null',
  ])('is never about %j, which is no bulk query', async (id) => {
    const { bulk, asked } = await clientOfStandIn((res) => sendJson(res, { id: '../limits' }))
    for (const call of [bulk.status, bulk.wait, bulk.page, bulk.abort, bulk.remove])
      await expect(call(id)).rejects.toMatchObject({ code: 'REFUSED' })
    expect(asked()).toEqual([])
    await expect(bulk.query('SELECT Id FROM Account')).rejects.toMatchObject({ code: 'NOT_JSON' })
  })

  test('is counted, every try and every page of it', async () => {
    const fresh = clientOf(org, grants, { app: STEADY })
    const [, used] = /=(\d+)\//.exec(org.limits.info())!
    const id = await fresh.bulk.query("SELECT Id FROM Account WHERE Name = 'nobody'")
    let polls = 0
    await fresh.bulk.wait(id, {
      onProgress: () => {
        polls++
      },
    })
    org.faults.arm({ kind: 'unavailable', path: '/jobs/query/*/results' })
    await rowsOf(await fresh.bulk.page(id))
    expect(fresh.apiCalls()).toBe(polls + 3)
    // What the fault answered was not counted by the org.
    expect(fresh.limits()).toEqual({ used: Number(used) + polls + 2, max: 100_000 })
    await fresh.bulk.remove(id)
    expect(fresh.apiCalls()).toBe(polls + 4)
  })
})
