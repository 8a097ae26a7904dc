import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brokenBy, demandUnbroken, type ObjectUse } from '../../../server/connections/metadata/broken.ts'
import { difference, type Change, type Told } from '../../../server/connections/metadata/difference.ts'
import { thatMatter } from '../../../server/connections/metadata/matters.ts'
import { touchedJobs } from '../../../server/connections/metadata/touched.ts'
import { AppError } from '../../../server/errors.ts'
import type { FieldDescribe, ObjectDescribe } from '../../../server/salesforce/index.ts'

const field = (name: string, more: Partial<FieldDescribe> = {}): FieldDescribe => ({
  ...{ name, label: name, type: 'string', length: 80, precision: 0, scale: 0, custom: true, nillable: true },
  ...{
    unique: false,
    externalId: false,
    idLookup: false,
    calculated: false,
    filterable: true,
    sortable: true,
  },
  ...{
    createable: true,
    updateable: true,
    nameField: false,
    compoundFieldName: null,
    relationshipName: null,
  },
  ...{ referenceTo: [], picklistValues: [] },
  ...more,
})
const object = (
  name: string,
  fields: FieldDescribe[],
  more: Partial<ObjectDescribe> = {},
): ObjectDescribe => ({
  ...{ name, label: name, custom: false, queryable: true, createable: true, updateable: true },
  ...{ deletable: true, replicateable: true, keyPrefix: null, fields },
  ...more,
})
const told = (...describes: ObjectDescribe[]): Told => ({ objects: describes, describes })
const oneField = (before: FieldDescribe, after: FieldDescribe) =>
  difference(told(object('Account', [before])), told(object('Account', [after])))

describe('the difference', () => {
  test('names the objects and fields that came and went', () => {
    const before = told(object('Account', [field('Old__c'), field('Name')]), object('Gone__c', []))
    const after = told(
      object('Account', [field('Name'), field('New__c', { type: 'date' })]),
      object('Came__c', []),
    )
    expect(difference(before, after)).toEqual([
      { kind: 'field-added', object: 'Account', field: 'New__c', to: 'date' },
      { kind: 'field-gone', object: 'Account', field: 'Old__c', from: 'string' },
      { kind: 'object-added', object: 'Came__c' },
      { kind: 'object-gone', object: 'Gone__c' },
    ])
  })

  test.each<[keyof FieldDescribe, unknown, unknown]>([
    ['type', 'string', 'double'],
    ['length', 80, 40],
    ['precision', 18, 9],
    ['scale', 2, 0],
    ['referenceTo', ['Account'], ['Contact']],
    ['filterable', true, false],
    ['unique', true, false],
    ['externalId', true, false],
    ['calculated', false, true],
    ['createable', true, false],
    ['updateable', true, false],
  ])('tells of another %s, from what and to what', (property, from, to) => {
    expect(oneField(field('F__c', { [property]: from }), field('F__c', { [property]: to }))).toEqual([
      { kind: 'field-changed', object: 'Account', field: 'F__c', property, from, to },
    ])
  })

  test('is none for capitals, for labels, and for the order of what a lookup may lead to', () => {
    const before = field('F__c', { referenceTo: ['Group', 'User'], label: 'One' })
    expect(oneField(before, field('f__C', { referenceTo: ['User', 'Group'], label: 'Other' }))).toEqual([])
  })

  test('tells of an object that can no longer be queried', () => {
    const [before, after] = [true, false].map((queryable) => told(object('Account', [], { queryable })))
    expect(difference(before!, after!)).toEqual([
      { kind: 'object-changed', object: 'Account', property: 'queryable', from: true, to: false },
    ])
  })

  test('says nothing of the fields of an object that was not looked at both times', () => {
    const listed = { objects: [object('Account', [])], describes: [] }
    expect(difference(listed, told(object('Account', [field('F__c')])))).toEqual([])
    expect(difference(told(object('Account', [field('F__c')])), listed)).toEqual([])
  })

  test('of anything with itself is none, and turned around is as long', () => {
    fc.assert(
      fc.property(anyTold, anyTold, (one, other) => {
        expect(difference(one, one)).toEqual([])
        expect(difference(one, other)).toHaveLength(difference(other, one).length)
      }),
    )
  })
})

const anyField = fc
  .record({
    name: fc.constantFrom('A__c', 'B__c', 'C__c'),
    type: fc.constantFrom('string', 'double', 'reference'),
    filterable: fc.boolean(),
    length: fc.constantFrom(10, 20),
  })
  .map(({ name, ...more }) => field(name, more))
const anyObject = fc
  .record({
    name: fc.constantFrom('One__c', 'Two__c', 'Three__c'),
    fields: fc.uniqueArray(anyField, { selector: ({ name }) => name }),
    queryable: fc.boolean(),
  })
  .map(({ name, fields, queryable }) => object(name, fields, { queryable }))
const anyTold = fc
  .uniqueArray(anyObject, { selector: ({ name }) => name })
  .map((describes) => told(...describes))

