import { beforeEach, describe, expect, test } from 'vitest'
import type { CustomField } from '../../../local-org/schema/custom.ts'
import { metadataOf } from '../metadata/metadata-org.ts'
import { withAuthorizedConnection, type Authorized } from '../orgs.ts'
import { accountsOf, companiesInto, resolutionOf } from './resolution-of.ts'

let made: Authorized
let resolution: ReturnType<typeof resolutionOf>
let metadata: ReturnType<typeof metadataOf>
let field: string
let count = 0
const account = { id: '', name: '' }
withAuthorizedConnection((authorized) => {
  made = authorized
  resolution = resolutionOf(authorized)
  metadata = metadataOf(authorized)
})
beforeEach(async () => {
  const { db, tenant } = made.console
  await db.query(`truncate ${tenant.schemaName}.company cascade`)
  const [first] = accountsOf(made.org)
  Object.assign(account, { id: String(first?.['Id']), name: String(first?.['Name']) })
  field = `Customer_Key${++count}__c`
  as({ type: 'string', length: 40 })
  await resolution.preview(mapping())
  await resolution.save(mapping())
})

const mapping = () => ({ accountField: field, companyField: 'TickerSymbol' })
/** The field, made anew as another. */
const as = (type: Omit<CustomField, 'name'>) => metadata.addField('Account', { name: field, ...type })
const gone = () => made.org.schema.removeField('Account', field)
const hidden = () => made.org.schema.hideField('Account', field)
const codes = async () => (await resolution.read()).notices.map(({ code }) => code)
const requests = async (work: () => Promise<unknown>) => {
  const before = made.org.limits.apiRequests().remaining
  await work()
  return before - made.org.limits.apiRequests().remaining
}

describe('the explanation of an account judges the field as it is in the org now, though nothing was refreshed', () => {
  test.each([
    ['gone', gone, 'FIELD_GONE', 'deleted or renamed, or is hidden from that user'],
    [
      'hidden from the connected user',
      hidden,
      'FIELD_GONE',
      'deleted or renamed, or is hidden from that user',
    ],
    [
      'a number',
      () => as({ type: 'double', precision: 10, scale: 2 }),
      'FIELD_TYPE_CHANGED',
      'type double now',
    ],
    ['a tick', () => as({ type: 'boolean' }), 'FIELD_TYPE_CHANGED', 'type boolean now'],
    ['a long text', () => as({ type: 'textarea', length: 5000 }), 'FIELD_TYPE_CHANGED', '(5000 characters)'],
  ] as const)('%s: it says so, and still names the likely company', async (_is, change, code, words) => {
    await companiesInto(made.console)([{ Name: account.name.toLowerCase() }])
    change()
    const told = await resolution.explain(account.id)
    expect(told).toMatchObject({
      lookedFor: mapping(),
      account: { state: 'there', name: account.name },
      notAsked: null,
      conclusion: { code },
    })
    expect(told.conclusion.message).toContain(field)
    expect(told.conclusion.message).toContain(words)
    expect(told.conclusion.action).toMatch(/choose another field under Configure Company Resolution/i)
    expect(told.likely.map(({ company }) => company.name)).toEqual([account.name.toLowerCase()])
    expect(told.conclusion.action).toContain('is likely the one')
    expect(told.conclusion.action).not.toContain('correct its')
    await metadata.refresh()
    expect((await resolution.explain(account.id)).conclusion).toEqual(told.conclusion)
  })

  test('another type that compares as before is nothing to speak of', async () => {
    as({ type: 'email' })
    expect((await resolution.explain(account.id)).conclusion.code).toBe('FIELD_EMPTY')
  })

  test('a field that came back with other capitals is read', async () => {
    gone()
    field = field.toUpperCase().replace('__C', '__c')
    as({ type: 'string', length: 40 })
    made.org.store.write({ userId: made.org.administrator, origin: '' }, [
      { op: 'update', object: 'Account', id: account.id, values: { [field]: 'K-1' } },
    ])
    expect((await resolution.explain(account.id)).lookedFor.value).toBe('K-1')
  })

  test('accounts are described once for it', async () => {
    const explained = await requests(() => resolution.explain(account.id))
    gone()
    expect(await requests(() => resolution.explain(account.id))).toBe(explained)
  })

  test('what Salesforce still refuses is told in its own words', async () => {
    made.org.faults.arm({ kind: 'latency', ms: 100, path: '/sobjects/Account/describe' })
    const explaining = resolution.explain(account.id)
    await expect.poll(() => made.org.faults.list()[0]?.struck).toBe(1)
    gone()
    const { notAsked } = await explaining
    expect(notAsked).toMatchObject({ code: 'SALESFORCE_REFUSED', details: [{ message: 'INVALID_FIELD' }] })
  })
})

describe('Company Resolution', () => {
  test('says that its field is gone, or of a type it cannot compare, while that is what is kept of the org', async () => {
    expect(await codes()).toEqual([])
    gone()
    expect(await codes()).toEqual([])
    await metadata.refresh()
    const [notice] = (await resolution.read()).notices
    expect(notice).toMatchObject({ code: 'RESOLUTION_FIELD_GONE' })
    expect(notice?.message).toContain(field)
    expect(notice?.action).toContain('choose another field')
    as({ type: 'double', precision: 10, scale: 2 })
    await metadata.refresh()
    const [changed] = (await resolution.read()).notices
    expect(changed).toMatchObject({ code: 'RESOLUTION_FIELD_CHANGED' })
    expect(changed?.message).toContain(`${field} became double`)
    as({ type: 'string', length: 80 })
    await metadata.refresh()
    expect(await codes()).toEqual([])
    await resolution.restore(1)
    gone()
    await metadata.refresh()
    expect(await codes()).toEqual([])
  })

  test('asks the org nothing to say so', async () => {
    gone()
    await metadata.refresh()
    expect(await requests(codes)).toBe(0)
  })

  test('previews no field that went after it was chosen, and says so', async () => {
    gone()
    const { state, failure } = await resolution.preview(mapping())
    expect([state, failure?.code]).toEqual(['failed', 'RESOLUTION_FIELD_UNKNOWN'])
  })
})

test('a refresh says of each change whether Company Resolution still works with it', async () => {
  const touched = async () =>
    (await metadata.refresh()).changes?.map(({ kind, field: of, property, companyResolution }) => [
      ...[kind, of, property, companyResolution],
    ])
  await metadata.refresh()
  metadata.addField('Account', { name: `Aside${count}__c`, type: 'date' })
  as({ type: 'string', length: 30 })
  expect(await touched()).toEqual([
    ['field-added', `Aside${count}__c`, undefined, undefined],
    ['field-changed', field, 'length', 'touches'],
  ])
  gone()
  expect(await touched()).toEqual([['field-gone', field, undefined, 'breaks']])
  as({ type: 'boolean' })
  expect(await touched()).toEqual([['field-added', field, undefined, 'breaks']])
  as({ type: 'string', length: 30 })
  expect(await touched()).toContainEqual(['field-changed', field, 'type', 'touches'])
  as({ type: 'double', precision: 10, scale: 0 })
  expect(await touched()).toContainEqual(['field-changed', field, 'type', 'breaks'])
})
