import { createHash } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBusiness, type Business, type Table } from '../../../local-org/business/index.ts'
import { isSalesforceId, makeId } from '../../../local-org/salesforce-id.ts'

const TODAY = '2026-11-20'
const business = createBusiness({ seed: 1, accounts: 200, today: TODAY })
type AnyRecord = Record<string, unknown> & { Id: string }

function tables(of: Business): Record<string, Table<AnyRecord>> {
  const { users, profiles, currencies, stages, accounts, contacts, cases, opportunities, teamMembers } = of
  const all = { users, profiles, currencies, stages, accounts, contacts, cases, opportunities, teamMembers }
  const { caseStatuses, organizations, permissionSets, permissionSetAssignments, queues, roles } = of
  const setUp = { caseStatuses, organizations, permissionSets, permissionSetAssignments, queues, roles }
  return { ...all, ...setUp, recordTypes: of.recordTypes } as unknown as Record<string, Table<AnyRecord>>
}
const everything = (of: Business) => Object.values(tables(of)).flatMap((table) => [...table.all()])
const hash = (records: unknown) =>
  createHash('sha256').update(JSON.stringify(records)).digest('hex').slice(0, 16)

describe('the same seed gives the same business', () => {
  test('down to the byte, in every version', () => {
    const first = Object.values(tables(business)).flatMap((table) => [...table.all()].slice(0, 25))
    expect(hash(first)).toBe('af319c11c4a4cd9d')
  })

  test('and another seed gives another', () => {
    const other = createBusiness({ seed: 2, accounts: 200, today: TODAY })
    expect(hash(everything(other))).not.toBe(hash(everything(business)))
  })

  test('a later today moves every date along and changes nothing else', () => {
    const later = createBusiness({ seed: 1, accounts: 200, today: '2027-11-20' })
    const names = (of: Business) =>
      [...of.accounts.all()].map(({ Name, NumberOfEmployees }) => [Name, NumberOfEmployees])
    expect(names(later)).toEqual(names(business))
    const renewalIn = (of: Business, id: string) =>
      (Date.parse(of.health(id)?.renewalDate ?? '') - Date.parse(of.today)) / 86_400_000
    const { Id } = business.starring('headline')!
    expect(renewalIn(later, Id)).toBe(renewalIn(business, Id))
  })

  test('a larger business begins with the same customers', () => {
    const larger = createBusiness({ seed: 1, accounts: 5_000, today: TODAY })
    const facts = ({
      Id,
      Name,
      NumberOfEmployees,
      Phone,
    }: { Id: string; Name: string } & Record<string, unknown>) => [Id, Name, NumberOfEmployees, Phone].join()
    const some = [...business.accounts.all()].map((record) => facts({ ...record }))
    const more = [...larger.accounts.all()].slice(0, 200).map((record) => facts({ ...record }))
    expect(more).toEqual(some)
  })
})

