import { describe, expect, it } from 'vitest'
import { soqlOrg, thingId, type Json } from './org.ts'

const org = soqlOrg({
  accounts: 40,
  things: [
    {
      Name: 'Root',
      Kind__c: 'Zebra',
      Tags__c: 'a;b',
      At__c: '2026-01-02T03:04:05.000+0000',
      Day__c: '2026-01-02',
    },
    { Name: 'One', Parent__c: thingId(0), Kind__c: 'Ant', Amount__c: 1.5 },
    { Name: 'Two', Parent__c: thingId(1), IsDeleted: true },
    { Name: 'Three', Parent__c: thingId(1) },
    { Name: 'Four', Parent__c: thingId(3) },
    { Name: 'Five', Parent__c: thingId(4) },
    { Name: 'Six', Parent__c: thingId(5) },
  ],
})
const url = (object: string, id: string) => `/services/data/v65.0/sobjects/${object}/${id}`
const accountOf = (record: Json) => record['Account'] as Json

describe('a record', () => {
  it('has its attributes first, then the fields in the order and spelling of the schema', async () => {
    const [row] = await org.rows(
      "select NAME, id, kind__c, day__c, at__c, amount__c, flag__c from THING__C where name = 'Root'",
    )
    expect(JSON.stringify(row)).toBe(
      JSON.stringify({
        attributes: { type: 'Thing__c', url: url('Thing__c', thingId(0)) },
        Name: 'Root',
        Id: thingId(0),
        Kind__c: 'Zebra',
        Day__c: '2026-01-02',
        At__c: '2026-01-02T03:04:05.000+0000',
        Amount__c: null,
        Flag__c: false,
      }),
    )
  })

  it('has the version that was asked for in its address', async () => {
    const [row] = await org.rows('SELECT Id FROM Thing__c LIMIT 1', { version: 58 })
    expect(row?.['attributes']).toEqual({
      type: 'Thing__c',
      url: `/services/data/v58.0/sobjects/Thing__c/${thingId(0)}`,
    })
  })

  it('has an address whole', async () => {
    const [row] = await org.rows('SELECT BillingAddress, BillingCity FROM Account LIMIT 1')
    expect(row?.['BillingAddress']).toMatchObject({ city: row?.['BillingCity'] })
  })
})

