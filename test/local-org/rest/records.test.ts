import { expect, test } from 'vitest'
import { makeId } from '../../../local-org/salesforce-id.ts'
import { restOrg } from './rest-org.ts'

const NOT_FOUND = { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }

test('a record is made, read, changed and deleted by its id', async () => {
  const { call } = restOrg()
  const made = await call('/sobjects/Account', { method: 'POST', body: { Name: 'Acme', Phone: '' } })
  const id = made.json.id as string
  expect(made).toMatchObject({ status: 201, json: { id, success: true, errors: [] } })
  const url = `/services/data/v65.0/sobjects/Account/${id}`
  expect(made.headers).toEqual({ location: url })
  expect(await call(`/sobjects/account/${id}`, { method: 'PATCH', body: { MailCity: 'Oslo' } })).toEqual({
    status: 204,
    json: undefined,
  })
  const { status, json } = await call(`/sobjects/Account/${id.slice(0, 15)}`)
  expect(status).toBe(200)
  expect(Object.keys(json as object)[0]).toBe('attributes')
  expect(json).toEqual({
    attributes: { type: 'Account', url },
    Id: id,
    IsDeleted: false,
    CreatedDate: '2026-11-20T12:00:00.000+0000',
    CreatedById: makeId('005', 0),
    LastModifiedDate: '2026-11-20T12:00:00.000+0000',
    LastModifiedById: makeId('005', 0),
    SystemModstamp: '2026-11-20T12:00:00.000+0000',
    Name: 'Acme',
    Phone: null,
    ExtId__c: null,
    MailCity: 'Oslo',
    MailAddress: {
      city: 'Oslo',
      country: null,
      geocodeAccuracy: null,
      latitude: null,
      longitude: null,
      postalCode: null,
      state: null,
      street: null,
    },
  })
  expect(await call(`/sobjects/Account/${id}`, { method: 'DELETE' })).toMatchObject({ status: 204 })
  const gone = {
    status: 404,
    json: [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] }],
  }
  expect(await call(`/sobjects/Account/${id}`)).toEqual(gone)
  expect(await call(`/sobjects/Account/${id}`, { method: 'DELETE' })).toEqual(gone)
  expect(await call(`/sobjects/Account/${id}`, { method: 'PATCH', body: {} })).toEqual(gone)
})

test('only the fields that are asked for come back, and one that is not there is pointed at', async () => {
  const { call, insert } = restOrg()
  const id = insert('Account', { Name: 'Acme' })
  const { json } = await call(`/sobjects/Account/${id}?fields=name,Phone`)
  expect(Object.keys(json as object)).toEqual(['attributes', 'Name', 'Phone', 'Id'])
  expect(await call(`/sobjects/Account/${id}?fields=Name,Nope`)).toMatchObject({
    status: 400,
    json: [
      {
        errorCode: 'INVALID_FIELD',
        message: expect.stringMatching(
          /^\nName,Nope\n {5}\^\nERROR at Row:1:Column:6\nNo such column 'Nope' on entity 'Account'\./,
        ),
      },
    ],
  })
})

test('a refused record is answered with its code, words and fields', async () => {
  const { call } = restOrg()
  const post = (body: unknown) => call('/sobjects/Account', { method: 'POST', body })
  expect(await post({})).toEqual({
    status: 400,
    json: [
      {
        message: 'Required fields are missing: [Name]',
        errorCode: 'REQUIRED_FIELD_MISSING',
        fields: ['Name'],
      },
    ],
  })
  expect(await post({ Name: 'A', Nope: 1 })).toEqual({
    status: 400,
    json: [{ message: "No such column 'Nope' on sobject of type Account", errorCode: 'INVALID_FIELD' }],
  })
  expect(await post({ Name: 'A', id: makeId('001', 1) })).toEqual({
    status: 400,
    json: [
      { message: 'The Id field should not be specified in the sobject data.', errorCode: 'INVALID_FIELD' },
    ],
  })
  expect(await post([{ Name: 'A' }])).toMatchObject({
    status: 400,
    json: [{ errorCode: 'JSON_PARSER_ERROR' }],
  })
})

test('what is not there is not found, in the words for what was asked', async () => {
  const { call } = restOrg()
  const unknown = makeId('001', 77)
  for (const path of [
    `/sobjects/Nope/${unknown}`,
    `/sobjects/Account/${unknown}`,
    `/sobjects/Contact/${unknown}`,
  ]) {
    expect(await call(path), path).toEqual({ status: 404, json: [NOT_FOUND] })
  }
  expect((await call('/sobjects/Account/nonsense')).json[0].message).toBe(
    'Provided external ID field does not exist or is not accessible: nonsense',
  )
  expect((await call('/sobjects/Account/Phone/123')).json[0].message).toBe(
    'Provided external ID field does not exist or is not accessible: Phone',
  )
})

