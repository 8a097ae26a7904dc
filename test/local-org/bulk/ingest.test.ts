import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ApiCall, Reply } from '../../../local-org/rest/call.ts'
import type { Change } from '../../../local-org/records/types.ts'
import { bulkOrg, USERS, type BulkOrg } from './bulk-org.ts'

const accounts = (org: BulkOrg) => [...org.store.records('Account')].map(({ Name }) => Name)

describe('an ingest job', () => {
  test('is created, fed, closed, worked off and told of', async () => {
    const org = await bulkOrg()
    const created = await org.call('POST', '/ingest', {
      json: {
        object: 'Account',
        operation: 'upsert',
        externalIdFieldName: 'extid__c',
        contentType: 'CSV',
        lineEnding: 'CRLF',
        columnDelimiter: 'PIPE',
      },
    })
    const { id } = created.json
    const info = {
      id,
      operation: 'upsert',
      object: 'Account',
      createdById: USERS[0],
      createdDate: '2026-11-20T12:00:00.400+0000',
      systemModstamp: '2026-11-20T12:00:00.400+0000',
      state: 'Open',
      externalIdFieldName: 'ExtId__c',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 65,
    }
    const format = { lineEnding: 'CRLF', columnDelimiter: 'PIPE' }
    const contentUrl = `services/data/v65.0/jobs/ingest/${id}/batches`
    expect([created.status, created.json]).toEqual([200, { ...info, contentUrl, ...format }])
    const put = await org.call('PUT', `/ingest/${id}/batches`, { body: 'ExtId__c|Name\r\na|A\r\n|B\r\n' })
    expect([put.status, put.text]).toEqual([201, ''])
    const closed = await org.call('PATCH', `/ingest/${id}`, { json: { state: 'UploadComplete' } })
    expect([closed.status, closed.json]).toEqual([200, { ...info, state: 'UploadComplete' }])
    expect(await org.over('ingest', id)).toEqual({
      ...info,
      state: 'JobComplete',
      jobType: 'V2Ingest',
      ...format,
      numberRecordsProcessed: 2,
      numberRecordsFailed: 1,
      retries: 0,
      totalProcessingTime: 0,
      apiActiveProcessingTime: 0,
      apexProcessingTime: 0,
    })
    const [made] = [...org.store.records('Account')]
    expect(await org.outcome(id)).toEqual({
      successful: `"sf__Id"|"sf__Created"|ExtId__c|Name\r\n"${made!.Id}"|"true"|"a"|"A"\r\n`,
      failed:
        '"sf__Id"|"sf__Error"|ExtId__c|Name\r\n""|"MISSING_ARGUMENT:ExtId__c not specified:--"|""|"B"\r\n',
      unprocessed: 'ExtId__c|Name\r\n',
    })
  })

  test('writes in the name of its user and of the Bulk API, 200 records at a time', async () => {
    const org = await bulkOrg()
    const commits: { origin: string; userId: string; changes: readonly Change[] }[] = []
    org.store.onCommit((commit) => commits.push(commit))
    await org.ingest({}, `Name\n${Array.from({ length: 401 }, (_, row) => `A${row}\n`).join('')}`)
    const sizes = commits.map(({ changes }) => changes.length)
    expect(sizes).toEqual([200, 200, 1])
    expect(commits[0]).toMatchObject({ origin: 'com/salesforce/api/bulk/65.0', userId: USERS[0] })
  })

  test('comes with its records in one request', async () => {
    for (const newline of ['\n', '\r\n']) {
      const org = await bulkOrg()
      const body = [
        '--BOUND-1',
        'Content-Type: application/json',
        'Content-Disposition: form-data; name="job"',
        '',
        JSON.stringify({
          object: 'Account',
          operation: 'insert',
          lineEnding: newline === '\n' ? 'LF' : 'CRLF',
        }),
        '',
        '--BOUND-1',
        'Content-Type: text/csv',
        'Content-Disposition: form-data; name="content"; filename="content"',
        '',
        'Name',
        'Zürich 株式',
        '"--BOUND',
        '2"',
        '--BOUND-1--',
        '',
      ].join(newline)
      const headers = { 'content-type': 'multipart/form-data; boundary="BOUND-1"' }
      const { status, json } = await org.call('POST', '/ingest', { body, headers })
      expect([status, json.state]).toEqual([200, 'UploadComplete'])
      await org.over('ingest', json.id)
      expect(accounts(org)).toEqual(['Zürich 株式', `--BOUND${newline}2`])
    }
  })

  test.each([
    [{ operation: 'insert', object: 'Nothing' }, 'INVALIDJOB', 'Unable to find object: Nothing'],
    [
      { operation: 'insert', object: 'Secret' },
      'INVALIDENTITY',
      "Entity 'Secret' is not supported by the Bulk API.",
    ],
    [{ operation: 'insert' }, 'INVALIDJOB', /object/],
    [{ object: 'Account' }, 'INVALIDJOB', /operation/],
    [{ operation: 'merge', object: 'Account' }, 'JSON_PARSER_ERROR', /operation/],
    [{ operation: 'upsert', object: 'Account' }, 'INVALIDJOB', /External ID/],
    [
      { operation: 'upsert', object: 'Account', externalIdFieldName: 'Name' },
      'INVALIDJOB',
      'Field name provided, Name does not match an External ID, Salesforce Id, or indexed field for Account',
    ],
  ])('%j is refused', async (body, errorCode, message) => {
    const org = await bulkOrg()
    const { status, json } = await org.call('POST', '/ingest', { json: body })
    expect([status, json]).toEqual([400, [{ errorCode, message: expect.stringMatching(message) }]])
  })

  test('can be fed only once', async () => {
    const org = await bulkOrg()
    const { id } = (await org.call('POST', '/ingest', { json: { object: 'Account', operation: 'insert' } }))
      .json
    const close = () => org.call('PATCH', `/ingest/${id}`, { json: { state: 'UploadComplete' } })
    expect((await close()).json[0]?.errorCode).toBe('INVALIDJOB')
    for (const body of ['Name\nA\n', 'Name\nB\n']) await org.call('PUT', `/ingest/${id}/batches`, { body })
    const { status, json } = await close()
    const message = `Found multipe contents for job: <${id.slice(0, 15)}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`
    expect([status, json]).toEqual([400, [{ errorCode: 'INVALIDJOB', message }]])
    expect((await org.call('PATCH', `/ingest/${id}`, { json: { state: 'Aborted' } })).status).toBe(200)
    expect(accounts(org)).toEqual([])
  })

  test('is closed, fed, aborted and deleted only where Salesforce allows it', async () => {
    const org = await bulkOrg()
    const { id } = (await org.call('POST', '/ingest', { json: { object: 'Account', operation: 'insert' } }))
      .json
    expect((await org.call('DELETE', `/ingest/${id}`)).json[0]?.errorCode).toBe('API_ERROR')
    expect((await org.call('GET', `/ingest/${id}/failedResults`)).status).toBe(204)
    expect((await org.call('PATCH', `/ingest/${id}`, { json: { state: 'Failed' } })).status).toBe(400)
    const done = await org.ingest({}, 'Name\nA\n')
    const change = async (state: string) =>
      (await org.call('PATCH', `/ingest/${done.id}`, { json: { state } })).json
    const refused = (verb: string) => [
      { errorCode: 'INVALIDJOBSTATE', message: `${verb} already Completed Job not allowed` },
    ]
    expect(await change('UploadComplete')).toEqual(refused('Closing'))
    expect(await change('Aborted')).toEqual(refused('Aborting'))
    expect((await org.call('PUT', `/ingest/${done.id}/batches`, { body: 'Name' })).status).toBe(400)
    expect(org.files()).toHaveLength(2)
    expect((await org.call('DELETE', `/ingest/${done.id}`)).status).toBe(204)
    expect((await org.call('GET', `/ingest/${done.id}`)).status).toBe(404)
    expect(org.files()).toEqual([])
  })
})

