import { describe, expect, it } from 'vitest'
import { compileQuery } from '../../../local-org/soql/index.ts'
import { soqlOrg } from './org.ts'

const org = soqlOrg({ accounts: 300, multiCurrency: true })
const [account] = await org.rows('SELECT Id, Name, OwnerId, SystemModstamp FROM Account LIMIT 1 OFFSET 20')
const id = account!['Id'] as string

/** How many records were made one after the other for an answer. */
async function looking(text: string) {
  let seen = 0
  const store: typeof org.store = {
    ...org.store,
    *records(object, scope) {
      for (const record of org.store.records(object, scope)) {
        seen++
        yield record
      }
    },
  }
  const query = compileQuery(text, { schema: org.schema, store }, { version: 65, userId: org.userId })
  const { total } = await query.select()
  return { seen, total }
}

describe('an answer is found without looking at all records', () => {
  it.each([
    [`SELECT Name FROM Account WHERE Id = '${id}'`, 1],
    [`SELECT Name FROM Account WHERE Name != null AND (Id IN ('${id}', '0015e000000zzzzAAA'))`, 1],
    [`SELECT Name FROM Account WHERE Id = '0015e000000zzzzAAA'`, 0],
    ['SELECT COUNT() FROM Account', 300],
  ])('%s', async (text, total) => {
    expect(await looking(text)).toEqual({ seen: 0, total })
  })

  it('from a parent to its children', async () => {
    const found = await looking(`SELECT Id FROM Contact WHERE AccountId = '${id}'`)
    expect(found.seen).toBe(0)
    expect(found.total).toBeGreaterThan(0)
    const several = await looking(
      `SELECT Id FROM Contact WHERE LastName != null AND AccountId IN ('${id}', '${id.slice(0, 15)}')`,
    )
    expect(several).toEqual(found)
  })

  it('from the stamp on', async () => {
    const stamp = String(account!['SystemModstamp']).replace('+0000', 'Z')
    const since = await looking(`SELECT Id FROM Account WHERE SystemModstamp >= ${stamp}`)
    const after = await looking(
      `SELECT Id FROM Account WHERE SystemModstamp > ${stamp} AND Name != null ORDER BY SystemModstamp, Id`,
    )
    const all = await org.rows('SELECT SystemModstamp FROM Account')
    const stamps = all.map((row) => row['SystemModstamp'] as string)
    expect(since).toEqual({
      seen: 0,
      total: stamps.filter((one) => one >= (account!['SystemModstamp'] as string)).length,
    })
    expect(after).toEqual({
      seen: 0,
      total: stamps.filter((one) => one > (account!['SystemModstamp'] as string)).length,
    })
    expect(after.total).toBeLessThan(since.total)
    const before = await looking(`SELECT Id FROM Account WHERE SystemModstamp < ${stamp}`)
    expect(before).toEqual({ seen: 300, total: 300 - since.total })
    const recent = await looking('SELECT Id FROM Account WHERE SystemModstamp > LAST_N_DAYS:3')
    expect(recent.seen).toBe(0)
  })

  it('by what a semi-join found', async () => {
    const accounts = await looking(
      "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'no one')",
    )
    const contacts = org.store.count('Contact')
    expect(accounts).toEqual({ seen: contacts, total: 0 })
  })

  it('but with OR all are looked at, and none is missed', async () => {
    const { total } = await org
      .compile(`SELECT COUNT() FROM Account WHERE Id = '${id}' OR Industry != null`)
      .select()
    expect(total).toBeGreaterThan(200)
    expect(await looking(`SELECT Id FROM Account WHERE NOT Id = '${id}'`)).toEqual({ seen: 300, total: 299 })
  })
})

describe('a query tells what its answer depends on:', () => {
  it.each([
    ['SELECT Id FROM Account', ['Account'], true],
    ['SELECT Owner.Profile.Name FROM Account', ['Account', 'User', 'Profile'], true],
    ["SELECT Id FROM Contact WHERE Account.Owner.Name = 'a'", ['Contact', 'Account', 'User'], true],
    ['SELECT Id, (SELECT Id, Owner.Name FROM Contacts) FROM Account', ['Account', 'Contact', 'User'], true],
    ['SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)', ['Account', 'Contact'], true],
    ['SELECT Id FROM Account ORDER BY AnnualRevenue', ['Account', 'CurrencyType'], true],
    ['SELECT Id FROM Contact GROUP BY Id, Account.Name', ['Contact', 'Account'], true],
    ['SELECT Id FROM Account WHERE CreatedDate = TODAY', ['Account'], false],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE CreatedDate > LAST_WEEK)',
      ['Account', 'Contact'],
      false,
    ],
    ['SELECT Days_To_Renewal__c FROM Account', ['Account'], false],
    ['SELECT BillingAddress FROM Account', ['Account'], true],
    ['SELECT Name FROM Contact', ['Contact'], true],
    [
      'SELECT DAY_ONLY(convertTimezone(CreatedDate)) d FROM Account GROUP BY DAY_ONLY(convertTimezone(CreatedDate))',
      ['Account', 'User'],
      true,
    ],
  ])('%s', (text, touches, timeless) => {
    const query = org.compile(text)
    expect([new Set(query.touches), query.timeless]).toEqual([new Set(touches), timeless])
  })

  it('its object by its real name, whatever it was called', () => {
    expect(org.compile('select a.id from account a')).toMatchObject({
      object: 'Account',
      kind: 'records',
      columns: ['Id'],
    })
  })
})
