import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bulkOrg, USERS, type Answered } from './bulk-org.ts'

const ALL = 'SELECT Id, Name FROM Account'

describe('creating a query job', () => {
  test('is answered with the job as it waits, and the job becomes complete', async () => {
    const org = await bulkOrg({ accounts: 3 })
    const { status, json } = await org.call('POST', '/query', { json: { operation: 'query', query: ALL } })
    expect(status).toBe(200)
    expect(json).toEqual({
      id: json.id,
      operation: 'query',
      object: 'Account',
      createdById: USERS[0],
      createdDate: '2026-11-20T12:00:00.400+0000',
      systemModstamp: '2026-11-20T12:00:00.400+0000',
      state: 'UploadComplete',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 65,
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
    })
    expect(json.id).toMatch(/^750.{15}$/)
    expect(await org.over('query', json.id)).toEqual({
      ...json,
      state: 'JobComplete',
      jobType: 'V2Query',
      numberRecordsProcessed: 3,
      retries: 0,
      totalProcessingTime: 0,
      isPkChunkingSupported: true,
    })
  })

  test.each([
    [
      'SELECT Id, BillingAddress FROM Account',
      'FUNCTIONALITY_NOT_ENABLED',
      'Selecting compound data not supported in Bulk Query',
    ],
    [
      'SELECT Id, (SELECT Id FROM ChildAccounts) FROM Account',
      'FUNCTIONALITY_NOT_ENABLED',
      'Aggregate Relationships not supported in Bulk Query',
    ],
    ['SELECT COUNT(Id) FROM Account', 'FUNCTIONALITY_NOT_ENABLED', /Aggregate/],
    ['SELECT Id FROM Secret', 'INVALIDENTITY', "Entity 'Secret' is not supported by the Bulk API."],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE', /sObject type 'Nothing' is not supported/],
    ['SELECT Nothing FROM Account', 'INVALID_FIELD', /No such column 'Nothing'/],
    ['SELECT', 'MALFORMED_QUERY', /./],
  ])('%s is refused', async (query, errorCode, message) => {
    const org = await bulkOrg()
    const { status, json } = await org.call('POST', '/query', { json: { operation: 'query', query } })
    expect({ status, json }).toEqual({
      status: 400,
      json: [expect.objectContaining({ errorCode, message: expect.stringMatching(message) })],
    })
  })

  test.each([
    [{ query: ALL }, 'INVALIDJOB'],
    [{ operation: 'insert', query: ALL }, 'JSON_PARSER_ERROR'],
    [{ operation: 'query' }, 'INVALIDJOB'],
    [{ operation: 'query', query: ALL, contentType: 'XML' }, 'JSON_PARSER_ERROR'],
    [{ operation: 'query', query: ALL, columnDelimiter: 'COLON' }, 'JSON_PARSER_ERROR'],
    [{ operation: 'query', query: ALL, lineEnding: 'CR' }, 'JSON_PARSER_ERROR'],
    [['query'], 'JSON_PARSER_ERROR'],
  ])('%j is no job', async (body, errorCode) => {
    const org = await bulkOrg()
    const { status, json } = await org.call('POST', '/query', { json: body })
    expect(status).toBe(400)
    expect(json[0]?.errorCode).toBe(errorCode)
  })
})

