import { describe, expect, it } from 'vitest'
import { soqlOrg } from './org.ts'

const org = soqlOrg({
  things: [
    { Text__c: `it's a "quote"`, Amount__c: 1_000_000 },
    { Text__c: 'back\\slash', Amount__c: 0.5 },
    { Text__c: 'two\nlines\tand a tab', Amount__c: -3 },
    { Text__c: 'žluťoučký 馬 🐎', Amount__c: null },
    { Text__c: 'ALL ROWS 1e6 LIMIT 1', Amount__c: 5 },
  ],
})

describe('a literal', () => {
  it.each([
    [String.raw`Text__c = 'it\'s a "quote"'`, ['Thing 0']],
    [String.raw`Text__c = 'it\'s a \"quote\"'`, ['Thing 0']],
    [String.raw`Text__c = 'back\\slash'`, ['Thing 1']],
    [String.raw`Text__c = 'two\nlines\tand a tab'`, ['Thing 2']],
    [`Text__c = 'two\nlines\tand a tab'`, ['Thing 2']],
    [`Text__c = 'žluťoučký 馬 🐎'`, ['Thing 3']],
    [String.raw`Text__c = '\u017elu\u0165ou\u010dk\u00fd \u99ac \ud83d\udc0e'`, ['Thing 3']],
    [`Text__c = 'ALL ROWS 1e6 LIMIT 1'`, ['Thing 4']],
    ['Amount__c = 1e6', ['Thing 0']],
    ['Amount__c = 1E+6', ['Thing 0']],
    ['Amount__c = 10000.0e2', ['Thing 0']],
    ['Amount__c = .5', ['Thing 1']],
    ['Amount__c = 5e-1', ['Thing 1']],
    ['Amount__c = -3', ['Thing 2']],
    ['Amount__c IN (+5, -3.0)', ['Thing 2', 'Thing 4']],
  ])('%s is understood', async (where, names) => {
    expect(await org.names(`WHERE ${where}`)).toEqual(names)
  })

  it('is found whatever is in it', async () => {
    for (const text of [
      `'`,
      `\\`,
      `\\'`,
      `''`,
      `' OR Name != '`,
      `%`,
      `_`,
      `\u2028`,
      `\r\n`,
      `)`,
      `--`,
      `:x`,
      `1e6`,
    ]) {
      const escaped = text.replaceAll('\\', '\\\\').replaceAll(`'`, `\\'`)
      const one = soqlOrg({ accounts: 1, things: [{ Text__c: text }, { Text__c: 'other' }] })
      expect(await one.names(`WHERE Text__c = '${escaped}'`), text).toEqual(['Thing 0'])
      expect(await one.names(`WHERE Text__c IN ('x', '${escaped}')`), text).toEqual(['Thing 0'])
    }
  })
})

describe('a clause', () => {
  it.each([
    'select name from thing__c where amount__c = 5 order by name asc nulls first limit 1',
    'SELECT t.Name FROM Thing__c t WHERE t.Amount__c = 5',
    'SELECT Thing__c.Name FROM Thing__c WHERE Thing__c.Amount__c = 5',
    'SELECT Name FROM Thing__c USING SCOPE everything WHERE Amount__c = 5',
    'SELECT Name FROM Thing__c WHERE Amount__c = 5 FOR VIEW',
    'SELECT Name FROM Thing__c WHERE Amount__c = 5 FOR REFERENCE',
    'SELECT\n  Name\nFROM\tThing__c\r\nWHERE((Amount__c=5))',
    'SELECT Name FROM Thing__c WHERE Amount__c = 5 ALL ROWS',
  ])('%j is read', async (text) => {
    expect(await org.column(text, 'Name')).toEqual(['Thing 4'])
  })
})