describe('what the rows do', () => {
  test('update, delete and hard delete by Id, and say what went wrong with each', async () => {
    const org = await bulkOrg({ accounts: 4 })
    const ids = [...org.store.records('Account')].map(({ Id }) => Id)
    const nobody = `${ids[0]!.slice(0, 10)}zzzzz`
    const update = await org.ingest(
      { operation: 'update' },
      `Id,Name\n${ids[0]},New\n${nobody},X\n,X\n${ids[1]},${'x'.repeat(81)}\n`,
    )
    const { successful, failed } = await org.outcome(update.id)
    expect(parse(successful).slice(1)).toEqual([[ids[0], 'false', ids[0], 'New']])
    expect(
      parse(failed)
        .slice(1)
        .map(([id, error]: string[]) => [id, error]),
    ).toEqual([
      ['', 'INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--'],
      ['', 'MISSING_ARGUMENT:Id not specified in an update call:--'],
      [ids[1], expect.stringMatching(/^STRING_TOO_LONG:.*:Name --$/)],
    ])
    const gone = async (operation: string, id: string) =>
      (await org.ingest({ operation }, `Id\n${id}\n`)).numberRecordsFailed
    expect([await gone('delete', ids[2]!), await gone('hardDelete', ids[3]!)]).toEqual([0, 0])
    const left = [...org.store.records('Account', { deleted: true })].map(({ Id }) => Id)
    expect(left).toEqual(ids.slice(0, 3))
  })

  test('empty a field with #N/A, and leave it alone with nothing', async () => {
    const org = await bulkOrg()
    const id = org.insert('Account', { Name: 'A', Active__c: true, Notes__c: 'old', Amount__c: 5 })
    await org.ingest({ operation: 'update' }, `Id,Notes__c,Amount__c\n${id},#N/A,\n`)
    expect(org.store.read('Account', id)).toMatchObject({ Notes__c: null, Amount__c: 5 })
  })

  test('name a parent by its external id', async () => {
    const org = await bulkOrg()
    const parent = org.insert('Account', { Name: 'Up', Active__c: true, ExtId__c: 'up' })
    const job = await org.ingest({}, 'Name,Parent.ExtId__c\nA,up\nB,nowhere\nC,\n')
    expect([job.numberRecordsProcessed, job.numberRecordsFailed]).toEqual([3, 1])
    const children = org.store.children('Account', 'ParentId', parent).map(({ Name }) => Name)
    expect(children).toEqual(['A'])
    expect((await org.outcome(job.id)).failed).toMatch(
      /INVALID_FIELD:Foreign key external ID: nowhere not found/,
    )
  })

  test('upsert by external id: what is there is updated', async () => {
    const org = await bulkOrg()
    const id = org.insert('Account', { Name: 'Old', Active__c: true, ExtId__c: 'k1' })
    const job = await org.ingest(
      { operation: 'upsert', externalIdFieldName: 'ExtId__c' },
      'ExtId__c,Name\nk1,New\nk2,Two\n',
    )
    const rows = parse((await org.outcome(job.id)).successful).slice(1)
    expect(rows.map(([, created]: string[]) => created)).toEqual(['false', 'true'])
    expect(org.store.read('Account', id)).toMatchObject({ Name: 'New' })
  })

  test('have quoted newlines, quotes, commas and field names in any case', async () => {
    const org = await bulkOrg()
    const job = await org.ingest({}, 'NAME,notes__c\n"A, ""Inc""","one\n\ntwo"\n\nB\n')
    const made = [...org.store.records('Account')]
    expect(made).toMatchObject([{ Name: 'A, "Inc"', Notes__c: 'one\n\ntwo' }, { Name: 'B' }])
    expect((await org.outcome(job.id)).successful).toBe(
      `"sf__Id","sf__Created",NAME,notes__c\n"${made[0]!.Id}","true","A, ""Inc""","one\n\ntwo"\n"${made[1]!.Id}","true","B",""\n`,
    )
  })
})