describe('the CSV of a query job', () => {
  test('has every value in quotes, nothing for null, and times with a Z', async () => {
    const org = await bulkOrg({
      accounts: 1,
      account: () => ({
        Name: 'Say "hi",\nthen go',
        Notes__c: null,
        Amount__c: 12.5,
        Active__c: true,
        Founded__c: '1999-12-31',
        Seen__c: '2026-01-02T03:04:05.000+0000',
        ExtId__c: '2026-01-02T03:04:05.000+0000',
      }),
    })
    const columns = 'Name, Notes__c, Amount__c, Active__c, Founded__c, Seen__c, ExtId__c, Parent.Seen__c'
    const { id } = await org.query(`SELECT ${columns} FROM Account`)
    const { text, headers } = await org.call('GET', `/query/${id}/results`)
    expect(text).toBe(
      '"Name","Notes__c","Amount__c","Active__c","Founded__c","Seen__c","ExtId__c","Parent.Seen__c"\n' +
        '"Say ""hi"",\nthen go","","12.5","true","1999-12-31","2026-01-02T03:04:05.000Z","2026-01-02T03:04:05.000+0000",""\n',
    )
    expect(headers.get('content-type')).toBe('text/csv')
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
    expect(headers.get('sforce-locator')).toBe('null')
    expect(headers.get('sforce-numberofrecords')).toBe('1')
  })

  test('has times with a Z where they come from a parent', async () => {
    const org = await bulkOrg()
    const parent = org.insert('Account', { Name: 'Up', Active__c: false, Seen__c: '2026-01-02T03:04:05Z' })
    org.insert('Account', { Name: 'Down', Active__c: false, ParentId: parent })
    const { id } = await org.query("SELECT Parent.Seen__c, Parent.Name FROM Account WHERE Name = 'Down'")
    const { text } = await org.call('GET', `/query/${id}/results`)
    expect(text.split('\n')[1]).toBe('"2026-01-02T03:04:05.000Z","Up"')
  })

  test('comes back from a CSV parser as it was, with any delimiter and line ending', async () => {
    const delimiters = { COMMA: ',', TAB: '\t', SEMICOLON: ';', PIPE: '|', BACKQUOTE: '`', CARET: '^' }
    const text = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\t', ';', '|', '`', '^', '\n', '\r', 'é', '株', '🙂'),
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...Object.entries(delimiters)),
        fc.constantFrom(['LF', '\n'] as const, ['CRLF', '\r\n'] as const),
        async (names, [columnDelimiter, delimiter], [lineEnding, newline]) => {
          const org = await bulkOrg({
            accounts: names.length,
            account: (number) => ({ Name: names[number] }),
          })
          const { id } = await org.query('SELECT Name, Notes__c FROM Account', {
            columnDelimiter,
            lineEnding,
          })
          const result = await org.call('GET', `/query/${id}/results`)
          expect(parse(result.text, { delimiter, record_delimiter: newline })).toEqual([
            ['Name', 'Notes__c'],
            ...names.map((name) => [name, '']),
          ])
          await org.bulk.close()
        },
      ),
      { numRuns: 25 },
    )
  })

  test('is the header alone when nothing is found', async () => {
    const org = await bulkOrg()
    const { id, numberRecordsProcessed } = await org.query(ALL)
    const { text, headers } = await org.call('GET', `/query/${id}/results`)
    expect([numberRecordsProcessed, text]).toEqual([0, '"Id","Name"\n'])
    expect([headers.get('sforce-locator'), headers.get('sforce-numberofrecords')]).toEqual(['null', '0'])
  })

  test('has those in the recycle bin with queryAll only', async () => {
    const org = await bulkOrg({ accounts: 3 })
    const [first] = [...org.store.records('Account')]
    org.store.write({ userId: USERS[0]!, origin: 'com/salesforce/api/rest/65.0' }, [
      { op: 'delete', id: first!.Id },
    ])
    const rows = async (operation: string) => (await org.query(ALL, { operation })).numberRecordsProcessed
    expect([await rows('query'), await rows('queryAll')]).toEqual([2, 3])
  })
})

describe('pages', () => {
  test('of uneven sizes make up the whole of 25,000 rows, each with the header', async () => {
    const org = await bulkOrg({
      accounts: 25_000,
      account: (number) => ({
        Name: number % 7 === 0 ? `Two\n"lines" ${number}` : `株式会社 ${number}`,
        Active__c: true,
      }),
    })
    const { id } = await org.query(ALL)
    const header = '"Id","Name"\n'
    const whole = await org.call('GET', `/query/${id}/results?maxRecords=25000`)
    const pages = await org.pages(id, [1, 499, 500, 501, 1237, 6000])
    expect(pages.every(({ text }) => text.startsWith(header))).toBe(true)
    expect(header + pages.map(({ text }) => text.slice(header.length)).join('')).toBe(whole.text)
    const counts = pages.map(({ headers }) => Number(headers.get('sforce-numberofrecords')))
    expect(counts.slice(0, 6)).toEqual([1, 499, 500, 501, 1237, 6000])
    expect(counts.reduce((sum, count) => sum + count)).toBe(25_000)
    expect(pages.map(({ text }) => parse(text).length - 1)).toEqual(counts)
    expect(parse(whole.text)).toHaveLength(25_001)
  })

  test('can be read again by their locator, in any order', async () => {
    const org = await bulkOrg({ accounts: 10 })
    const { id } = await org.query(ALL)
    const [, second] = await org.pages(id, [4])
    const locator = (await org.call('GET', `/query/${id}/results?maxRecords=4`)).headers.get('sforce-locator')
    for (let again = 0; again < 3; again++) {
      const page = await org.call('GET', `/query/${id}/results?maxRecords=4&locator=${locator}`)
      expect(page.text).toBe(second!.text)
    }
  })

  test.each(['nonsense', 'MDow', Buffer.from('0:0Ga:99').toString('base64url')])(
    '%s is no locator',
    async (locator) => {
      const org = await bulkOrg({ accounts: 10 })
      const { id } = await org.query(ALL)
      const { status, json } = await org.call('GET', `/query/${id}/results?locator=${locator}`)
      expect([status, json]).toEqual([
        400,
        [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }],
      ])
    },
  )

  test('are not found by the locator of another job', async () => {
    const org = await bulkOrg({ accounts: 10 })
    const [one, two] = [await org.query(ALL), await org.query(ALL)]
    const locator = (await org.call('GET', `/query/${one.id}/results?maxRecords=4`)).headers.get(
      'sforce-locator',
    )
    expect((await org.call('GET', `/query/${two.id}/results?locator=${locator}`)).status).toBe(400)
  })

  test('are listed five at a time for clients that fetch several at once', async () => {
    const org = await bulkOrg({ accounts: 23, recordsPerPage: 3 })
    const { id } = await org.query(ALL)
    const rows: string[] = []
    let [next, lists]: [string | null, number] = [`/query/${id}/resultPages`, 0]
    while (next) {
      const { json }: Answered = await org.call('GET', next)
      lists++
      const below = (url: string) => url.replace('/services/data/v65.0/jobs', '')
      for (const { resultUrl } of json.resultPages) {
        const page = await org.call('GET', below(resultUrl))
        rows.push(
          ...parse(page.text)
            .slice(1)
            .map(([row]) => row as string),
        )
      }
      expect(json.done).toBe(json.nextRecordsUrl === null)
      next = json.nextRecordsUrl && below(json.nextRecordsUrl)
    }
    expect([lists, rows.length, new Set(rows).size]).toEqual([2, 23, 23])
  })

  test('are given in the API version of the job only', async () => {
    const org = await bulkOrg({ accounts: 1 })
    const { id } = await org.query(ALL)
    for (const resource of ['results', 'resultPages']) {
      expect((await org.call('GET', `/query/${id}/${resource}`, { version: 64 })).status).toBe(409)
    }
  })

  test('of nothing at all are asked for with a maxRecords that is no number', async () => {
    const org = await bulkOrg({ accounts: 1 })
    const { id } = await org.query(ALL)
    for (const wrong of ['0', '-1', 'many']) {
      expect((await org.call('GET', `/query/${id}/results?maxRecords=${wrong}`)).status).toBe(400)
    }
  })
})
