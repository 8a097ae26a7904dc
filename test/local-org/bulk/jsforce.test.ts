import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { bulkOrg } from './bulk-org.ts'

const POLL = { pollInterval: 5, pollTimeout: 10_000 }
const ALL = 'SELECT Id, Name FROM Account'

describe('jsforce', () => {
  test('reads the records of a query', async () => {
    const org = await bulkOrg({ accounts: 1000, account: (number) => ({ Name: `"A"\n${number}` }) })
    const records = await (await org.connection().bulk2.query(ALL, POLL)).toArray()
    const expected = [...org.store.records('Account')].map(({ Id, Name }) => ({ Id, Name }))
    expect(records).toEqual(expected)
  })

  // It pipes every page into one stream, header and all, without waiting for the page before: seen as records that are
  // header rows, as rows that break off where another page's header begins (here), or as `write after end`.
  test('takes the headers of later pages for data, and so fails where a plain reader does not', async () => {
    const org = await bulkOrg({ accounts: 25_000, recordsPerPage: 10_000 })
    const asked = org.connection().bulk2.query(ALL, POLL)
    await expect(asked.then((records) => records.toArray())).rejects.toThrow(/Quote/)
    const { id } = await org.query(ALL)
    const pages = await org.pages(id, [10_000])
    expect(pages.flatMap(({ text: page }) => parse(page).slice(1))).toHaveLength(25_000)
  })

  test('is told when a query is none for the Bulk API', async () => {
    const org = await bulkOrg()
    const asked = org.connection().bulk2.query('SELECT BillingAddress FROM Account', POLL)
    await expect(asked).rejects.toThrow('Selecting compound data not supported in Bulk Query')
  })

  test('loads records with newlines in their texts, and hears what became of them', async () => {
    const org = await bulkOrg()
    const input = [
      { Name: 'One', Notes__c: 'first\n"second"', Active__c: true },
      { Name: '', Notes__c: 'nameless', Active__c: false },
      { Name: 'Two', Notes__c: null, Active__c: false },
    ]
    const results = await org
      .connection()
      .bulk2.loadAndWaitForResults({ object: 'Account', operation: 'insert', input, ...POLL })
    const made = [...org.store.records('Account')]
    expect(made).toMatchObject([
      { Name: 'One', Notes__c: 'first\n"second"', Active__c: true },
      { Name: 'Two', Notes__c: null, Active__c: false },
    ])
    expect(results).toEqual({
      successfulResults: [
        {
          sf__Id: made[0]!.Id,
          sf__Created: 'true',
          Name: 'One',
          Notes__c: 'first\n"second"',
          Active__c: 'true',
        },
        { sf__Id: made[1]!.Id, sf__Created: 'true', Name: 'Two', Notes__c: '#N/A', Active__c: 'false' },
      ],
      failedResults: [
        expect.objectContaining({
          sf__Id: '',
          sf__Error: 'REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --',
          Notes__c: 'nameless',
        }),
      ],
      unprocessedRecords: [],
    })
  })

  test('sends a record whose only value is empty as an empty line, which is no row', async () => {
    const org = await bulkOrg()
    const input = [{ Name: 'B1' }, { Name: '' }]
    const results = await org
      .connection()
      .bulk2.loadAndWaitForResults({ object: 'Account', operation: 'insert', input, ...POLL })
    expect(results.successfulResults).toMatchObject([{ Name: 'B1' }])
    expect([results.failedResults, results.unprocessedRecords]).toEqual([[], []])
  })

  test('updates and deletes what it loaded', async () => {
    const org = await bulkOrg({ accounts: 2 })
    const { bulk2 } = org.connection()
    const ids = [...org.store.records('Account')].map(({ Id }) => Id)
    const input = ids.map((Id, number) => ({ Id, Name: `New ${number}` }))
    await bulk2.loadAndWaitForResults({ object: 'Account', operation: 'update', input, ...POLL })
    expect([...org.store.records('Account')].map(({ Name }) => Name)).toEqual(['New 0', 'New 1'])
    await bulk2.loadAndWaitForResults({ object: 'Account', operation: 'delete', input, ...POLL })
    expect(org.store.count('Account')).toBe(0)
  })

  test('aborts a job and hears that a job failed', async () => {
    const org = await bulkOrg()
    const { bulk2 } = org.connection()
    const job = bulk2.createJob({ object: 'Account', operation: 'insert' })
    await job.open()
    await job.uploadData('Name\nA\n')
    await job.abort()
    expect((await job.check()).state).toBe('Aborted')
    const failing = bulk2.loadAndWaitForResults({
      object: 'Account',
      operation: 'insert',
      input: 'Nothing\nA\n',
      ...POLL,
    })
    await expect(failing).rejects.toThrow('InvalidBatch : Field name not found : Nothing')
  })

  test('streams a file of its own making', async () => {
    const org = await bulkOrg({ accounts: 3 })
    const stream = (await org.connection().bulk2.query(ALL, POLL)).stream('csv').pipe(new PassThrough())
    expect((await text(Readable.from(stream))).trim().split('\n')).toHaveLength(4)
  })
})