describe('a record can be had on its own', () => {
  test.each(Object.keys(tables(business)))(
    'every one of the %s found by id is the one the stream gives',
    (name) => {
      const table = tables(business)[name]!
      let count = 0
      for (const record of table.all()) {
        count++
        expect(table.byId(record.Id)).toEqual(record)
        expect(table.byId(record.Id.slice(0, 15))).toEqual(record)
      }
      expect(count).toBeGreaterThan(name === 'organizations' ? 0 : 2)
    },
  )

  test('whatever the seed and the size', () => {
    const options = fc.record({ seed: fc.integer(), accounts: fc.integer({ min: 1, max: 40 }) })
    fc.assert(
      fc.property(options, fc.nat(), ({ seed, accounts }, pick) => {
        const small = createBusiness({ seed, accounts, today: TODAY })
        for (const table of Object.values(tables(small))) {
          const records = [...table.all()]
          const record = records[pick % records.length]
          if (record) expect(table.byId(record.Id)).toEqual(record)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('an id that nobody has finds nothing', () => {
    const larger = createBusiness({ seed: 1, accounts: 300, today: TODAY })
    const beyond = [...larger.accounts.all()].at(-1)!.Id
    expect(business.accounts.byId(beyond)).toBeUndefined()
    expect(business.cases.byId(beyond)).toBeUndefined()
    expect(business.health(beyond)).toBeUndefined()
    expect(business.contacts.of(beyond)).toEqual([])
    for (const table of Object.values(tables(business))) expect(table.byId('nonsense')).toBeUndefined()
  })

  test('an id that an account keeps free finds nothing', () => {
    for (const name of ['contacts', 'cases', 'opportunities', 'teamMembers'] as const) {
      const used = new Set([...business[name].all()].map(({ Id }) => Id))
      const ordinals = Array.from({ length: 2_000 }, (_, ordinal) => ordinal)
      const free = ordinals.map((n) => makeId(business[name].keyPrefix, n)).filter((id) => !used.has(id))
      expect(free.length).toBeGreaterThan(100)
      for (const id of free) expect(business[name].byId(id), id).toBeUndefined()
    }
  })

  test('an account gives its children as the stream does', () => {
    for (const name of ['contacts', 'cases', 'opportunities', 'teamMembers'] as const) {
      const streamed = [...business[name].all()].filter(({ AccountId }) => AccountId !== null)
      const perAccount = [...business.accounts.all()].flatMap(({ Id }) => business[name].of(Id) as unknown[])
      expect(perAccount).toEqual(streamed)
    }
  })
})

describe('ids and references', () => {
  test('every id has the prefix of its object and right check characters, and no two records share one', () => {
    const seen = new Set<string>()
    for (const table of Object.values(tables(business))) {
      for (const { Id } of table.all()) {
        expect(isSalesforceId(Id, table.keyPrefix), Id).toBe(true)
        expect(seen.has(Id), Id).toBe(false)
        seen.add(Id)
      }
    }
  })

  test('every reference leads to a record that exists', () => {
    const ids = new Set(everything(business).map(({ Id }) => Id))
    let references = 0
    for (const record of everything(business)) {
      for (const [field, value] of Object.entries(record)) {
        if (!/.Id$/.test(field) || value === null) continue
        references++
        expect(ids, `${record.Id}.${field}`).toContain(value)
      }
    }
    expect(references).toBeGreaterThan(5_000)
  })

  test.each([1, 2, 3, 4])(
    'health names a manager in customer success who still works here, seed %i',
    (seed) => {
      const larger = createBusiness({ seed, accounts: 1_000, today: TODAY })
      const named = new Set([...larger.accounts.all()].map(({ Id }) => larger.health(Id)!.csmId))
      named.delete(null)
      expect(named.size).toBeGreaterThan(10)
      for (const id of named) {
        expect(larger.users.byId(id!)).toMatchObject({ IsActive: true, Department: 'Customer Success' })
      }
    },
  )

  test('no chain of managers or parents closes into a circle', () => {
    for (const [table, field] of [
      ['users', 'ManagerId'],
      ['contacts', 'ReportsToId'],
      ['accounts', 'ParentId'],
    ] as const) {
      for (let record of tables(business)[table]!.all()) {
        const met = new Set<string>()
        for (let up = record[field]; typeof up === 'string'; up = record[field]) {
          expect(met.has(up), `${table} ${up}`).toBe(false)
          met.add(up)
          record = tables(business)[table]!.byId(up)!
        }
      }
    }
  })

  test("a case's contact works for the case's account", () => {
    for (const { AccountId, ContactId } of business.cases.all()) {
      if (ContactId !== null) expect(business.contacts.byId(ContactId)?.AccountId).toBe(AccountId)
    }
  })

  test('user names, e-mail addresses, case numbers and customer names are not given twice', () => {
    const large = createBusiness({ seed: 7, accounts: 4_000, today: TODAY })
    const contacts = [...large.contacts.all()]
    const lists = {
      usernames: [...large.users.all()].map(({ Username }) => Username),
      emails: contacts.map(({ Email }) => Email).filter((email) => email !== null),
      caseNumbers: [...large.cases.all()].map(({ CaseNumber }) => CaseNumber),
      names: [...large.accounts.all()].map(({ Name }) => Name),
    }
    for (const [what, list] of Object.entries(lists)) expect(new Set(list).size, what).toBe(list.length)
  })
})

describe('what Salesforce would accept', () => {
  test('nothing happens in the future, and nothing changes before it exists', () => {
    const midnight = `${TODAY}T00:00:00.000+0000`
    for (const record of everything(business)) {
      const { CreatedDate, LastModifiedDate, SystemModstamp } = record as Record<string, string>
      if (CreatedDate) expect(CreatedDate <= SystemModstamp!, record.Id).toBe(true)
      expect(SystemModstamp! < midnight, `${record.Id} ${SystemModstamp}`).toBe(true)
      if (LastModifiedDate) expect(LastModifiedDate).toBe(SystemModstamp)
    }
    for (const { CreatedDate, ClosedDate, IsClosed } of business.cases.all()) {
      expect(ClosedDate !== null).toBe(IsClosed)
      if (ClosedDate !== null) expect(ClosedDate >= CreatedDate).toBe(true)
    }
  })

  test('text fits its field', () => {
    for (const { Name } of business.accounts.all()) expect(Name.length).toBeLessThanOrEqual(255)
    for (const { Name } of business.opportunities.all()) expect(Name.length).toBeLessThanOrEqual(120)
    for (const { Subject } of business.cases.all()) expect(Subject.length).toBeLessThanOrEqual(255)
    for (const { LastName } of business.contacts.all()) expect(LastName.length).toBeLessThanOrEqual(80)
  })

  test('every address is in a domain that can never be real', () => {
    const emails = [
      ...[...business.users.all()].flatMap(({ Email, Username }) => [Email, Username]),
      ...[...business.contacts.all()].map(({ Email }) => Email),
      ...[...business.cases.all()].map(({ SuppliedEmail }) => SuppliedEmail),
    ].filter((email) => email !== null)
    for (const email of emails) expect(email).toMatch(/^[a-z0-9.-]+@[a-z0-9.-]+\.example$/)
    for (const { Website } of business.accounts.all()) {
      if (Website !== null) expect(Website).toMatch(/^https:\/\/www\.[a-z0-9.-]+\.example$/)
    }
  })

  test('a business that makes no sense is refused', () => {
    const make = (changes: object) => () =>
      createBusiness({ seed: 1, accounts: 10, today: TODAY, ...changes })
    for (const accounts of [0, -1, 1.5, NaN, 1e9])
      expect(make({ accounts }), String(accounts)).toThrow(RangeError)
    for (const today of ['', '20.11.2026', '2026-13-01']) expect(make({ today }), today).toThrow(RangeError)
    expect(make({ seed: 0.5 })).toThrow(RangeError)
  })
})

/** What is still in use once the garbage is out, in megabytes. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed / 2 ** 20
}

test('300,000 accounts stream by without being held in memory', () => {
  const large = createBusiness({ seed: 1, accounts: 300_000, today: TODAY })
  const before = heapInUse()
  let most = 0
  let count = 0
  let last = ''
  for (const { Id } of large.accounts.all()) {
    if (Id <= last) throw new Error(`${Id} comes after ${last}`)
    last = Id
    if (++count % 100_000 === 0) most = Math.max(most, heapInUse())
  }
  expect(count).toBe(300_000)
  // Held, they would be some 300 MB.
  expect(most - before).toBeLessThan(20)
})
