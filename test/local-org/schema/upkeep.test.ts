// What Salesforce fills in by itself when records are written, seen through the real store.
import { describe, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { createStore } from '../../../local-org/records/store.ts'
import { valueOf } from '../../../local-org/records/value.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'

const business = createBusiness({ seed: 1, accounts: 40, today: '2026-11-20' })
const now = () => Date.parse('2026-11-20T09:30:00Z')
const schema = createSchema(standardObjects({ business, multiCurrency: true }), now)
const store = createStore({ schema, base: baseTables(business), now })
const writer = { userId: business.viewers.csm, origin: 'test' }

function write(object: string, values: Record<string, unknown>, id?: string): string {
  const [result] = store.write(writer, [
    id ? { op: 'update', object, id, values } : { op: 'insert', object, values },
  ])
  expect(result?.errors).toEqual([])
  return result!.id!
}
function read(object: string, id: string, ...fields: string[]) {
  const record = store.read(object, id)!
  return fields.map((name) => valueOf(schema.object(object)!.field(name)!, record, store))
}

describe('an opportunity', () => {
  const deal = { Name: 'A deal', StageName: 'Proposal', CloseDate: '2027-05-20', Amount: 1_000 }
  const facts = ['Probability', 'ForecastCategoryName', 'IsClosed', 'IsWon', 'ExpectedRevenue']

  test('takes probability and forecast from its stage, whenever the stage changes', () => {
    const id = write('Opportunity', deal)
    expect(read('Opportunity', id, ...facts)).toEqual([60, 'Best Case', false, false, 600])
    write('Opportunity', { StageName: 'Closed Won' }, id)
    expect(read('Opportunity', id, ...facts)).toEqual([100, 'Closed', true, true, 1_000])
    expect(read('Opportunity', id, 'FiscalYear', 'FiscalQuarter', 'Fiscal')).toEqual([2027, 2, '2027 2'])
  })

  test('keeps a probability that was said, until the stage changes', () => {
    const id = write('Opportunity', { ...deal, Probability: 33 })
    expect(read('Opportunity', id, 'Probability', 'ExpectedRevenue')).toEqual([33, 330])
    write('Opportunity', { Amount: 2_000 }, id)
    expect(read('Opportunity', id, 'Probability', 'ExpectedRevenue')).toEqual([33, 660])
    write('Opportunity', { StageName: 'Negotiation' }, id)
    expect(read('Opportunity', id, 'Probability')).toEqual([80])
  })
})

test('a case that is closed says when, and no longer once it is open again', () => {
  const id = write('Case', { Subject: 'Help' })
  expect(read('Case', id, 'Status', 'IsClosed', 'ClosedDate')).toEqual(['New', false, null])
  write('Case', { Status: 'Closed' }, id)
  expect(read('Case', id, 'IsClosed', 'ClosedDate')).toEqual([true, '2026-11-20T09:30:00.000+0000'])
  write('Case', { Status: 'Working' }, id)
  expect(read('Case', id, 'IsClosed', 'ClosedDate')).toEqual([false, null])
})

test('a name follows its parts, and one with the family name first stays so until a part changes', () => {
  const id = write('Contact', { FirstName: 'Ada', LastName: 'Byron' })
  write('Contact', { LastName: 'Lovelace' }, id)
  expect(read('Contact', id, 'Name')).toEqual(['Ada Lovelace'])
  const inOrder = [...business.contacts.all()].find(
    ({ Name, FirstName, LastName }) => Name === `${LastName} ${FirstName}`,
  )!
  expect(read('Contact', inOrder.Id, 'Name')).toEqual([inOrder.Name])
  write('Contact', { Title: 'Head of IT' }, inOrder.Id)
  expect(read('Contact', inOrder.Id, 'Name')).toEqual([inOrder.Name])
})

test('an address is made of its parts, and is nothing where all of them are empty', () => {
  const id = write('Account', { Name: 'A', BillingCity: 'Bern', BillingCountry: 'Switzerland' })
  expect(read('Account', id, 'BillingAddress', 'ShippingAddress')).toEqual([
    { street: null, city: 'Bern', state: null, postalCode: null, country: 'Switzerland' },
    null,
  ])
})

test('a new account has nothing of what the generated ones begin with', () => {
  const id = write('Account', { Name: 'New' })
  const fields = ['ARR__c', 'Renewal_Date__c', 'CSM__c', 'Support_Level__c', 'Products__c', 'External_Id__c']
  expect(read('Account', id, ...fields)).toEqual(fields.map(() => null))
})

test('days to the renewal follow a renewal date that was written', () => {
  const { Id } = business.starring('headline')!
  write('Account', { Renewal_Date__c: '2026-11-30' }, Id)
  expect(read('Account', Id, 'Days_To_Renewal__c')).toEqual([10])
  write('Account', { Renewal_Date__c: null }, Id)
  expect(read('Account', Id, 'Days_To_Renewal__c')).toEqual([null])
})
