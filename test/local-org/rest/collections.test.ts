import { expect, test } from 'vitest'
import { makeId } from '../../../local-org/salesforce-id.ts'
import { restOrg } from './rest-org.ts'

const account = (values: object) => ({ attributes: { type: 'Account' }, ...values })

test('records of several kinds are made in one call, answered in their order, each for itself', async () => {
  const { call, store } = restOrg()
  const records = [
    account({ Name: 'A' }),
    { attributes: { type: 'Contact' } },
    { attributes: { type: 'Contact' }, LastName: 'B' },
    { Name: 'No type' },
  ]
  const { status, json } = await call('/composite/sobjects', { method: 'POST', body: { records } })
  expect(status).toBe(200)
  expect(json).toEqual([
    { id: expect.stringMatching(/^001/) as string, success: true, errors: [] },
    {
      success: false,
      errors: [
        {
          statusCode: 'REQUIRED_FIELD_MISSING',
          message: 'Required fields are missing: [LastName]',
          fields: ['LastName'],
        },
      ],
    },
    { id: expect.stringMatching(/^003/) as string, success: true, errors: [] },
    { success: false, errors: [expect.objectContaining({ statusCode: 'INVALID_INPUT' })] },
  ])
  expect([store.count('Account'), store.count('Contact')]).toEqual([1, 1])
})

test('all or none is all or none, whatever the reason that one fails for', async () => {
  const { call, store } = restOrg()
  for (const bad of [account({}), { Name: 'No type' }]) {
    const body = { allOrNone: true, records: [account({ Name: 'A' }), bad] }
    const { json } = await call('/composite/sobjects', { method: 'POST', body })
    expect(json[0]).toEqual({
      success: false,
      errors: [
        {
          statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
          message:
            'Record rolled back because not all records were valid and the request was using AllOrNone header',
          fields: [],
        },
      ],
    })
  }
  expect(store.count('Account')).toBe(0)
})

test('records are changed and deleted by their ids, however the id is spelt', async () => {
  const { call, insert, store } = restOrg()
  const [a, b] = [insert('Account', { Name: 'A' }), insert('Account', { Name: 'B' })]
  const records = [account({ id: a, Name: 'A2' }), account({ Id: b, Name: 'B2' }), account({ Name: 'C' })]
  const changed = await call('/composite/sobjects', { method: 'PATCH', body: { records } })
  expect(changed.json).toMatchObject([
    { id: a, success: true },
    { id: b, success: true },
    {
      success: false,
      errors: [{ statusCode: 'MISSING_ARGUMENT', message: 'Id not specified in an update call' }],
    },
  ])
  expect([a, b].map((id) => store.read('Account', id)?.Name)).toEqual(['A2', 'B2'])
  const ids = [a, 'xyz', makeId('001', 9)]
  const deleted = await call(`/composite/sobjects?ids=${ids.join(',')}&allOrNone=false`, { method: 'DELETE' })
  expect(deleted.json).toEqual([
    { id: a, success: true, errors: [] },
    { success: false, errors: [{ statusCode: 'MALFORMED_ID', message: 'malformed id xyz', fields: [] }] },
    {
      success: false,
      errors: [
        { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] },
      ],
    },
  ])
  const none = await call(`/composite/sobjects?ids=${b},xyz&allOrNone=true`, { method: 'DELETE' })
  expect(none.json[0].errors[0].statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK')
  expect(store.read('Account', b)?.IsDeleted).toBe(false)
})

test('an upsert of several says of each whether it was made', async () => {
  const { call, insert } = restOrg()
  const known = insert('Account', { Name: 'A', ExtId__c: 'one' })
  const records = [
    account({ Name: 'A2', ExtId__c: 'one' }),
    account({ Name: 'B', ExtId__c: 'two' }),
    account({ Name: 'C' }),
    { attributes: { type: 'Contact' }, LastName: 'D' },
  ]
  const { json } = await call('/composite/sobjects/Account/ExtId__c', { method: 'PATCH', body: { records } })
  expect(json).toMatchObject([
    { id: known, success: true, created: false, errors: [] },
    { success: true, created: true },
    { success: false, created: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    { success: false, created: false, errors: [{ statusCode: 'INVALID_INPUT' }] },
  ])
  expect(
    await call('/composite/sobjects/Account/Nope', { method: 'PATCH', body: { records } }),
  ).toMatchObject({
    status: 404,
  })
})

test('200 records go into one call and 201 do not', async () => {
  const { call, store } = restOrg()
  const body = (count: number) => ({ records: Array.from({ length: count }, () => account({ Name: 'A' })) })
  const refused = await call('/composite/sobjects', { method: 'POST', body: body(201) })
  expect(refused).toEqual({
    status: 400,
    json: [
      {
        errorCode: 'EXCEEDED_ID_LIMIT',
        message: 'record limit reached. cannot submit more than 200 records into this call',
      },
    ],
  })
  expect((await call('/composite/sobjects', { method: 'POST', body: body(200) })).json).toHaveLength(200)
  expect(store.count('Account')).toBe(200)
})

test('several records are read by their ids, with null where there is none', async () => {
  const { call, insert, store } = restOrg()
  const [a, b] = [insert('Account', { Name: 'A' }), insert('Account', { Name: 'B' })]
  store.write({ userId: makeId('005', 0), origin: 'rest' }, [{ op: 'delete', id: b }])
  const ids = [a, b, makeId('001', 9), 'xyz']
  const expected = [{ attributes: { type: 'Account' }, Name: 'A', Id: a }, null, null, null]
  const got = await call(`/composite/sobjects/Account?ids=${ids.join(',')}&fields=Name`)
  expect(got.json).toMatchObject(expected)
  const posted = await call('/composite/sobjects/Account', {
    method: 'POST',
    body: { ids, fields: ['Name'] },
  })
  expect(posted.json).toEqual(got.json)
  expect((await call('/composite/sobjects/Account?ids=x&fields=Nope')).json[0].errorCode).toBe(
    'INVALID_FIELD',
  )
})

test('a tree is made from the root to the leaves, or not at all', async () => {
  const { call, store } = restOrg()
  const contact = (referenceId: string, values: object) => ({
    attributes: { type: 'Contact', referenceId },
    ...values,
  })
  const tree = (leaf: object) => ({
    records: [
      {
        attributes: { type: 'Account', referenceId: 'root' },
        Name: 'Root',
        Contacts: { records: [contact('first', { LastName: 'A' }), contact('second', leaf)] },
      },
    ],
  })
  const post = (body: unknown) => call('/composite/tree/Account', { method: 'POST', body })
  const refused = await post(tree({}))
  expect(refused).toMatchObject({
    status: 400,
    json: {
      hasErrors: true,
      results: [{ referenceId: 'second', errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] }],
    },
  })
  expect([store.count('Account'), store.count('Contact')]).toEqual([0, 0])
  const made = await post(tree({ LastName: 'B' }))
  expect(made).toMatchObject({ status: 201, json: { hasErrors: false } })
  const [root, first, second] = made.json.results as { referenceId: string; id: string }[]
  expect(root!.referenceId).toBe('root')
  expect(store.children('Contact', 'AccountId', root!.id).map(({ Id }) => Id)).toEqual([
    first!.id,
    second!.id,
  ])
  const twice = { records: [contact('same', { LastName: 'A' }), contact('same', { LastName: 'B' })] }
  expect(await call('/composite/tree/Contact', { method: 'POST', body: twice })).toMatchObject({
    status: 400,
    json: [{ errorCode: 'INVALID_INPUT' }],
  })
})
