import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldValue } from '../../../local-org/records/rules/field-value.ts'
import { RowProblem } from '../../../local-org/records/rules/row-problem.ts'
import type { Wire } from '../../../local-org/records/rules/wire.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'
import type { Field } from '../../../local-org/schema/types.ts'
import { field } from './small-org.ts'

function refusal(of: Field, raw: unknown, wire: Wire = 'json') {
  try {
    fieldValue(of, raw, wire)
  } catch (problem) {
    if (problem instanceof RowProblem) return problem.error
  }
  throw new Error(`${JSON.stringify(raw)} was taken`)
}

const text = field('Name', 'string', { label: 'Account Name', length: 10 })
const stage = field('Stage__c', 'picklist', {
  label: 'Stage',
  restricted: true,
  picklist: [{ value: 'Open' }, { value: 'Won' }, { value: 'Old', active: false }],
})
const tags = field('Tags__c', 'multipicklist', { label: 'Tags', restricted: true, picklist: stage.picklist! })

test('texts lose the blanks around them, and nothing but blanks is empty', () => {
  expect(fieldValue(text, '  a b \n', 'json')).toBe('a b')
  for (const empty of ['', '  ', null, undefined]) expect(fieldValue(text, empty, 'csv')).toBeNull()
})

test('a text is as long as its field, and not one character longer', () => {
  expect(fieldValue(text, 'x'.repeat(10), 'json')).toHaveLength(10)
  expect(refusal(text, 'x'.repeat(11))).toEqual({
    statusCode: 'STRING_TOO_LONG',
    message: `Account Name: data value too large: ${'x'.repeat(11)} (max length=10)`,
    fields: ['Name'],
  })
})

test('JSON of another type than the field is refused by the parser, who names no fields', () => {
  expect(refusal(text, 5)).toEqual({
    statusCode: 'JSON_PARSER_ERROR',
    message:
      'Cannot deserialize instance of string from VALUE_NUMBER_INT value 5 or request may be missing a required field',
    fields: [],
  })
  expect(refusal(tags, ['Open']).message).toBe(
    'Cannot deserialize instance of multipicklist from START_ARRAY',
  )
  expect(refusal(field('D', 'datetime'), '2026-11-20 09:30:00').message).toMatch(
    /^Cannot deserialize instance of datetime from VALUE_STRING value 2026-11-20 09:30:00/,
  )
})

test('a CSV text of another type than the field is refused by the field', () => {
  expect(refusal(field('Size__c', 'double', { label: 'Size' }), 'big', 'csv')).toEqual({
    statusCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD',
    message: 'Size: value not of required type: big',
    fields: ['Size__c'],
  })
})

test('a restricted picklist takes its active values only, each for itself in a multipicklist', () => {
  expect(fieldValue(stage, 'Won', 'json')).toBe('Won')
  expect(fieldValue({ ...stage, restricted: false }, 'Other', 'json')).toBe('Other')
  expect(fieldValue(tags, 'Won; Open;Won', 'json')).toBe('Open;Won')
  for (const [of, raw, bad] of [
    [stage, 'won', 'won'],
    [stage, 'Old', 'Old'],
    [tags, 'Open;Lost', 'Lost'],
  ] as const) {
    expect(refusal(of, raw)).toEqual({
      statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      message: `${of.label}: bad value for restricted picklist field: ${bad}`,
      fields: [of.name],
    })
  }
})

test('numbers are rounded to the places of their field and must fit before the point', () => {
  const amount = field('Amount', 'currency', { label: 'Amount', precision: 6, scale: 2 })
  expect(fieldValue(amount, 12.345, 'json')).toBe(12.35)
  expect(fieldValue(amount, -12.345, 'json')).toBe(-12.35)
  expect(fieldValue(amount, '9999.99', 'csv')).toBe(9999.99)
  expect(fieldValue(amount, '1e3', 'csv')).toBe(1000)
  expect(refusal(amount, 10_000)).toEqual({
    statusCode: 'NUMBER_OUTSIDE_VALID_RANGE',
    message: 'Amount: value outside of valid range on numeric field: 10000',
    fields: ['Amount'],
  })
  const whole = field('Count', 'int', { label: 'Count', precision: 9 })
  expect(fieldValue(whole, 7, 'json')).toBe(7)
  expect(refusal(whole, 7.5).statusCode).toBe('JSON_PARSER_ERROR')
  expect(refusal({ ...whole, precision: 10 }, 2 ** 31).statusCode).toBe('NUMBER_OUTSIDE_VALID_RANGE')
})

