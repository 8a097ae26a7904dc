import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventSchema } from '../../../local-org/events/avro-schema.ts'
import { fieldBitmaps } from '../../../local-org/events/bitmap.ts'
import { createBusiness } from '../../../local-org/business/index.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'
import { fieldNames } from './client.ts'
import { INVOICE } from './org.ts'

const business = createBusiness({ seed: 1, accounts: 5, today: '2026-11-20' })
const schemas = [...standardObjects({ business, multiCurrency: true }), INVOICE].map(eventSchema)

describe('the bitmaps of a change event', () => {
  it('name any set of fields and of parts of fields, and only those', () => {
    const some = fc.constantFrom(...schemas).chain((schema) => {
      const leaves = [...schema.layout.leaves.keys()]
      return fc.record({ schema: fc.constant(schema), changed: fc.subarray(leaves) })
    })
    fc.assert(
      fc.property(some, ({ schema: { layout, type }, changed }) => {
        const names = changed.map((at) => {
          const { position, part } = layout.leaves[at]!
          const slot = layout.slots[position - 1]!
          return part === undefined ? slot.field.name : `${slot.field.name}.${slot.parts![part]}`
        })
        const bitmaps = fieldBitmaps(layout, changed)
        expect(new Set(fieldNames(type, bitmaps))).toEqual(new Set(names))
        for (const bitmap of bitmaps) expect(bitmap).toMatch(/^(\d+-)?0x([\dA-F]{2})+$/)
      }),
    )
  })

  it('are as Salesforce’s example: industry and the stamp of a plain account', () => {
    const schema = schemas.find(({ type }) => type.name?.endsWith('AccountChangeEvent'))!
    const leafOf = (name: string) => schema.layout.leaves.findIndex(({ field }) => field?.name === name)
    const changed = ['Industry', 'BillingCity', 'BillingState'].map(leafOf)
    const place = (name: string) => schema.layout.slots.findIndex(({ field }) => field.name === name) + 1
    expect(fieldBitmaps(schema.layout, changed)).toEqual([
      `0x${(1n << BigInt(place('Industry'))).toString(16).toUpperCase().padStart(4, '0')}`,
      `${place('BillingAddress')}-0x06`,
    ])
  })

  it('are none when nothing changed', () => {
    expect(fieldBitmaps(schemas[0]!.layout, [])).toEqual([])
  })
})

describe('the schema of a change event', () => {
  const fieldsOf = (name: string) => {
    const { json } = schemas.find(({ type }) => type.name === `com.sforce.eventbus.${name}`)!
    return (JSON.parse(json) as { fields: { name: string; type: unknown; doc: string }[] }).fields
  }

  it('has the header first, then fields that may all be empty, compounds in one', () => {
    const [header, ...fields] = fieldsOf('ContactChangeEvent')
    expect(header).toMatchObject({ name: 'ChangeEventHeader', doc: 'Data:ComplexValueType' })
    expect(fields.every(({ type }) => Array.isArray(type) && type[0] === 'null')).toBe(true)
    const names = fields.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['Name', 'MailingAddress', 'Email', 'AccountId', 'CreatedDate']),
    )
    for (const absent of ['Id', 'FirstName', 'Salutation', 'MailingCity', 'IsDeleted', 'SystemModstamp']) {
      expect(names).not.toContain(absent)
    }
  })

  it('types fields as Salesforce does and says what they are', () => {
    const fields = new Map(fieldsOf('AccountChangeEvent').map((field) => [field.name, field]))
    expect(fields.get('AnnualRevenue')).toMatchObject({ type: ['null', 'double'], doc: 'Data:Currency' })
    expect(fields.get('NumberOfEmployees')).toMatchObject({ type: ['null', 'int'], doc: 'Data:Integer' })
    expect(fields.get('Industry')).toMatchObject({ type: ['null', 'string'], doc: 'Data:DynamicEnum' })
    expect(fields.get('OwnerId')).toMatchObject({ type: ['null', 'string'], doc: 'ForeignKey:EntityId' })
    expect(fields.get('CreatedDate')).toMatchObject({ type: ['null', 'long'], doc: 'CreatedDate:DateTime' })
    expect(fields.get('Name')?.type).toMatchObject(['null', 'string', { name: 'Switchable_PersonName' }])
    expect(fields.get('BillingAddress')?.type).toMatchObject(['null', { name: 'Address' }])
    expect(fields.get('ShippingAddress')?.type).toEqual(['null', 'Address'])
  })

  it('has no formula an admin wrote, but what Salesforce itself keeps in the record', () => {
    const names = (event: string) => fieldsOf(event).map(({ name }) => name)
    expect(names('Invoice__ChangeEvent')).not.toContain('Twice__c')
    expect(names('OpportunityChangeEvent')).toEqual(
      expect.arrayContaining(['IsClosed', 'IsWon', 'ExpectedRevenue']),
    )
    expect(names('OpportunityChangeEvent')).not.toContain('FiscalYear')
  })
})
