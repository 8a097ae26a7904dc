import { describe, expect, it } from 'vitest'
import { soqlOrg, thingId } from './org.ts'

const base = soqlOrg({ accounts: 60 })
const accounts = await base.rows('SELECT Id, Name, OwnerId FROM Account')
const idOf = (index: number) => accounts[index]!['Id'] as string
const org = soqlOrg({
  accounts: 60,
  things: [
    { Account__c: idOf(3), Kind__c: 'Ant' },
    { Account__c: idOf(5), Kind__c: 'Zebra' },
    { Account__c: idOf(3), Kind__c: 'Zebra' },
    { Kind__c: 'Ant' },
    { Account__c: idOf(9), Kind__c: 'Ant', IsDeleted: true },
  ],
})
const ids = (text: string, options = {}) => org.column(text, 'Id', options)

describe('a semi-join', () => {
  it('finds the records that others point at', async () => {
    expect(await ids('SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Thing__c)')).toEqual([
      idOf(3),
      idOf(5),
    ])
    expect(
      await ids(
        "SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Thing__c WHERE Kind__c = 'Zebra') AND Name != null",
      ),
    ).toEqual([idOf(3), idOf(5)])
    const both =
      "SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Thing__c WHERE Kind__c = 'Zebra') AND Id IN (SELECT Account__c FROM Thing__c WHERE Kind__c = 'Ant')"
    expect(await ids(both)).toEqual([idOf(3)])
  })

  it('finds the records that point at others', async () => {
    const name = String(accounts[3]!['Name']).replaceAll("'", String.raw`\'`)
    expect(
      await ids(
        `SELECT Id FROM Thing__c WHERE Account__c IN (SELECT Id FROM Account WHERE Name = '${name}')`,
      ),
    ).toEqual([thingId(0), thingId(2)])
  })

  it('finds the records that point where others point', async () => {
    const contacts = await org.rows('SELECT Id, AccountId FROM Contact')
    const expected = contacts
      .filter((row) => [idOf(3), idOf(5)].includes(row['AccountId'] as string))
      .map((row) => row['Id'])
    expect(await ids('SELECT Id FROM Contact WHERE AccountId IN (SELECT Account__c FROM Thing__c)')).toEqual(
      expected,
    )
    expect(expected.length).toBeGreaterThan(1)
  })

  it('looks into the recycle bin when the query does', async () => {
    const text = "SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Thing__c WHERE Kind__c = 'Ant')"
    expect(await ids(text)).toEqual([idOf(3)])
    expect(await ids(text, { all: true })).toEqual([idOf(3), idOf(9)])
  })

  it('looks anew at every run', async () => {
    const changing = soqlOrg({ accounts: 10, things: [{ Account__c: idOf(1) }] })
    const query = changing.compile(
      'SELECT COUNT() FROM Account WHERE Id IN (SELECT Account__c FROM Thing__c)',
    )
    expect((await query.select()).total).toBe(1)
    changing.store.plant('Thing__c', [{ Id: thingId(1), Account__c: idOf(2) }])
    expect((await query.select()).total).toBe(2)
  })
})

describe('an anti-join', () => {
  it('finds the records that no others point at', async () => {
    const left = accounts.map((row) => row['Id']).filter((id) => id !== idOf(3) && id !== idOf(5))
    expect(await ids('SELECT Id FROM Account WHERE Id NOT IN (SELECT Account__c FROM Thing__c)')).toEqual(
      left,
    )
  })
})

describe('a join is refused', () => {
  it.each([
    [
      "SELECT Id FROM Account WHERE Name = 'a' OR Id IN (SELECT Account__c FROM Thing__c)",
      "Semi join sub-selects are not allowed with the 'OR' operator",
    ],
    [
      "SELECT Id FROM Account WHERE Name = 'a' AND (Fax = 'b' OR Id IN (SELECT Account__c FROM Thing__c))",
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
    ],
    [
      "SELECT Id FROM Account WHERE (Name = 'a' AND Id IN (SELECT Account__c FROM Thing__c)) OR Fax = 'b'",
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
    ],
    [
      'SELECT Id FROM Account WHERE NOT Id IN (SELECT Account__c FROM Thing__c)',
      "Semi join sub-selects are not allowed with the 'NOT' operator",
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Thing__c WHERE Parent__c IN (SELECT Id FROM Thing__c))',
      'Nesting of semi join sub-selects is not supported',
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Thing__c) AND Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Case)',
      'Maximum 2 semi join sub-selects are allowed',
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)',
      'The inner and outer selects should not be on the same object type',
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT OwnerId FROM Case)',
      "The selected field 'OwnerId' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type",
    ],
    [
      'SELECT Id FROM Contact WHERE Account.Id IN (SELECT Account__c FROM Thing__c)',
      'The left operand of a semi join cannot use relationships',
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT Account__r.Id FROM Thing__c)',
      'The inner select field of a semi join cannot use relationships',
    ],
    [
      'SELECT Id FROM Account WHERE Name IN (SELECT Name FROM Contact)',
      "Semi join left operand 'Name' must be an ID or reference field",
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT AccountId, Id FROM Contact)',
      'Semi join sub-selects must select exactly one field',
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT COUNT(Id) FROM Contact)',
      'Semi join sub-selects must select exactly one field',
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact LIMIT 1)',
      'Semi join sub-selects cannot have GROUP BY, ORDER BY, LIMIT or OFFSET',
    ],
  ])('%s', (text, message) => {
    expect(org.refusal(text).errorCode).toBe('MALFORMED_QUERY')
    expect(org.refusal(text).message?.split('\n').at(-1)).toBe(message)
  })
})