test('truth has many words in a CSV and two in JSON', () => {
  const flag = field('Flag', 'boolean', { label: 'Flag' })
  for (const yes of ['TRUE', 'yes', '1']) expect(fieldValue(flag, yes, 'csv')).toBe(true)
  for (const no of ['false', 'N', '0', '']) expect(fieldValue(flag, no, 'csv')).toBe(false)
  expect([fieldValue(flag, true, 'json'), fieldValue(flag, 'false', 'json')]).toEqual([true, false])
  expect(refusal(flag, 'yes').statusCode).toBe('JSON_PARSER_ERROR')
  expect(refusal(flag, null)).toMatchObject({
    statusCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD',
    fields: ['Flag'],
  })
  expect(refusal(flag, 'perhaps', 'csv').statusCode).toBe('INVALID_TYPE_ON_FIELD_IN_RECORD')
})

test('days and moments come in many forms and are kept in one', () => {
  const day = field('Day', 'date')
  const moment = field('Moment', 'datetime')
  expect(fieldValue(day, '2028-02-29', 'json')).toBe('2028-02-29')
  expect(fieldValue(day, '2026-11-20T23:30:00-02:00', 'json')).toBe('2026-11-21')
  for (const same of [
    '2026-11-20T09:30:15Z',
    '2026-11-20T09:30:15.987Z',
    '2026-11-20T09:30:15.000+0000',
    '2026-11-20T10:30:15+01:00',
    '2026-11-20T09:30:15',
  ]) {
    expect(fieldValue(moment, same, 'json')).toBe('2026-11-20T09:30:15.000+0000')
  }
  expect(fieldValue(moment, '2026-11-20', 'csv')).toBe('2026-11-20T00:00:00.000+0000')
  expect(fieldValue(field('Clock', 'time'), '09:30:15', 'csv')).toBe('09:30:15.000Z')
  for (const bad of ['2026-02-29', '2026-13-01', '20.11.2026', '4001-01-01', 'today']) {
    expect(refusal(day, bad).statusCode, bad).toBe('JSON_PARSER_ERROR')
  }
})

test('any moment that is written can be read back as the second it was in', () => {
  const moment = field('Moment', 'datetime')
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1700-01-02'), max: new Date('4000-12-30'), noInvalidDate: true }),
      (date) => {
        const kept = fieldValue(moment, date.toISOString(), 'json')
        expect(kept).toBe(`${date.toISOString().slice(0, 19)}.000+0000`)
        expect(fieldValue(moment, kept, 'csv')).toBe(kept)
      },
    ),
  )
})

test('ids are kept with 18 characters, and what is none is refused', () => {
  const id = makeId('001', 62 * 40)
  const account = field('AccountId', 'reference', { label: 'Account ID', length: 18 })
  expect(fieldValue(account, id.slice(0, 15), 'json')).toBe(id)
  expect(refusal(account, '001xyz')).toEqual({
    statusCode: 'MALFORMED_ID',
    message: 'Account ID: id value of incorrect type: 001xyz',
    fields: ['AccountId'],
  })
})

test('an address without a domain is no email address', () => {
  const email = field('Email', 'email', { label: 'Email', length: 80 })
  expect(fieldValue(email, " jo.o'neil+a@mail.example ", 'json')).toBe("jo.o'neil+a@mail.example")
  for (const bad of ['jo', 'jo@', 'jo@local', '@mail.example', 'a b@mail.example']) {
    expect(refusal(email, bad), bad).toEqual({
      statusCode: 'INVALID_EMAIL_ADDRESS',
      message: `Email: invalid email address: ${bad}`,
      fields: ['Email'],
    })
  }
})