describe('a file that is none', () => {
  test.each([
    ['a field nobody knows', 'Name,Nothing\nA,B\n', {}, 'InvalidBatch : Field name not found : Nothing'],
    ['a parent nobody knows', 'Name,Boss.Name\nA,B\n', {}, 'InvalidBatch : Field name not found : Boss.Name'],
    [
      'a parent’s field nobody knows',
      'Name,Parent.No\nA,B\n',
      {},
      'InvalidBatch : Field name not found : Parent.No',
    ],
    [
      'lines that end in CRLF',
      'Name\r\nA\r\n',
      {},
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF',
    ],
    [
      'lines that end in LF',
      'Name\nA\n',
      { lineEnding: 'CRLF' },
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF',
    ],
    ['another delimiter', 'Name;Notes__c\nA;B\n', {}, 'InvalidBatch : Field name not found : Name;Notes__c'],
    [
      'a byte order mark',
      '\ufeff"Name"\nA\n',
      {},
      'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
    ],
    [
      'a quote in the middle',
      'Name\nA"b\n',
      {},
      'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
    ],
    [
      'a quote that does not end',
      'Name\n"A\n',
      {},
      'InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote',
    ],
  ])('with %s fails the job, and all of it is unprocessed', async (_, csv, job, errorMessage) => {
    const org = await bulkOrg()
    const { id, ...info } = await org.ingest(job, csv)
    expect([info.state, info.errorMessage, info.numberRecordsProcessed]).toEqual(['Failed', errorMessage, 0])
    expect((await org.outcome(id)).unprocessed).toBe(csv)
    expect(accounts(org)).toEqual([])
  })

  test('with nothing in it is done, with nothing', async () => {
    const org = await bulkOrg()
    const { id, ...info } = await org.ingest({}, '')
    expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 0, numberRecordsFailed: 0 })
    expect((await org.outcome(id)).unprocessed).toBe('')
  })

  test('with a row of too many columns keeps what came before, and the rest is unprocessed', async () => {
    const org = await bulkOrg()
    const { id, ...info } = await org.ingest({}, 'Name\nA\n"B\nb"\nC,c\nD\n')
    expect([info.state, info.numberRecordsProcessed]).toEqual(['Failed', 2])
    expect(info.errorMessage).toMatch(/^InvalidBatch : Failed to parse CSV/)
    expect(accounts(org)).toEqual(['A', 'B\nb'])
    expect((await org.outcome(id)).unprocessed).toBe('Name\nC,c\nD\n')
  })
})

