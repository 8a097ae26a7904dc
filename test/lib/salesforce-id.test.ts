import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KEY_PREFIX, parseSalesforceId, type SalesforceObject } from '../../server/lib/salesforce-id.ts'

const OBJECTS = Object.keys(KEY_PREFIX) as SalesforceObject[]
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Any id of any of the objects, in its 15-character form. */
const anyId = fc
  .tuple(
    fc.constantFrom(...OBJECTS),
    fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 12, maxLength: 12 }),
  )
  .map(([object, rest]) => ({ object, id15: KEY_PREFIX[object] + rest }))

const flip = (text: string, i: number): string => {
  const letter = text.charAt(i)
  const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()
  return text.slice(0, i) + other + text.slice(i + 1)
}

test('the 18-character form is the one Salesforce prints', () => {
  expect(parseSalesforceId('001A0000006Vm9r', 'Account')).toBe('001A0000006Vm9rIAC')
  expect(parseSalesforceId('00530000009M943', 'User')).toBe('00530000009M943AAC')
})

test('an id in either form is the same record', () => {
  fc.assert(
    fc.property(anyId, ({ object, id15 }) => {
      const id18 = parseSalesforceId(id15, object) ?? ''
      expect(id18).toHaveLength(18)
      expect(id18.startsWith(id15)).toBe(true)
      expect(parseSalesforceId(id18, object)).toBe(id18)
    }),
  )
})

test('an 18-character id in which one letter changed its case is refused, unless it is of the ending, which has no case', () => {
  fc.assert(
    fc.property(anyId, fc.nat(17), ({ object, id15 }, i) => {
      const id18 = parseSalesforceId(id15, object) ?? ''
      const flipped = flip(id18, i)
      fc.pre(flipped !== id18)
      expect(parseSalesforceId(flipped, object)).toBe(i < 15 ? undefined : id18)
    }),
  )
})

test('two ids that differ only in case are two records', () => {
  fc.assert(
    fc.property(anyId, fc.integer({ min: 3, max: 14 }), ({ object, id15 }, i) => {
      const other = flip(id15, i)
      fc.pre(other !== id15)
      expect(parseSalesforceId(other, object)).not.toBe(parseSalesforceId(id15, object))
    }),
  )
})

describe('what is no id of that object is refused', () => {
  test.each([
    ['', 'Account'],
    ['001', 'Account'],
    ['001A0000006Vm9', 'Account'],
    ['001A0000006Vm9rI', 'Account'],
    ['001A0000006Vm9rIACX', 'Account'],
    ['001A0000006Vm9rIAD', 'Account'],
    ['001A0000006Vm9r', 'Case'],
    ['003A0000006Vm9r', 'Account'],
    ['00d5e00000TvO01', 'Organization'],
    [' 01A0000006Vm9r', 'Account'],
    ['001A0000006Vm9r\n', 'Account'],
    ["001A0000'06Vm9r", 'Account'],
    ['001A0000006Vm9é', 'Account'],
    ['００１A0000006Vm9', 'Account'],
  ] as const)('%j as %s', (text, object) => {
    expect(parseSalesforceId(text, object)).toBeUndefined()
  })

  test('whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...OBJECTS), (text, object) => {
        const id = parseSalesforceId(text, object)
        if (id !== undefined) expect(text.startsWith(KEY_PREFIX[object])).toBe(true)
      }),
    )
  })
})