test('an upsert by external id creates, then updates, and says which in the way of its version', async () => {
  const { call, store } = restOrg()
  const path = '/sobjects/Account/ExtId__c/a%2Fb%20c'
  const put = (Name: string, version?: number) =>
    call(path, { method: 'PATCH', body: { Name }, ...(version && { version }) })
  const made = await put('One')
  const id = made.json.id as string
  expect(made).toMatchObject({ status: 201, json: { success: true, errors: [], created: true } })
  expect(await put('Two')).toEqual({ status: 200, json: { id, success: true, errors: [], created: false } })
  expect(await put('Three', 45)).toEqual({ status: 204, json: undefined })
  expect(store.read('Account', id)).toMatchObject({ Name: 'Three', ExtId__c: 'a/b c' })
  expect((await call(path)).json).toMatchObject({ Id: id, Name: 'Three' })
  expect((await call(path, { method: 'PATCH', body: { Name: 'x', ExtId__c: 'a' } })).json[0].message).toBe(
    'The ExtId__c field should not be specified in the sobject data.',
  )
  expect(await call(path, { method: 'DELETE' })).toMatchObject({ status: 204 })
  expect(await call(path)).toEqual({ status: 404, json: [NOT_FOUND] })
})

test('a key that several records have is answered with the addresses of all', async () => {
  const { call, insert } = restOrg()
  const ids = [1, 2].map(() => insert('Account', { Name: 'A', ExtId__c: 'same' }))
  const urls = ids.map((id) => `/services/data/v60.0/sobjects/Account/${id}`)
  for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
    const answer = await call('/sobjects/Account/ExtId__c/SAME', { method, body: {}, version: 60 })
    expect(answer, method).toEqual({ status: 300, json: urls })
  }
})

test('a record can also be named by the field Id', async () => {
  const { call, insert } = restOrg()
  const id = insert('Account', { Name: 'A' })
  expect((await call(`/sobjects/Account/Id/${id}`)).json).toMatchObject({ Id: id })
  expect(await call(`/sobjects/Account/Id/${id}`, { method: 'PATCH', body: { Name: 'B' } })).toMatchObject({
    status: 200,
    json: { id, created: false },
  })
  expect(await call('/sobjects/Account/Id', { method: 'POST', body: { Name: 'C' } })).toMatchObject({
    status: 201,
  })
})

test('from a record the way leads to its parent and its children', async () => {
  const { call, insert } = restOrg()
  const account = insert('Account', { Name: 'Acme' })
  const contacts = ['A', 'B'].map((LastName) => insert('Contact', { LastName, AccountId: account }))
  const loner = insert('Contact', { LastName: 'C' })
  expect((await call(`/sobjects/Contact/${contacts[0]}/Account?fields=Name`)).json).toEqual({
    attributes: { type: 'Account', url: `/services/data/v65.0/sobjects/Account/${account}` },
    Name: 'Acme',
    Id: account,
  })
  const children = await call(`/sobjects/Account/${account}/contacts?fields=LastName`)
  expect(children.json).toMatchObject({
    totalSize: 2,
    done: true,
    records: [
      { attributes: { type: 'Contact' }, LastName: 'A' },
      { Id: contacts[1], LastName: 'B' },
    ],
  })
  expect(await call(`/sobjects/Contact/${loner}/Account`)).toEqual({ status: 404, json: [NOT_FOUND] })
  expect(await call(`/sobjects/Account/${account}/Nothing`)).toEqual({ status: 404, json: [NOT_FOUND] })
})

test('a record that the client has already is not sent again, and one it has not seen is not written over', async () => {
  const { call, insert } = restOrg()
  const id = insert('Account', { Name: 'A' })
  const at = 'Fri, 20 Nov 2026 12:00:00 GMT'
  const before = 'Fri, 20 Nov 2026 11:59:59 GMT'
  const get = (since: string) => call(`/sobjects/Account/${id}`, { headers: { 'if-modified-since': since } })
  expect(await get(at)).toEqual({ status: 304, json: undefined })
  expect((await get(before)).status).toBe(200)
  const patch = (since: string) =>
    call(`/sobjects/Account/${id}`, {
      method: 'PATCH',
      body: { Name: 'B' },
      headers: { 'if-unmodified-since': since },
    })
  expect(await patch(before)).toMatchObject({ status: 412, json: [{ errorCode: 'PRECONDITION_FAILED' }] })
  expect((await patch(at)).status).toBe(204)
})

test('writes carry the API and version they came through', async () => {
  const { call, store } = restOrg()
  const origins: string[] = []
  store.onCommit(({ origin, userId }) => origins.push(`${userId} ${origin}`))
  await call('/sobjects/Account', {
    method: 'POST',
    body: { Name: 'A' },
    version: 61,
    userId: makeId('005', 1),
  })
  expect(origins).toEqual([`${makeId('005', 1)} com/salesforce/api/rest/61.0`])
})