const USE: ObjectUse = {
  object: 'Account',
  fields: [
    { name: 'Segment__c', type: 'string' },
    { name: 'SystemModstamp', type: 'datetime', filtered: true },
  ],
}
const intact = [field('segment__C'), field('SystemModstamp', { type: 'datetime' })]
const codes = (found: ObjectDescribe | readonly Change[] | undefined) =>
  brokenBy(found, USE).map(({ code, field: broken }) => [code, broken])

describe('a job that reads fields of an object', () => {
  test('is not broken while they are as they were, whatever else there is', () => {
    expect(codes(object('Account', [...intact, field('Other__c')]))).toEqual([])
    expect(codes(object('Account', [field('Segment__c', { length: 1 }), intact[1]!]))).toEqual([])
  })

  test.each<[string, ObjectDescribe | undefined, [string, string?][]]>([
    ['that is gone', undefined, [['OBJECT_GONE', undefined]]],
    [
      'that cannot be queried',
      object('Account', intact, { queryable: false }),
      [['OBJECT_NOT_READABLE', undefined]],
    ],
    ['one of which is gone', object('Account', [intact[1]!]), [['FIELD_GONE', 'Segment__c']]],
    [
      'one of which is of another type',
      object('Account', [field('Segment__c', { type: 'double' }), intact[1]!]),
      [['TYPE_CHANGED', 'Segment__c']],
    ],
    [
      'one of which it can no longer filter by',
      object('Account', [intact[0]!, field('SystemModstamp', { type: 'datetime', filterable: false })]),
      [['FIELD_NOT_FILTERABLE', 'SystemModstamp']],
    ],
    [
      'all of which are gone',
      object('Account', []),
      [
        ['FIELD_GONE', 'Segment__c'],
        ['FIELD_GONE', 'SystemModstamp'],
      ],
    ],
  ])('%s is broken, and told by name what to do', (_name, found, expected) => {
    expect(codes(found)).toEqual(expected)
    for (const { field: broken, message, action } of brokenBy(found, USE)) {
      expect(message).toContain(broken === undefined ? 'Account' : `Account.${broken}`)
      expect(action).toMatch(/\w+ .*\./)
    }
  })

  test('is broken by the changes exactly as by what they lead to', () => {
    fc.assert(
      fc.property(anyTold, anyTold, fc.nat(), (before, after, n) => {
        // As the job was saved: it used what there was.
        const readable = before.describes.filter(({ queryable }) => queryable)
        const used = readable[n % Math.max(1, readable.length)]
        if (!used) return
        const use = {
          object: used.name,
          fields: used.fields.map(({ name, type, filterable }) => ({ name, type, filtered: filterable })),
        }
        const now = after.describes.find(({ name }) => name === used.name)
        expect(brokenBy(difference(before, after), use)).toEqual(brokenBy(now, use))
      }),
      { numRuns: 500 },
    )
  })

  test('is refused before it reads anything, with every broken field named', () => {
    const demanded = () => demandUnbroken(object('Account', []), USE)
    expect(demanded).toThrow(AppError)
    try {
      demanded()
    } catch (error) {
      const { code, details } = error as AppError
      expect(code).toBe('MAPPING_BROKEN')
      expect(details?.map(({ field: named }) => named)).toEqual([
        'Account.Segment__c',
        'Account.SystemModstamp',
      ])
    }
    expect(() => demandUnbroken(object('Account', intact), USE)).not.toThrow()
  })
})

describe('the jobs that a change touches', () => {
  const jobs = [
    { id: '1', name: 'Company Sync', uses: [USE] },
    { id: '2', name: 'Case Sync', uses: [{ object: 'Case', fields: [{ name: 'Subject', type: 'string' }] }] },
  ]
  const touched = (change: Change) => touchedJobs([change], jobs)[0]
  const at = { object: 'account', field: 'SEGMENT__C' }

  test.each<[string, Change, boolean]>([
    ['a field it reads is gone', { kind: 'field-gone', ...at, from: 'string' }, true],
    [
      'a field it reads changed its type',
      { kind: 'field-changed', ...at, property: 'type', from: 'string', to: 'double' },
      true,
    ],
    [
      'a field it reads is shorter',
      { kind: 'field-changed', ...at, property: 'length', from: 80, to: 40 },
      false,
    ],
    ['its object is gone', { kind: 'object-gone', object: 'Account' }, true],
  ])('are those where %s', (_name, change, breaks) => {
    expect(touched(change)).toEqual([{ id: '1', name: 'Company Sync', breaks }])
  })

  test('are none for a field nobody reads', () => {
    expect(touched({ kind: 'field-gone', object: 'Account', field: 'Other__c', from: 'string' })).toEqual([])
    expect(touched({ kind: 'object-gone', object: 'Other__c' })).toEqual([])
  })
})

test('the objects that matter are those of the out-of-the-box jobs, those jobs use and those somebody opened, if they are there', () => {
  const list = ['Account', 'Apex__c', 'Invoice__c', 'Opened__c', 'User'].map((name) => object(name, []))
  const matter = thatMatter(list, { described: ['opened__c', 'Gone__c'], used: ['INVOICE__C'] })
  expect(matter).toEqual(['Account', 'Invoice__c', 'Opened__c', 'User'])
})
