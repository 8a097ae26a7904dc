import { describe, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import {
  CUSTOMER_LOOKUPS,
  customerRows,
  type CustomerObject,
  type Row,
} from '../../../local-org/customers/index.ts'
import { STANDARD_OBJECTS, STANDARD_PICKLISTS } from '../../../server/objects/index.ts'

const business = createBusiness({ seed: 1, accounts: 200, today: '2026-11-20' })
const rows = new Map<CustomerObject, Row[]>()
for (const chunk of customerRows(business))
  rows.set(chunk.object, [...(rows.get(chunk.object) ?? []), ...chunk.rows])
const of = (object: CustomerObject) => rows.get(object)!
const definitionOf = (name: string) => STANDARD_OBJECTS.find((object) => object.name === name)!

describe('the backend can take the rows', () => {
  test.each(Object.keys(CUSTOMER_LOOKUPS) as CustomerObject[])('%s has every field they name', (object) => {
    const fields = new Map(definitionOf(object).fields.map((field) => [field.name, field]))
    expect(of(object).length).toBeGreaterThan(3)
    for (const row of of(object)) {
      for (const [name, value] of Object.entries(row)) {
        const field = fields.get(name)
        expect(field, `${object}.${name}`).toBeDefined()
        if (value === null) expect(field!.required, `${object}.${name} is empty`).toBe(false)
        if (typeof value === 'string' && field!.length)
          expect(value.length).toBeLessThanOrEqual(field!.length)
        if (field!.picklist && value !== null) {
          const items = STANDARD_PICKLISTS.find((list) => list.name === field!.picklist)!.items
          expect(
            items.map((item) => item.name),
            `${object}.${name}`,
          ).toContain(value)
        }
        expect(field!.lookup, `${object}.${name}`).toBe(CUSTOMER_LOOKUPS[object][name]?.object)
      }
    }
  })

  test('every reference names exactly one row, which came before', () => {
    const seen = new Map<string, number>()
    let references = 0
    for (const { object, rows: chunk } of customerRows(business, 7)) {
      for (const row of chunk) {
        for (const [field, { object: target, by }] of Object.entries(CUSTOMER_LOOKUPS[object])) {
          const key = row[field]
          if (key === null || key === undefined) continue
          references++
          expect(seen.get(`${target}.${by}=${String(key)}`), `${object}.${field} = ${String(key)}`).toBe(1)
        }
        for (const [name, value] of Object.entries(row)) {
          const key = `${object}.${name}=${String(value)}`
          seen.set(key, (seen.get(key) ?? 0) + 1)
        }
      }
    }
    expect(references).toBeGreaterThan(3_000)
  })
})

describe('they are what a sync would leave', () => {
  const companiesOf = (accountId: string) => of('Company').filter((row) => row['SfdcAccountId'] === accountId)

  test('one company, two or none for an account, as its part says', () => {
    const counts = { one: 1, several: 2, prospect: 0, partner: 0, missed: 0 } as const
    for (const { Id } of business.accounts.all()) {
      expect(companiesOf(Id), Id).toHaveLength(counts[business.health(Id)!.mapping])
    }
    const two = companiesOf(business.starring('several')!.Id).map((row) => row['Name'])
    expect(new Set(two).size).toBe(2)
  })

  test("a company carries its account's name and health", () => {
    const account = business.starring('sliding')!
    const health = business.health(account.Id)!
    expect(companiesOf(account.Id)).toMatchObject([
      {
        Name: account.Name,
        CurrentScore: health.score,
        PreviousScore: health.previousScore,
        Trend: 'Down',
        RenewalDate: health.renewalDate,
        Arr: health.arr,
        CurrencyIsoCode: account.CurrencyIsoCode,
        Csm: health.csmId,
      },
    ])
  })

  test('every user, case and opportunity is there; a contact without e-mail or without one company is not', () => {
    expect(of('User')).toHaveLength(business.counts.users)
    expect(of('Cases')).toHaveLength([...business.cases.all()].length)
    expect(of('GS_Opportunity')).toHaveLength([...business.opportunities.all()].length)
    const contacts = [...business.contacts.all()]
    const expected = contacts.filter(
      (c) => c.Email !== null && business.health(c.AccountId)!.mapping === 'one',
    )
    expect(expected.length).toBeLessThan(contacts.length)
    expect(of('Person').map((row) => row['Email'])).toEqual(expected.map(({ Email }) => Email))
    expect(of('Company_Person').map((row) => row['ExternalContactId'])).toEqual(expected.map(({ Id }) => Id))
  })

  test('the viewers of the preview have the licences that are said of them', () => {
    const licence = (id: string) => of('User').find((row) => row['SfdcUserId'] === id)?.['LicenseType']
    const { csm, seller, agent } = business.viewers
    expect([csm, seller, agent].map(licence)).toEqual(['Full', 'Viewer', null])
  })
})

test('chunks are as large as was asked, and lose no row', () => {
  const chunks = [...customerRows(business, 50)]
  for (const [i, { object, rows: chunk }] of chunks.entries()) {
    const isLast = chunks[i + 1]?.object !== object
    expect(isLast ? chunk.length <= 50 && chunk.length > 0 : chunk.length === 50).toBe(true)
  }
  for (const object of rows.keys()) {
    const again = chunks.filter((chunk) => chunk.object === object).flatMap((chunk) => chunk.rows)
    expect(again).toEqual(of(object))
  }
})
