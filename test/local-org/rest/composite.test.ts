import { expect, test } from 'vitest'
import { restOrg } from './rest-org.ts'

const BASE = '/services/data/v65.0'
const make = (referenceId: string, body: object, object = 'Account') => ({
  method: 'POST',
  url: `${BASE}/sobjects/${object}`,
  referenceId,
  body,
})

test('later calls of a composite speak of the answers of earlier ones', async () => {
  const { call, store } = restOrg()
  const compositeRequest = [
    make('account', { Name: 'Acme' }),
    make('contact', { LastName: 'A', AccountId: '@{account.id}' }, 'Contact'),
    {
      method: 'GET',
      url: `${BASE}/sobjects/Account/@{account.id}/Contacts?fields=LastName`,
      referenceId: 'people',
    },
    {
      method: 'PATCH',
      url: `${BASE}/sobjects/Account/@{account.id}`,
      referenceId: 'rename',
      body: { Name: 'Of @{people.records[0].LastName}' },
    },
  ]
  const { status, json } = await call('/composite', { method: 'POST', body: { compositeRequest } })
  const [account, contact, people, rename] = json.compositeResponse
  expect(status).toBe(200)
  expect(account).toEqual({
    body: { id: account.body.id, success: true, errors: [] },
    httpHeaders: { Location: `${BASE}/sobjects/Account/${account.body.id}` },
    httpStatusCode: 201,
    referenceId: 'account',
  })
  expect(people.body.records).toMatchObject([{ Id: contact.body.id, LastName: 'A' }])
  expect(rename).toEqual({ body: null, httpHeaders: {}, httpStatusCode: 204, referenceId: 'rename' })
  expect(store.read('Account', account.body.id as string)).toMatchObject({ Name: 'Of A' })
})

test('what fails does not stop the others, but those that need its answer', async () => {
  const { call, store } = restOrg()
  const compositeRequest = [
    make('bad', {}),
    make('needs', { LastName: 'A', AccountId: '@{bad.id}' }, 'Contact'),
    make('quotes', { Name: '@{bad[0].errorCode}' }),
    make('good', { Name: 'A' }),
  ]
  const { json } = await call('/composite', { method: 'POST', body: { compositeRequest } })
  expect(json.compositeResponse).toMatchObject([
    { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }] },
    { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
    { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
    { httpStatusCode: 201 },
  ])
  expect(store.count('Account')).toBe(1)
})

test('with all or none, one that fails takes the others back', async () => {
  const { call, store } = restOrg()
  const compositeRequest = [make('good', { Name: 'A' }), make('bad', {})]
  const body = { allOrNone: true, compositeRequest }
  const { json } = await call('/composite', { method: 'POST', body })
  expect(json.compositeResponse).toMatchObject([
    {
      httpStatusCode: 400,
      body: [
        {
          errorCode: 'PROCESSING_HALTED',
          message: 'The transaction was rolled back since another operation in the same transaction failed.',
        },
      ],
    },
    { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
  ])
  expect([store.count('Account'), store.version('Account')]).toEqual([0, 0])
})

test('a graph is all or none for itself, and knows nothing of the next', async () => {
  const { call, store } = restOrg()
  const graphs = [
    { graphId: 'one', compositeRequest: [make('a', { Name: 'A' }), make('b', {})] },
    { graphId: 'two', compositeRequest: [make('a', { Name: 'B' })] },
  ]
  const { json } = await call('/composite/graph', { method: 'POST', body: { graphs } })
  expect(json.graphs).toMatchObject([
    { graphId: 'one', isSuccessful: false, graphResponse: { compositeResponse: [{}, {}] } },
    { graphId: 'two', isSuccessful: true },
  ])
  expect([...store.records('Account')].map(({ Name }) => Name)).toEqual(['B'])
})

test('a batch is made of calls that know nothing of one another', async () => {
  const { call, insert } = restOrg()
  const id = insert('Account', { Name: 'A' })
  const get = { method: 'GET', url: `v65.0/sobjects/Account/${id}?fields=Name` }
  const bad = { method: 'POST', url: 'v65.0/sobjects/Account', richInput: {} }
  const post = (body: object) => call('/composite/batch', { method: 'POST', body })
  const { json } = await post({ batchRequests: [get, bad, get] })
  expect(json).toMatchObject({
    hasErrors: true,
    results: [
      { statusCode: 200, result: { Name: 'A', Id: id } },
      { statusCode: 400, result: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
      { statusCode: 200 },
    ],
  })
  const halted = await post({ haltOnError: true, batchRequests: [bad, get] })
  expect(halted.json.results[1]).toEqual({
    statusCode: 412,
    result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
  })
})

test('too many calls, and calls that share a name, are refused before any is made', async () => {
  const { call, store } = restOrg()
  const many = Array.from({ length: 26 }, (_, number) => make(`r${number}`, { Name: 'A' }))
  const post = (compositeRequest: unknown) =>
    call('/composite', { method: 'POST', body: { compositeRequest } })
  expect(await post(many)).toMatchObject({ status: 400, json: [{ errorCode: 'LIMIT_EXCEEDED' }] })
  expect(await post([many[0], many[0]])).toMatchObject({
    status: 400,
    json: [{ errorCode: 'INVALID_INPUT' }],
  })
  expect(await post('nothing')).toMatchObject({ status: 400, json: [{ errorCode: 'INVALID_INPUT' }] })
  expect(store.count('Account')).toBe(0)
})
