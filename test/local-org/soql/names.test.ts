import { describe, expect, it } from 'vitest'
import { soqlOrg } from './org.ts'

const org = soqlOrg({ things: [{ Secret__c: 'hidden' }] })

function wrong(text: string) {
  const { errorCode, message } = org.refusal(text)
  return [errorCode, message?.split('\n').at(-1)]
}

describe('a name that is not there', () => {
  it('is told with the place, as Salesforce does', () => {
    expect(org.refusal('SELECT Nope FROM Account')).toEqual({
      status: 400,
      errorCode: 'INVALID_FIELD',
      message:
        "\nSELECT Nope FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nope' on entity 'Account'. If you " +
        "are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please " +
        'reference your WSDL or the describe call for the appropriate names.',
    })
    expect(org.refusal('SELECT Id FROM Nope').errorCode).toBe('INVALID_TYPE')
    expect(org.refusal('SELECT Id FROM Nope').message).toMatch(
      /^\nSELECT Id FROM Nope\n {15}\^\nERROR at Row:1:Column:16\nsObject type 'Nope' is not supported\. /,
    )
    expect(org.refusal('SELECT Foo.Name FROM Account').message).toMatch(
      /Column:8\nDidn't understand relationship 'Foo' in field path\. If you are attempting to use a custom relationship/,
    )
    expect(org.refusal('SELECT Id, (SELECT Id FROM Foos) FROM Account')).toMatchObject({
      errorCode: 'INVALID_TYPE',
    })
    expect(org.refusal('SELECT Id, (SELECT Id FROM Foos) FROM Account').message).toContain(
      "Didn't understand relationship 'Foos' in FROM part of query call.",
    )
  })

  it.each(['WHERE', 'ORDER BY', 'GROUP BY'])('is looked for in the %s clause', (clause) => {
    const condition = clause === 'WHERE' ? " = 'a'" : ''
    const selected = clause === 'GROUP BY' ? 'COUNT(Id)' : 'Id'
    expect(org.refusal(`SELECT ${selected} FROM Account ${clause} Owner.Nope${condition}`)).toMatchObject({
      errorCode: 'INVALID_FIELD',
    })
  })

  it('is a field that was hidden, too', () => {
    expect(wrong('SELECT Secret__c FROM Thing__c')[1]).toContain(
      "No such column 'Secret__c' on entity 'Thing__c'",
    )
    expect(wrong("SELECT Id FROM Thing__c WHERE Secret__c = 'hidden'")[0]).toBe('INVALID_FIELD')
  })

  it('comes and goes with the schema', async () => {
    const changing = soqlOrg({ things: [{ Text__c: 'kept' }] })
    changing.schema.renameField('Thing__c', 'Text__c', 'Renamed__c')
    expect(await changing.column('SELECT Renamed__c FROM Thing__c', 'Renamed__c')).toEqual(['kept'])
    expect(changing.refusal('SELECT Text__c FROM Thing__c').errorCode).toBe('INVALID_FIELD')
    changing.schema.hideField('Thing__c', 'Renamed__c')
    expect(changing.refusal('SELECT Renamed__c FROM Thing__c').errorCode).toBe('INVALID_FIELD')
  })
})

describe('a field is refused where it cannot be used:', () => {
  it.each([
    [
      "SELECT Id FROM Account WHERE Description = 'a'",
      'INVALID_FIELD',
      "field 'Description' can not be filtered in a query call",
    ],
    [
      'SELECT Id FROM Account ORDER BY Description',
      'MALFORMED_QUERY',
      "field 'Description' can not be sorted in a query call",
    ],
    [
      'SELECT COUNT(Id) FROM Account GROUP BY Description',
      'MALFORMED_QUERY',
      "field 'Description' can not be grouped in a query call",
    ],
    [
      'SELECT COUNT(Id) FROM Account GROUP BY AnnualRevenue',
      'MALFORMED_QUERY',
      "field 'AnnualRevenue' can not be grouped in a query call",
    ],
    [
      'SELECT SUM(Name) FROM Account',
      'MALFORMED_QUERY',
      'field Name does not support aggregate operator SUM',
    ],
    [
      'SELECT MAX(IsDeleted) FROM Account',
      'MALFORMED_QUERY',
      'field IsDeleted does not support aggregate operator MAX',
    ],
    [
      "SELECT Id FROM Account WHERE BillingAddress = 'a'",
      'INVALID_FIELD',
      'Address fields can only be filtered using Distance expressions',
    ],
    ['SELECT Id, Name, Id FROM Account', 'INVALID_FIELD', 'duplicate field selected: Id'],
    ['SELECT Owner.Name, OWNER.name FROM Account', 'INVALID_FIELD', 'duplicate field selected: Name'],
    ['SELECT Id, FIELDS(STANDARD) FROM Account', 'INVALID_FIELD', 'duplicate field selected: Id'],
    [
      'SELECT FIELDS(ALL) FROM Account',
      'MALFORMED_QUERY',
      'The SOQL FIELDS function must have a LIMIT of at most 200',
    ],
    [
      'SELECT FIELDS(ALL) FROM Account LIMIT 201',
      'MALFORMED_QUERY',
      'The SOQL FIELDS function must have a LIMIT of at most 200',
    ],
    [
      'SELECT FIELDS(CUSTOM) FROM User LIMIT 1',
      'MALFORMED_QUERY',
      "'FIELDS(...)' expansion function must result in at least one field being selected.",
    ],
    [
      'SELECT Id FROM Account LIMIT 5 OFFSET 2001',
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Maximum SOQL offset allowed is 2000',
    ],
  ])('%s', (text, errorCode, message) => {
    expect(wrong(text)).toEqual([errorCode, message])
  })
})

describe('a literal of the wrong kind is refused:', () => {
  it.each([
    [
      "Amount__c = '5'",
      'INVALID_FIELD',
      "value of filter criterion for field 'Amount__c' must be of type double and should not be enclosed in quotes",
    ],
    [
      'Name = 5',
      'INVALID_FIELD',
      "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
    ],
    [
      "Flag__c = 'true'",
      'INVALID_FIELD',
      "value of filter criterion for field 'Flag__c' must be of type boolean and should not be enclosed in quotes",
    ],
    [
      "At__c > '2026-01-01T00:00:00Z'",
      'INVALID_FIELD',
      "value of filter criterion for field 'At__c' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      'At__c > 2026-01-01',
      'INVALID_FIELD',
      "value of filter criterion for field 'At__c' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      'Day__c > 2026-01-01T00:00:00Z',
      'INVALID_FIELD',
      "value of filter criterion for field 'Day__c' must be of type date and should not be enclosed in quotes",
    ],
    [
      "Name IN ('a', 5)",
      'INVALID_FIELD',
      "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
    ],
    ["Id = 'nonsense'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: nonsense'],
    ["Id LIKE 'a00%'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on id field'],
    ['Flag__c > true', 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on boolean field'],
    [
      "Name INCLUDES ('a')",
      'INVALID_QUERY_FILTER_OPERATOR',
      'includes or excludes operator only valid on multipicklist field',
    ],
    ["Tags__c LIKE 'a%'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on multipicklist field'],
  ])('%s', (where, errorCode, message) => {
    expect(wrong(`SELECT Id FROM Thing__c WHERE ${where}`)).toEqual([errorCode, message])
  })
})
