// What an admin cannot do to the fields of an org, however it is asked for.
import { describe, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { customField } from '../../../local-org/schema/custom.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'

const business = createBusiness({ seed: 1, accounts: 5, today: '2026-11-20' })
const orgSchema = () => {
  const schema = createSchema(standardObjects({ business, multiCurrency: true }), () => 1_000)
  schema.addField('Account', customField({ name: 'Segment__c', type: 'string', length: 20 }))
  return schema
}
const namesIn = (schema: ReturnType<typeof orgSchema>) =>
  schema.object('Account')!.fields.map(({ name }) => name)

describe('a field is not renamed', () => {
  test.each([
    ['Segment__c', 'Phone', 'Account has a field Phone already.'],
    ['Segment__c', 'arr__C', 'Account has a field ARR__c already.'],
    [
      'Fax',
      'Fax__c',
      'Fax is a standard field, and keeps its name. Only custom fields (…__c) can be renamed.',
    ],
    ['Segment__c', 'Segment', 'A custom field has a name like Health_Score__c, not Segment.'],
    ['Segment__c', 'A__B__c', 'A custom field has a name like Health_Score__c, not A__B__c.'],
    ['Nope__c', 'Other__c', 'Account has no field Nope__c.'],
  ])('from %s to %s', (from, to, words) => {
    const schema = orgSchema()
    const before = namesIn(schema)
    expect(() => schema.renameField('Account', from, to)).toThrow(words)
    expect(namesIn(schema)).toEqual(before)
  })

  test('to the name of one that is hidden', () => {
    const schema = orgSchema()
    schema.hideField('Account', 'ARR__c')
    expect(() => schema.renameField('Account', 'Segment__c', 'ARR__c')).toThrow('has a field ARR__c already')
  })
})

test('a field can be renamed to another spelling of its name', () => {
  const schema = orgSchema()
  schema.renameField('Account', 'Segment__c', 'SEGMENT__c')
  expect(schema.object('Account')?.field('segment__c')?.name).toBe('SEGMENT__c')
})

test('a renamed lookup leads to its parent by its new name', () => {
  const schema = orgSchema()
  schema.renameField('Account', 'CSM__c', 'Success_Manager__c')
  expect(schema.object('Account')?.parent('Success_Manager__r')?.name).toBe('Success_Manager__c')
  expect(schema.object('Account')?.parent('CSM__r')).toBeUndefined()
})

test.each(['Phone', 'Name', 'Id', 'SystemModstamp'])('the standard field %s is not removed', (field) => {
  const schema = orgSchema()
  const before = namesIn(schema)
  expect(() => schema.removeField('Account', field)).toThrow(
    `${field} is a standard field, and cannot be deleted. hide-field takes one away that need not be visible.`,
  )
  expect(namesIn(schema)).toEqual(before)
})

describe('field-level security does not hide', () => {
  test.each([
    ['Account', 'Id', 'a system field'],
    ['Account', 'isdeleted', 'a system field'],
    ['Account', 'CreatedDate', 'a system field'],
    ['Account', 'SystemModstamp', 'a system field'],
    ['Account', 'Name', 'the name of its records'],
    ['Case', 'CaseNumber', 'the name of its records'],
    ['Contact', 'LastName', 'required'],
    ['Opportunity', 'CloseDate', 'required'],
    ['Account', 'OwnerId', 'required'],
  ])('%s.%s', (object, field, why) => {
    const schema = orgSchema()
    expect(() => schema.hideField(object, field)).toThrow(
      new RegExp(`^${field} is ${why}: field-level security cannot hide it\\.$`, 'i'),
    )
    expect(schema.object(object)?.field(field)).toBeDefined()
  })

  test('but any field that may be empty, custom or not', () => {
    const schema = orgSchema()
    for (const field of ['Phone', 'Segment__c', 'AnnualRevenue', 'BillingAddress', 'Days_To_Renewal__c']) {
      schema.hideField('Account', field)
      expect(schema.object('Account')?.field(field)).toBeUndefined()
      schema.hideField('Account', field, false)
      expect(schema.object('Account')?.field(field)).toBeDefined()
    }
  })
})
