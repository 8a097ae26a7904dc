import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCondition, anyRow } from './naive.ts'
import { soqlOrg, thingId } from './org.ts'

describe('any condition', () => {
  it('finds the records that it holds for, and no others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { maxLength: 25 }),
        fc.array(anyCondition, { minLength: 1, maxLength: 15 }),
        async (things, conditions) => {
          const org = soqlOrg({ accounts: 1, things })
          for (const { text, holds } of conditions) {
            const expected = things.flatMap((row, index) => (holds(row) ? `Thing ${index}` : []))
            expect(await org.names(`WHERE ${text}`), text).toEqual(expected)
            expect((await org.compile(`SELECT COUNT() FROM Thing__c WHERE ${text}`).select()).total).toBe(
              expected.length,
            )
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a comparison', () => {
  const org = soqlOrg({
    things: [
      { Text__c: 'Acme', Code__c: 'Acme', Amount__c: 1, Tags__c: 'AAA;BBB', Flag__c: true },
      { Text__c: 'acme', Code__c: 'acme', Amount__c: 2, Tags__c: 'AAA;CCC' },
      { Text__c: 'Other', Amount__c: null, Tags__c: 'DDD;BBB;AAA' },
      { Text__c: null },
    ],
  })

  it.each([
    ['is not about case', "Text__c = 'ACME'", [0, 1]],
    ['is about case where the field is', "Code__c = 'acme'", [1]],
    ['with LIKE is neither', "Text__c LIKE 'AC%'", [0, 1]],
    ['with LIKE is, for such a field', "Code__c LIKE 'ac%'", [1]],
    ['for inequality finds what is empty', "Text__c != 'acme'", [2, 3]],
    ['for a place in order never does', "Text__c < 'zzz'", [0, 1, 2]],
    ['negated finds what is empty', "NOT Text__c LIKE 'a%'", [2, 3]],
    ['NOT IN finds what is empty', "Text__c NOT IN ('acme')", [2, 3]],
    ['takes an empty text for none', "Text__c = ''", [3]],
    ['IN takes null', "Text__c IN ('other', null)", [2, 3]],
    ['with null of a checkbox means not ticked', 'Flag__c = null', [1, 2, 3]],
    ['INCLUDES one or the other', "Tags__c INCLUDES ('CCC', 'DDD')", [1, 2]],
    ['INCLUDES both', "Tags__c INCLUDES ('AAA;BBB')", [0, 2]],
    ['EXCLUDES', "Tags__c EXCLUDES ('BBB')", [1, 3]],
    ['of all that was chosen', "Tags__c = 'BBB;AAA'", [0]],
    ['of a formula', 'Twice__c > 3', [1]],
    ['of AND in parentheses with OR', "(Text__c = 'acme' AND Amount__c = 1) OR Text__c = null", [0, 3]],
    ['of OR in parentheses with AND', "Text__c = 'acme' AND (Amount__c = 1 OR Amount__c = null)", [0]],
    ['with NOT before AND', "NOT Text__c = 'acme' AND Amount__c = null", [2, 3]],
  ])('%s: %s', async (_claim, where, indexes) => {
    expect(await org.names(`WHERE ${where}`)).toEqual(indexes.map((index) => `Thing ${index}`))
  })

  it('takes ids of 15 and 18 characters for the same', async () => {
    const id = thingId(2)
    for (const written of [id, id.slice(0, 15), id.slice(0, 15) + id.slice(15).toLowerCase()]) {
      expect(await org.names(`WHERE Id = '${written}'`)).toEqual(['Thing 2'])
      expect(await org.names(`WHERE Id IN ('${written}', '${thingId(0)}', '${thingId(0)}')`)).toEqual([
        'Thing 0',
        'Thing 2',
      ])
      expect(await org.names(`WHERE Id > '${written}'`)).toEqual(['Thing 3'])
      expect(await org.names(`WHERE Id != '${written}'`)).toEqual(['Thing 0', 'Thing 1', 'Thing 3'])
    }
  })

  it('with LIKE is quick, whatever the pattern', async () => {
    const slow = soqlOrg({ accounts: 1, things: [{ Text__c: 'a'.repeat(200) }] })
    expect(await slow.names(`WHERE Text__c LIKE '${'%a'.repeat(60)}%b'`)).toEqual([])
    expect(await slow.names(`WHERE Text__c LIKE '${'%a_'.repeat(60)}%'`)).toEqual(['Thing 0'])
  })
})

describe('the recycle bin', () => {
  const org = soqlOrg({ things: [{}, { IsDeleted: true }, {}] })

  it('is left out, unless one asks for all', async () => {
    expect(await org.names('')).toEqual(['Thing 0', 'Thing 2'])
    expect(await org.names('WHERE IsDeleted = true')).toEqual([])
    expect(await org.names(`WHERE Id = '${thingId(1)}'`)).toEqual([])
    expect(await org.names('', { all: true })).toEqual(['Thing 0', 'Thing 1', 'Thing 2'])
    expect(await org.names('WHERE IsDeleted = true', { all: true })).toEqual(['Thing 1'])
    expect(await org.names('WHERE IsDeleted = true ALL ROWS')).toEqual(['Thing 1'])
    const one = `SELECT COUNT() FROM Thing__c WHERE Id = '${thingId(1)}'`
    expect((await org.compile(one).select()).total).toBe(0)
    expect((await org.compile(one, { all: true }).select()).total).toBe(1)
    expect((await org.compile('SELECT COUNT() FROM Thing__c').select()).total).toBe(2)
    expect((await org.compile('SELECT COUNT() FROM Thing__c ALL ROWS').select()).total).toBe(3)
  })
})

describe('USING SCOPE mine', () => {
  it("finds the user's own records", async () => {
    const org = soqlOrg()
    const [account] = await org.rows('SELECT Id, OwnerId FROM Account LIMIT 1')
    const mine = await org.rows('SELECT OwnerId FROM Account USING SCOPE mine', {
      userId: account!['OwnerId'] as string,
    })
    expect(mine.length).toBeGreaterThan(0)
    expect(mine.every((row) => row['OwnerId'] === account!['OwnerId'])).toBe(true)
    const both = "SELECT OwnerId FROM Account USING SCOPE mine WHERE Name LIKE '%' AND Name = null"
    expect(await org.rows(both, { userId: account!['OwnerId'] as string })).toEqual([])
  })
})
