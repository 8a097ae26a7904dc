import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  extendId,
  isSalesforceId,
  makeId,
  normalizeId,
  ordinalOf,
  ORDINAL_LIMIT,
} from '../../local-org/salesforce-id.ts'
import request from '../contract/request.json' with { type: 'json' }

const ordinals = fc.integer({ min: 0, max: ORDINAL_LIMIT - 1 })

test('the check characters are those Salesforce gives', () => {
  for (const id of [request.query.recordId, request.query.accountId, request.token.claims.iss]) {
    expect(extendId(id.slice(0, 15))).toBe(id)
  }
})

test('an id leads back to its ordinal, in both lengths', () => {
  fc.assert(
    fc.property(ordinals, (ordinal) => {
      const id = makeId('500', ordinal)
      expect(id).toHaveLength(18)
      expect(ordinalOf(id, '500')).toBe(ordinal)
      expect(ordinalOf(id.slice(0, 15), '500')).toBe(ordinal)
      expect(ordinalOf(id, '001')).toBeUndefined()
    }),
  )
})

test('ids sort as their ordinals do', () => {
  fc.assert(fc.property(ordinals, ordinals, (a, b) => makeId('001', a) < makeId('001', b) === a < b))
})

test('an id whose letters changed their case is refused, one whose check characters did is not', () => {
  const id = makeId('001', 123_456_789)
  expect(normalizeId(id.slice(0, 15) + id.slice(15).toLowerCase())).toBe(id)
  expect(normalizeId(id.toUpperCase())).toBeUndefined()
  expect(isSalesforceId(id, '001')).toBe(true)
  expect(isSalesforceId(id, '003')).toBe(false)
})

test('text that is no id is refused', () => {
  for (const text of [
    '',
    '001',
    'x'.repeat(16),
    '0015e00000TvA01AAFx',
    '0015e00000Tv-01',
    '0015e00000TvA01\n',
  ]) {
    expect(normalizeId(text), text).toBeUndefined()
  }
})

test('no id is made for an ordinal that does not fit', () => {
  for (const ordinal of [-1, 1.5, ORDINAL_LIMIT]) expect(() => makeId('001', ordinal)).toThrow(RangeError)
})