describe('an empty line', () => {
  test.each(['\n', '\r\n'])(
    'is no row, wherever it stands (%j); an empty text in quotes is one',
    async (newline) => {
      const org = await bulkOrg()
      const lines = ['Name', '', 'A', '', '""', 'B', '', '']
      const lineEnding = newline === '\n' ? 'LF' : 'CRLF'
      const { id } = await org.ingest({ lineEnding }, lines.join(newline))
      const { successful, failed, unprocessed } = await org.outcome(id)
      expect(
        parse(successful)
          .slice(1)
          .map(([, , name]) => name),
      ).toEqual(['A', 'B'])
      expect(parse(failed).slice(1)).toEqual([['', expect.stringMatching(/^REQUIRED_FIELD_MISSING:/), '']])
      expect(unprocessed).toBe(`Name${newline}`)
    },
  )
})

describe('an aborted ingest job', () => {
  test('keeps what was done, and gives back the rest', async () => {
    const org = await bulkOrg()
    const rows = Array.from({ length: 1000 }, (_, row) => `"A ${row}\nb"`)
    const { id } = (await org.call('POST', '/ingest', { json: { object: 'Account', operation: 'insert' } }))
      .json
    await org.call('PUT', `/ingest/${id}/batches`, { body: `Name\n${rows.join('\n')}` })
    const chunks: number[] = []
    const aborted = new Promise<void>((resolve, reject) => {
      org.store.onCommit(({ changes }) => {
        if (chunks.push(changes.length) === 2) {
          org.call('PATCH', `/ingest/${id}`, { json: { state: 'Aborted' } }).then(() => resolve(), reject)
        }
      })
    })
    await org.call('PATCH', `/ingest/${id}`, { json: { state: 'UploadComplete' } })
    await aborted
    const { state, numberRecordsProcessed: done } = await org.over('ingest', id)
    expect(state).toBe('Aborted')
    expect(done).toBeLessThan(1000)
    expect(accounts(org)).toHaveLength(done)
    const { successful, unprocessed } = await org.outcome(id)
    expect(parse(successful)).toHaveLength(done + 1)
    expect(unprocessed).toBe(`Name\n${rows.slice(done).join('\n')}`)
  })

  test('gives its results only when they are written down', async () => {
    const org = await bulkOrg()
    const { id } = (await org.call('POST', '/ingest', { json: { object: 'Account', operation: 'insert' } }))
      .json
    await org.call('PUT', `/ingest/${id}/batches`, { body: `Name\n${'A\n'.repeat(201)}` })
    const ask = (method: string, path: string) => {
      const { handle } = org.bulk.endpoints.find((each) => each.method === method && each.path === path)!
      const json = () => Promise.resolve({ state: 'Aborted' })
      return handle({ params: { id }, session: { userId: USERS[0] }, json } as unknown as ApiCall)
    }
    // Without a network between: what was committed this very moment is in no file yet.
    const outcome = new Promise<Reply>((resolve, reject) => {
      const stop = org.store.onCommit(() => {
        stop()
        Promise.resolve(ask('PATCH', '/jobs/ingest/:id'))
          .then(() => ask('GET', '/jobs/ingest/:id/successfulResults'))
          .then(resolve, reject)
      })
    })
    await org.call('PATCH', `/ingest/${id}`, { json: { state: 'UploadComplete' } })
    expect(parse(await text((await outcome).stream!))).toHaveLength(201)
  })

  test('that nothing was sent to has no results', async () => {
    const org = await bulkOrg()
    const { id } = (await org.call('POST', '/ingest', { json: { object: 'Account', operation: 'insert' } }))
      .json
    await org.call('PATCH', `/ingest/${id}`, { json: { state: 'Aborted' } })
    expect(await org.outcome(id)).toEqual({
      successful: '"sf__Id","sf__Created"\n',
      failed: '"sf__Id","sf__Error"\n',
      unprocessed: '',
    })
  })
})