describe('a parent', () => {
  it('is inside, with all that was asked of it, where it was named first', async () => {
    const [row] = await org.rows(
      'SELECT Id, Account.Name, LastName, Account.Owner.Name, Owner.Name, account.owner.profile.name FROM Contact LIMIT 1',
    )
    const account = accountOf(row!)
    const owner = account['Owner'] as Json
    expect(Object.keys(row!)).toEqual(['attributes', 'Id', 'Account', 'LastName', 'Owner'])
    expect(Object.keys(account)).toEqual(['attributes', 'Name', 'Owner'])
    expect(Object.keys(owner)).toEqual(['attributes', 'Name', 'Profile'])
    expect(account['attributes']).toMatchObject({ type: 'Account' })
    const [known] = await org.rows(
      `SELECT Name FROM Account WHERE Name = '${String(account['Name']).replaceAll("'", String.raw`\'`)}'`,
    )
    expect(known?.['Name']).toBe(account['Name'])
  })

  it('is null when there is none', async () => {
    const [row] = await org.rows(
      "SELECT Parent__r.Name, Parent__r.Parent__r.Name FROM Thing__c WHERE Name = 'Root'",
    )
    expect(row).toMatchObject({ Parent__r: null })
    const [one] = await org.rows(
      "SELECT Parent__r.Name, Parent__r.Parent__r.Name FROM Thing__c WHERE Name = 'One'",
    )
    expect(one).toMatchObject({ Parent__r: { Name: 'Root', Parent__r: null } })
  })

  it('is reached over five levels, and no more', async () => {
    const path = (levels: number) => `${'Parent__r.'.repeat(levels)}Name`
    expect(await org.column(`SELECT Name FROM Thing__c WHERE ${path(5)} = 'Root'`, 'Name')).toEqual(['Six'])
    expect(org.refusal(`SELECT ${path(6)} FROM Thing__c`).errorCode).toBe('MALFORMED_QUERY')
  })

  it('changes with its record, even in the middle of an answer', async () => {
    const changing = soqlOrg({
      accounts: 1,
      things: [{ Name: 'Old' }, { Parent__c: thingId(0) }, { Parent__c: thingId(0) }],
    })
    const selection = await changing
      .compile('SELECT Parent__r.Name FROM Thing__c WHERE Parent__c != null')
      .select()
    expect(selection.page(0, 1)).toMatchObject([{ Parent__r: { Name: 'Old' } }])
    changing.store.plant('Thing__c', [{ Id: thingId(0), Name: 'New' }])
    expect(selection.page(1, 1)).toMatchObject([{ Parent__r: { Name: 'New' } }])
  })

  it('may be of several objects, and says of which', async () => {
    const [account] = await org.rows('SELECT Id, Name FROM Account LIMIT 1')
    const [user] = await org.rows('SELECT Id, Name, Email FROM User LIMIT 1')
    const many = soqlOrg({
      accounts: 40,
      things: [{ Anyone__c: account!['Id'] as string }, { Anyone__c: user!['Id'] as string }, {}],
    })
    const rows = await many.rows('SELECT Anyone__r.Type, Anyone__r.Name, Anyone__r.Email FROM Thing__c')
    expect(rows).toMatchObject([
      {
        Anyone__r: { attributes: { type: 'Account' }, Type: 'Account', Name: account!['Name'], Email: null },
      },
      {
        Anyone__r: { attributes: { type: 'User' }, Type: 'User', Name: user!['Name'], Email: user!['Email'] },
      },
      { Anyone__r: null },
    ])
    expect(await many.names("WHERE Anyone__r.Type IN ('user', 'Group')")).toEqual(['Thing 1'])
    expect(await many.names(`WHERE Anyone__r.Email = '${String(user!['Email'])}'`)).toEqual(['Thing 1'])
  })
})

describe('children', () => {
  it('are an answer of their own, or null', async () => {
    const rows = await org.rows(
      'SELECT Name, (SELECT Name, Parent__r.Name FROM Children__r) FROM Thing__c LIMIT 3',
    )
    expect(rows.map((row) => row['Children__r'])).toEqual([
      {
        totalSize: 1,
        done: true,
        records: [
          {
            attributes: { type: 'Thing__c', url: url('Thing__c', thingId(1)) },
            Name: 'One',
            Parent__r: { attributes: { type: 'Thing__c', url: url('Thing__c', thingId(0)) }, Name: 'Root' },
          },
        ],
      },
      expect.objectContaining({ totalSize: 1, records: [expect.objectContaining({ Name: 'Three' })] }),
      expect.objectContaining({ totalSize: 1 }),
    ])
    const [leaf] = await org.rows("SELECT (SELECT Id FROM Children__r) FROM Thing__c WHERE Name = 'Six'")
    expect(leaf?.['Children__r']).toBeNull()
  })

  it('are chosen, ordered and cut as any records', async () => {
    const [account] = await org.rows(
      'SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id != null LIMIT 1',
    )
    const names = (account!['Contacts'] as Json)['records'] as Json[]
    const sorted = names
      .map((row) => String(row['LastName']))
      .toSorted((a, b) => (a.toUpperCase() < b.toUpperCase() ? 1 : -1))
    const text = `SELECT (SELECT LastName FROM Account.Contacts c WHERE c.LastName != null ORDER BY LastName DESC LIMIT 2 OFFSET 1) FROM Account LIMIT 1`
    const [row] = await org.rows(text)
    const chosen = ((row!['Contacts'] as Json)['records'] as Json[]).map((contact) => contact['LastName'])
    expect(chosen).toEqual(sorted.slice(1, 3))
    expect(names.length).toBeGreaterThan(2)
  })

  it('have children themselves', async () => {
    const [row] = await org.rows(
      "SELECT (SELECT Name, (SELECT Name FROM Children__r) FROM Children__r) FROM Thing__c WHERE Name = 'Root'",
    )
    expect(row).toMatchObject({
      Children__r: { records: [{ Name: 'One', Children__r: { records: [{ Name: 'Three' }] } }] },
    })
  })

  it('that were deleted are there for queryAll', async () => {
    const [row] = await org.rows("SELECT (SELECT Name FROM Children__r) FROM Thing__c WHERE Name = 'One'", {
      all: true,
    })
    expect((row!['Children__r'] as Json)['totalSize']).toBe(2)
  })

  it.each([
    'SELECT (SELECT COUNT(Id) FROM Contacts) FROM Account',
    'SELECT (SELECT COUNT() FROM Contacts) FROM Account',
    'SELECT (SELECT Id FROM Contacts OFFSET 2) FROM Account',
    'SELECT (SELECT Id FROM Contacts WHERE AccountId IN (SELECT Id FROM Account)) FROM Account',
    'SELECT (SELECT Name FROM Contacts GROUP BY Name) FROM Account',
  ])('%s is refused', (text) => {
    expect(org.refusal(text).errorCode).toBe('MALFORMED_QUERY')
  })
})

describe('FIELDS()', () => {
  const [standard, custom] = [
    ['Id', 'IsDeleted', 'Name', 'SystemModstamp'],
    [
      'Code__c',
      'Text__c',
      'Long__c',
      'Kind__c',
      'Tags__c',
      'Count__c',
      'Amount__c',
      'Flag__c',
      'Day__c',
      'At__c',
      'Hour__c',
      'Twice__c',
      'Parent__c',
      'Account__c',
      'Anyone__c',
    ],
  ]

  it('is all fields, the standard ones or the custom ones, without hidden ones', async () => {
    const keys = async (text: string) => Object.keys((await org.rows(text))[0]!).slice(1)
    expect(await keys('SELECT FIELDS(STANDARD) FROM Thing__c')).toEqual(standard)
    expect(await keys('SELECT fields(custom) FROM Thing__c LIMIT 200')).toEqual(custom)
    expect(new Set(await keys('SELECT FIELDS(ALL) FROM Thing__c LIMIT 1'))).toEqual(
      new Set([...standard, ...custom]),
    )
    expect(await keys('SELECT Name, FIELDS(CUSTOM), Id FROM Thing__c LIMIT 1')).toEqual([
      'Name',
      ...custom,
      'Id',
    ])
  })

  it('needs no limit when ids limit it', async () => {
    const id = `'${thingId(0)}'`
    expect(await org.rows(`SELECT FIELDS(ALL) FROM Thing__c WHERE Id IN (${id})`)).toHaveLength(1)
    expect(await org.rows(`SELECT FIELDS(ALL) FROM Thing__c WHERE Id = ${id} OR Id = ${id}`)).toHaveLength(1)
    expect(org.refusal(`SELECT FIELDS(ALL) FROM Thing__c WHERE Id = ${id} OR Name = 'a'`).errorCode).toBe(
      'MALFORMED_QUERY',
    )
  })
})

describe('toLabel()', () => {
  it('shows what users see, under the name of the field or the alias', async () => {
    const rows = await org
      .rows('SELECT toLabel(Kind__c), Kind__c FROM Thing__c LIMIT 1')
      .catch(() => 'refused')
    expect(rows).toBe('refused')
    expect(await org.rows('SELECT toLabel(Kind__c) FROM Thing__c LIMIT 2')).toMatchObject([
      { Kind__c: 'Striped horse' },
      { Kind__c: 'Ant' },
    ])
    expect(await org.rows('SELECT Kind__c, toLabel(Kind__c) label FROM Thing__c LIMIT 1')).toMatchObject([
      { Kind__c: 'Zebra', label: 'Striped horse' },
    ])
    expect(await org.names("WHERE toLabel(Kind__c) = 'striped HORSE'")).toEqual(['Root'])
  })
})

describe('rows of values, for tables', () => {
  it('are the same as the JSON, column by column', async () => {
    const text = 'SELECT Id, Name, Account.Name, Account.Owner.Name, Phone FROM Contact'
    const rows = await org.rows(text)
    const query = org.compile(text, { bulk: true })
    expect(query.columns).toEqual(['Id', 'Name', 'Account.Name', 'Account.Owner.Name', 'Phone'])
    expect(await org.values(text, { bulk: true })).toEqual(
      rows.map((row) => {
        const account = accountOf(row) as Json | null
        return [
          row['Id'],
          row['Name'],
          account?.['Name'] ?? null,
          (account?.['Owner'] as Json | undefined)?.['Name'] ?? null,
          row['Phone'],
        ]
      }),
    )
    expect(rows.length).toBeGreaterThan(40)
  })

  it('can be left before their end', async () => {
    let seen = 0
    for await (const some of org.compile('SELECT Id FROM Contact', { bulk: true }).values()) {
      for (const row of some) {
        expect(row).toHaveLength(1)
        if (++seen === 3) break
      }
      break
    }
    expect(seen).toBe(3)
  })

  it('let others have their turn', async () => {
    const many = soqlOrg({ accounts: 9000 })
    let turns = 0
    const timer = setInterval(() => turns++, 0)
    await many.values("SELECT Name FROM Account WHERE Name = 'no such name'", { bulk: true })
    const afterScan = turns
    await many.compile('SELECT Name FROM Account ORDER BY Name').select()
    clearInterval(timer)
    expect(afterScan).toBeGreaterThan(0)
    expect(turns).toBeGreaterThan(afterScan)
  })

  it.each([
    ['SELECT Id, BillingAddress FROM Account', 'Selecting compound data not supported in Bulk Query'],
    [
      'SELECT Id, (SELECT Id FROM Contacts) FROM Account',
      'Aggregate Relationships not supported in Bulk Query',
    ],
    ['SELECT COUNT() FROM Account', 'Aggregate function is not supported in Bulk Query'],
    ['SELECT COUNT(Id) FROM Account', 'Aggregate function is not supported in Bulk Query'],
    ['SELECT Name FROM Account GROUP BY Name', 'GROUP BY is not supported in Bulk Query'],
    ['SELECT Name FROM Account LIMIT 5 OFFSET 1', 'OFFSET is not supported in Bulk Query'],
  ])('%s has none in the Bulk API', (text, message) => {
    expect(org.refusal(text, { bulk: true })).toEqual({
      status: 400,
      errorCode: 'FUNCTIONALITY_NOT_ENABLED',
      message,
    })
  })

  it('FIELDS(STANDARD) leaves out what they cannot hold', () => {
    const { columns } = org.compile('SELECT FIELDS(STANDARD) FROM Account', { bulk: true })
    expect(columns).toContain('BillingCity')
    expect(columns).not.toContain('BillingAddress')
    expect(org.refusal('SELECT FIELDS(ALL) FROM Account LIMIT 1', { bulk: true }).errorCode).toBe(
      'MALFORMED_QUERY',
    )
  })
})