describe('a mistake is refused with the words of Salesforce:', () => {
  it('what stands where it may not, and where', () => {
    expect(org.refusal('SELECT Id, FROM Account')).toEqual({
      status: 400,
      errorCode: 'MALFORMED_QUERY',
      message: "\nSELECT Id, FROM Account\n          ^\nERROR at Row:1:Column:11\nunexpected token: 'FROM'",
    })
  })

  it.each([
    ['SELECT Id FROM Account WHERE', '<EOF>'],
    ['SELECT Id FROM Account WHERE AND Name = 1', 'AND'],
    ['SELECT Id FROM Account WHERE (OR Name = 1)', 'OR'],
    ["SELECT Id FROM Account WHERE Name = 'a' Phone = 'b'", 'Phone'],
    ["SELECT Id FROM Account WHERE Name = 'a' AND Phone = 'b' OR Fax = 'c'", 'OR'],
    ["SELECT Id FROM Account WHERE Name = 'a' OR Phone = 'b' AND Fax = 'c'", 'AND'],
    ["SELECT Id FROM Account WHERE Name = 'a')", ')'],
    ["SELECT Id FROM Account WHERE (Name = 'a'", '<EOF>'],
    ["SELECT Id FROM Account WHERE Name IN 'a'", 'IN'],
    ["SELECT Id FROM Account WHERE Name = ('a')", '('],
    ['SELECT Id FROM Account WHERE Name = 10abc', '10abc'],
    ['SELECT Id FROM Account WHERE CreatedDate > 2026-1-1', '-1'],
    ['SELECT * FROM Account', '*'],
    ['SELECT Id FROM Account ORDER', 'ORDER'],
    ['SELECT Id FROM Account ORDER Name', 'Name'],
    ['SELECT Id FROM Account LIMIT many', 'many'],
    ['SELECT Id FROM Account LIMIT -1', '-1'],
    ['SELECT Id FROM Account, Contact', ','],
    ['SELECT foo(Id) FROM Account', '('],
    ['UPDATE Account', 'UPDATE'],
    ["SELECT Name FROM Account GROUP BY Name HAVING AND Name = 'a'", 'AND'],
  ])('%j: unexpected %s', (text, token) => {
    const refusal = org.refusal(text)
    expect(refusal).toMatchObject({ status: 400, errorCode: 'MALFORMED_QUERY' })
    expect(refusal.message).toMatch(/^\n.*\n *\^\nERROR at Row:1:Column:\d+\n/)
    expect(refusal.message?.split('\n').at(-1)).toBe(`unexpected token: '${token}'`)
  })

  it.each([
    ['SELECT Id FROM Account WHERE Name = Phone', 'Bind variables only allowed in Apex code'],
    ['SELECT Id FROM Account WHERE Name = :name', 'Bind variables only allowed in Apex code'],
    ['SELECT Id FROM Account WHERE Id IN :ids', 'Bind variables only allowed in Apex code'],
    ["SELECT Id FROM Account WHERE Name = 'a", `line 1:38 mismatched character '<EOF>' expecting '''`],
    ['SELECT Id FROM Account WHERE Name = “a”', "line 1:36 no viable alternative at character '“'"],
    [
      String.raw`SELECT Id FROM Account WHERE Name = '\q'`,
      String.raw`Illegal character sequence '\q' in string literal.`,
    ],
    ['SELECT Name n FROM Account', 'only aggregate expressions use field aliasing'],
    ['   ', 'SOQL statements cannot be empty or null'],
    [`SELECT Id FROM Account WHERE Name = '${'x'.repeat(100_000)}'`, 'too long'],
    [`SELECT Id FROM Account WHERE Name = '${'x'.repeat(4001)}'`, 'maximum 4000 characters'],
    ['SELECT Id FROM Account WHERE CreatedDate > 2026-02-30T00:00:00Z', 'Invalid date: 2026-02-30'],
    ['SELECT Id FROM Account WHERE LastActivityDate > 2026-13-01', 'Invalid date: 2026-13-01'],
  ])('%.80s', (text, words) => {
    expect(org.refusal(text)).toMatchObject({ status: 400, errorCode: 'MALFORMED_QUERY' })
    expect(org.refusal(text).message).toContain(words)
  })

  it('says where in a query of several lines', () => {
    const { message } = org.refusal("SELECT Id\nFROM Account\nWHERE Name = 'a' ORDER Name")
    expect(message).toContain('ERROR at Row:3:Column:23\n')
  })

  it('shows no more than the words around the mistake, as Salesforce does', () => {
    const { message } = org.refusal(
      'SELECT Id, Name, BillingStreet, BillingCity, BillingState, Nope__c, BillingPostalCode, BillingCountry, Phone FROM Account',
    )
    expect(message).toMatch(
      /^\nBillingStreet, BillingCity, BillingState, Nope__c, BillingPostalCode, BillingCountry\n {42}\^\nERROR at Row:1:Column:60\nNo such column 'Nope__c'/,
    )
  })
})

describe('what this org cannot do is named:', () => {
  it.each([
    ['SELECT FORMAT(AnnualRevenue) FROM Account', 'FORMAT'],
    ['SELECT convertCurrency(AnnualRevenue) FROM Account', 'convertCurrency'],
    ["SELECT Id FROM Account WHERE DISTANCE(Loc__c, GEOLOCATION(1,2), 'mi') < 20", 'DISTANCE'],
    ['SELECT Industry, COUNT(Id) FROM Account GROUP BY ROLLUP(Industry)', 'ROLLUP'],
    ['SELECT Industry, COUNT(Id) FROM Account GROUP BY CUBE(Industry)', 'CUBE'],
    ['SELECT Industry, GROUPING(Industry) FROM Account GROUP BY Industry', 'GROUPING'],
    ['SELECT Id FROM Account FOR UPDATE', 'FOR UPDATE'],
    ['SELECT Id FROM Account UPDATE TRACKING', 'UPDATE TRACKING'],
    ['SELECT Id FROM Account WITH SECURITY_ENFORCED', 'SECURITY_ENFORCED'],
    ['SELECT Id FROM Account WITH USER_MODE', 'USER_MODE'],
    ['SELECT Id FROM Account WITH DATA CATEGORY Geography__c AT usa__c', 'DATA CATEGORY'],
    ['SELECT Id FROM Account WHERE AnnualRevenue > USD5000', 'USD5000'],
    ['SELECT Id FROM Account USING SCOPE team', 'team'],
  ])('%s', (text, construct) => {
    expect(org.refusal(text)).toMatchObject({ status: 400, errorCode: 'MALFORMED_QUERY' })
    expect(org.refusal(text).message).toContain(construct)
  })
})

it('conditions deeper in one another than code can follow are refused, those of a careful program are not', async () => {
  const nots = (count: number) => org.names(`WHERE ${'NOT '.repeat(count)}Amount__c = 5`)
  const nested = (count: number) =>
    org.names(`WHERE ${'(Amount__c = 5 OR '.repeat(count)}Id = null${')'.repeat(count)}`)
  expect(await nots(400)).toEqual(['Thing 4'])
  expect(await nested(400)).toEqual(['Thing 4'])
  for (const query of [nots, nested]) {
    await expect(query(4_000)).rejects.toMatchObject({ errors: [{ errorCode: 'MALFORMED_QUERY' }] })
  }
  await expect(nots(20_000)).rejects.toThrow('Conditions are nested too deeply, the maximum is 500 levels')
})