describe('the counts', () => {
  test('add up: successful, failed and unprocessed are the rows that were sent', async () => {
    const cell = fc.constantFrom(
      '',
      'A',
      'x'.repeat(81),
      '"a ""quoted"" one"',
      '"two\nlines"',
      '"a,b"',
      'é株🙂',
      '#N/A',
    )
    const row = fc.tuple(cell, fc.constantFrom('true', 'false', '', 'maybe')).map((cells) => cells.join(','))
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 450 }),
        fc.option(fc.constantFrom('a,b,c,d', 'a"b,true'), { nil: undefined }),
        fc.boolean(),
        async (rows, broken, endsWithNewline) => {
          const org = await bulkOrg()
          const sent = broken === undefined ? rows : [...rows, broken]
          const meant = sent.filter((line) => line !== '')
          const csv = ['Name,Active__c', ...sent].join('\n') + (endsWithNewline ? '\n' : '')
          const { id, state, numberRecordsProcessed, numberRecordsFailed } = await org.ingest({}, csv)
          const { successful, failed, unprocessed } = await org.outcome(id)
          const rowsOf = (text: string): number =>
            parse(text, { relax_column_count: true, relax_quotes: true, skip_empty_lines: true }).length - 1
          expect(rowsOf(failed)).toBe(numberRecordsFailed)
          expect(rowsOf(successful)).toBe(numberRecordsProcessed - numberRecordsFailed)
          expect(rowsOf(successful)).toBe(org.store.count('Account'))
          expect(numberRecordsProcessed + rowsOf(unprocessed)).toBe(meant.length)
          expect(state).toBe(broken === undefined ? 'JobComplete' : 'Failed')
          await org.bulk.close()
        },
      ),
      { numRuns: 25 },
    )
  })
})
