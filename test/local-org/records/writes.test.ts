import { expect, test } from 'vitest'
import type { Values, Write } from '../../../local-org/records/types.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'
import { field, object, SMALL, smallOrg, WRITER, type SmallOrg } from './small-org.ts'

const write = ({ store }: SmallOrg, each: Write) => store.write(WRITER, [each])[0]!
const errorOf = (org: SmallOrg, each: Write) => write(org, each).errors[0]
const insertError = (org: SmallOrg, values: Values, name = 'Parent__c') =>
  errorOf(org, { op: 'insert', object: name, values })

test('a new record has an id of its own, its stamps in whole seconds, and its writer', () => {
  const org = smallOrg()
  const id = org.insert('parent__c', { name: ' A ' })
  const stamp = '2026-11-20T12:00:00.000+0000'
  expect(org.store.read('Parent__c', id)).toEqual({
    Id: id,
    IsDeleted: false,
    Name: 'A',
    CreatedDate: stamp,
    CreatedById: WRITER.userId,
    LastModifiedDate: stamp,
    LastModifiedById: WRITER.userId,
    SystemModstamp: stamp,
  })
})

test('an update keeps what it does not name, and stamps even when nothing changes', () => {
  const org = smallOrg()
  const id = org.insert('Parent__c', { Name: 'A', Key__c: 'k' })
  org.clock.now += 5_000
  expect(
    write(org, { op: 'update', object: 'Parent__c', id: id.slice(0, 15), values: { Name: 'A' } }).id,
  ).toBe(id)
  const record = org.store.read('Parent__c', id)!
  expect(record).toMatchObject({ Name: 'A', Key__c: 'k', CreatedDate: '2026-11-20T12:00:00.000+0000' })
  expect([record.LastModifiedDate, record.SystemModstamp]).toEqual(
    Array(2).fill('2026-11-20T12:00:05.000+0000'),
  )
})

test('a record is stamped no earlier than it was, even when the clock goes back', () => {
  const org = smallOrg()
  const id = org.insert('Parent__c', { Name: 'A' })
  org.clock.now -= 60_000
  write(org, { op: 'update', object: 'Parent__c', id, values: { Name: 'B' } })
  expect(org.store.read('Parent__c', id)).toMatchObject({ SystemModstamp: '2026-11-20T12:00:00.000+0000' })
})

test('fields that are not there, not writable, or missing are named', () => {
  const org = smallOrg()
  expect(insertError(org, { Name: 'A', Nope: 1 })).toEqual({
    statusCode: 'INVALID_FIELD',
    message: "No such column 'Nope' on sobject of type Parent__c",
    fields: [],
  })
  expect(insertError(org, { Name: 'A', SystemModstamp: 'x', CreatedDate: 'x' })).toEqual({
    statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message:
      'Unable to create/update fields: SystemModstamp, CreatedDate. Please check the security settings of this field' +
      ' and verify that it is read/write for your profile or permission set.',
    fields: ['SystemModstamp', 'CreatedDate'],
  })
  expect(insertError(org, { Key__c: 'k' })).toEqual({
    statusCode: 'REQUIRED_FIELD_MISSING',
    message: 'Required fields are missing: [Name]',
    fields: ['Name'],
  })
  const id = org.insert('Parent__c', { Name: 'A' })
  expect(errorOf(org, { op: 'update', object: 'Parent__c', id, values: { Name: '' } })?.statusCode).toBe(
    'REQUIRED_FIELD_MISSING',
  )
  expect(insertError(org, { Id: id, Name: 'A' })?.message).toBe('cannot specify Id in an insert call')
  expect(insertError(org, {}, 'Nothing__c')?.statusCode).toBe('INVALID_TYPE')
})

test('a field that is hidden can be written no more than one that was never there', () => {
  const org = smallOrg()
  org.schema.hideField('Parent__c', 'Key__c')
  expect(insertError(org, { Name: 'A', Key__c: 'k' })?.statusCode).toBe('INVALID_FIELD')
})

test('what a renamed field is given is kept where it was', () => {
  const org = smallOrg()
  const id = org.insert('Parent__c', { Name: 'A', Key__c: 'before' })
  org.schema.renameField('Parent__c', 'Key__c', 'Other__c')
  write(org, { op: 'update', object: 'Parent__c', id, values: { Other__c: 'after' } })
  expect(org.store.read('Parent__c', id)).toMatchObject({ Key__c: 'after' })
  expect(org.store.holding('Parent__c', 'Other__c', 'AFTER').map(({ Id }) => Id)).toEqual([id])
})

test('defaults, numbers and ticks are filled in for what was not given', () => {
  const org = smallOrg([
    ...SMALL,
    object('Thing__c', 'a02', [
      field('Name', 'string', { autoNumber: { prefix: 'T-', digits: 4 }, nameField: true }),
      field('Open__c', 'boolean'),
      field('State__c', 'picklist', { picklist: [{ value: 'New', default: true }, { value: 'Old' }] }),
      field('Size__c', 'double', { defaultValue: 3 }),
      field('OwnerId', 'reference', { referenceTo: ['User'], nillable: false }),
    ]),
  ])
  const first = org.insert('Thing__c', {})
  const second = org.insert('Thing__c', { State__c: 'Old', Size__c: null })
  expect(org.store.read('Thing__c', first)).toMatchObject({
    Name: 'T-0001',
    Open__c: false,
    State__c: 'New',
    Size__c: 3,
    OwnerId: WRITER.userId,
  })
  expect(org.store.read('Thing__c', second)).toMatchObject({ Name: 'T-0002', State__c: 'Old', Size__c: null })
  expect(insertError(org, { Name: 'T-9' }, 'Thing__c')?.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE')
  expect(insertError(org, { OwnerId: makeId('005', 2) }, 'Thing__c')).toEqual({
    statusCode: 'INACTIVE_OWNER_OR_USER',
    message: `operation performed with inactive user [${makeId('005', 2).slice(0, 15)}] as owner of thing__c`,
    fields: [],
  })
})

test('a reference must name a record that is there and of the right kind', () => {
  const org = smallOrg()
  const parent = org.insert('Parent__c', { Name: 'A' })
  const child = (values: Values) => insertError(org, values, 'Child__c')
  expect(child({ Master__c: makeId('005', 0) })).toEqual({
    statusCode: 'FIELD_INTEGRITY_EXCEPTION',
    message: `Master__c: id value of incorrect type: ${makeId('005', 0)}`,
    fields: ['Master__c'],
  })
  expect(child({ Master__c: makeId('a00', 99) })).toEqual({
    statusCode: 'INVALID_CROSS_REFERENCE_KEY',
    message: 'invalid cross reference id',
    fields: [],
  })
  write(org, { op: 'delete', id: parent })
  expect(child({ Master__c: parent })?.statusCode).toBe('ENTITY_IS_DELETED')
})

test('no record becomes its own parent, not even by a detour', () => {
  const org = smallOrg()
  const a = org.insert('Parent__c', { Name: 'A' })
  const b = org.insert('Parent__c', { Name: 'B', Up__c: a })
  const c = org.insert('Parent__c', { Name: 'C', Up__c: b })
  const up = (id: string) => errorOf(org, { op: 'update', object: 'Parent__c', id: a, values: { Up__c: id } })
  expect(up(a)).toMatchObject({ statusCode: 'CIRCULAR_DEPENDENCY', fields: ['Up__c'] })
  expect(up(c)).toMatchObject({ statusCode: 'CIRCULAR_DEPENDENCY' })
})

test('a parent can be named by its external id, in JSON and in the header of a CSV', () => {
  const org = smallOrg()
  const parent = org.insert('Parent__c', { Name: 'A', Key__c: 'One' })
  const json = org.insert('Child__c', { Master__r: { Key__c: 'one' } })
  const csv = org.insert('Child__c', { 'Master__r.Key__c': 'ONE', 'Friend__r.Key__c': '' })
  const children = org.store.children('Child__c', 'Master__c', parent.slice(0, 15))
  expect(children.map(({ Id }) => Id)).toEqual([json, csv])
  expect(insertError(org, { Master__r: { Key__c: 'two' } }, 'Child__c')).toEqual({
    statusCode: 'INVALID_FIELD',
    message: 'Foreign key external ID: two not found for field Key__c in entity Parent__c',
    fields: [],
  })
  org.insert('Parent__c', { Name: 'B', Key__c: 'one' })
  expect(insertError(org, { Master__r: { Key__c: 'one' } }, 'Child__c')?.statusCode).toBe(
    'DUPLICATE_EXTERNAL_ID',
  )
  expect(insertError(org, { Master__r: { Name: 'A' } }, 'Child__c')?.message).toBe(
    'Field name provided, Name does not match an External ID, Salesforce Id, or indexed field for Parent__c',
  )
})

test('what a unique field holds, no second live record holds', () => {
  const org = smallOrg()
  const id = org.insert('Parent__c', { Name: 'A', Code__c: 'x1' })
  const again = { Name: 'B', Code__c: 'X1' }
  expect(insertError(org, again)).toEqual({
    statusCode: 'DUPLICATE_VALUE',
    message: `duplicate value found: Code__c duplicates value on record with id: ${id.slice(0, 15)}`,
    fields: [],
  })
  expect(write(org, { op: 'update', object: 'Parent__c', id, values: again }).success).toBe(true)
  write(org, { op: 'delete', id })
  org.insert('Parent__c', again)
  expect(errorOf(org, { op: 'undelete', id })?.statusCode).toBe('DUPLICATE_VALUE')
})

test('an upsert makes a record, then changes it, and refuses when it cannot tell which', () => {
  const org = smallOrg()
  const upsert = (key: string, name: string) =>
    write(org, {
      op: 'upsert',
      object: 'Parent__c',
      field: 'key__c',
      key,
      values: { Name: name, Key__c: key },
    })
  const made = upsert('K1', 'A')
  expect(made).toMatchObject({ success: true, created: true })
  expect(upsert('k1', 'B')).toEqual({ id: made.id, success: true, created: false, errors: [] })
  expect(org.store.read('Parent__c', made.id!)).toMatchObject({ Name: 'B', Key__c: 'K1' })
  const other = org.insert('Parent__c', { Name: 'C', Key__c: 'K1' })
  expect(upsert('K1', 'D').errors[0]).toEqual({
    statusCode: 'DUPLICATE_EXTERNAL_ID',
    message: `Key__c: more than one record found for external id field: [${made.id}, ${other}]`,
    fields: [],
  })
  expect(upsert('', 'D').errors[0]).toMatchObject({
    statusCode: 'MISSING_ARGUMENT',
    message: 'Key__c not specified',
  })
})

test('one call does not upsert the same key twice', () => {
  const org = smallOrg()
  const each = (key: string): Write => ({
    op: 'upsert',
    object: 'Parent__c',
    field: 'Key__c',
    key,
    values: { Name: key },
  })
  const results = org.store.write(WRITER, [each('a'), each('b'), each('A')])
  expect(results.map(({ success }) => success)).toEqual([true, true, false])
  expect(results[2]!.errors[0]).toMatchObject({ statusCode: 'DUPLICATE_VALUE' })
})

test('ids that name nothing, something else or something deleted are refused by name', () => {
  const org = smallOrg()
  const id = org.insert('Parent__c', { Name: 'A' })
  write(org, { op: 'delete', id })
  const update = (target: string) =>
    errorOf(org, { op: 'update', object: 'Parent__c', id: target, values: {} })
  expect(update('')).toMatchObject({
    statusCode: 'MISSING_ARGUMENT',
    message: 'Id not specified in an update call',
  })
  expect(update(makeId('a01', 0))).toEqual({
    statusCode: 'MALFORMED_ID',
    message: `Record ID: id value of incorrect type: ${makeId('a01', 0)}`,
    fields: ['Id'],
  })
  expect(update(makeId('a00', 7))).toMatchObject({ statusCode: 'INVALID_CROSS_REFERENCE_KEY' })
  expect(update(id)).toEqual({ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] })
  expect(errorOf(org, { op: 'delete', id })).toMatchObject({ statusCode: 'ENTITY_IS_DELETED' })
  expect(errorOf(org, { op: 'delete', id: 'xyz' })).toMatchObject({ message: 'malformed id xyz' })
})

test('a deleted record takes its children along, lets go of its friends, and an undelete brings all back', () => {
  const org = smallOrg()
  const { store, clock } = org
  const top = org.insert('Parent__c', { Name: 'Top' })
  const below = org.insert('Parent__c', { Name: 'Below', Up__c: top })
  const child = org.insert('Child__c', { Name: 'Child', Master__c: top, Friend__c: below })
  const gone = org.insert('Child__c', { Name: 'Gone before', Master__c: top })
  write(org, { op: 'delete', id: gone })
  clock.now += 1000
  write(org, { op: 'delete', id: top })
  expect([...store.records('Child__c')]).toEqual([])
  expect(store.children('Child__c', 'Master__c', top, { deleted: true })).toHaveLength(2)
  expect(store.read('Child__c', child)).toMatchObject({
    IsDeleted: true,
    SystemModstamp: '2026-11-20T12:00:01.000+0000',
  })
  expect(store.read('Parent__c', below)).toMatchObject({
    Up__c: null,
    LastModifiedDate: '2026-11-20T12:00:00.000+0000',
    SystemModstamp: '2026-11-20T12:00:01.000+0000',
  })
  expect(errorOf(org, { op: 'undelete', id: child })?.statusCode).toBe('UNDELETE_FAILED')
  expect(write(org, { op: 'undelete', id: top }).success).toBe(true)
  expect(store.read('Child__c', child)).toMatchObject({ IsDeleted: false, Friend__c: below })
  expect(store.read('Child__c', gone)).toMatchObject({ IsDeleted: true })
  expect(store.read('Parent__c', below)).toMatchObject({ Up__c: top })
  expect(errorOf(org, { op: 'undelete', id: top })).toMatchObject({
    statusCode: 'UNDELETE_FAILED',
    message: 'entity is not in the recycle bin',
  })
})

test('what pointed at a child that went along points at that child again', () => {
  const org = smallOrg([
    ...SMALL,
    object('Note__c', 'a03', [field('About__c', 'reference', { referenceTo: ['Child__c'] })]),
  ])
  const parent = org.insert('Parent__c', { Name: 'A' })
  const child = org.insert('Child__c', { Master__c: parent })
  const note = org.insert('Note__c', { About__c: child })
  write(org, { op: 'delete', id: parent })
  expect(org.store.read('Note__c', note)).toMatchObject({ About__c: null })
  write(org, { op: 'undelete', id: parent })
  expect(org.store.read('Note__c', note)).toMatchObject({ About__c: child })
})

test('an undelete that fails for one of the children leaves all of them in the bin', () => {
  const org = smallOrg()
  org.schema.addField('Child__c', field('Loud__c', 'string', { unique: true }))
  const parent = org.insert('Parent__c', { Name: 'A' })
  const child = org.insert('Child__c', { Master__c: parent, Loud__c: 'x' })
  write(org, { op: 'delete', id: parent })
  org.insert('Child__c', { Loud__c: 'x' })
  expect(errorOf(org, { op: 'undelete', id: parent })?.statusCode).toBe('DUPLICATE_VALUE')
  expect(org.store.read('Parent__c', parent)).toMatchObject({ IsDeleted: true })
  expect(org.store.read('Child__c', child)).toMatchObject({ IsDeleted: true })
})

test('a friend that found another in the meantime keeps it', () => {
  const org = smallOrg()
  const [a, b] = [org.insert('Parent__c', { Name: 'A' }), org.insert('Parent__c', { Name: 'B' })]
  const child = org.insert('Child__c', { Friend__c: a })
  write(org, { op: 'delete', id: a })
  write(org, { op: 'update', object: 'Child__c', id: child, values: { Friend__c: b } })
  write(org, { op: 'undelete', id: a })
  expect(org.store.read('Child__c', child)).toMatchObject({ Friend__c: b })
})

test('an erased record leaves nothing, live or from the bin, nor do its children', () => {
  const org = smallOrg()
  for (const isBinned of [false, true]) {
    const id = org.insert('Parent__c', { Name: 'A' })
    const child = org.insert('Child__c', { Master__c: id })
    if (isBinned) write(org, { op: 'delete', id })
    expect(write(org, { op: 'erase', id })).toMatchObject({ success: true, id })
    expect([org.store.read('Parent__c', id), org.store.read('Child__c', child)]).toEqual([
      undefined,
      undefined,
    ])
    expect(org.store.count('Parent__c', { deleted: true })).toBe(0)
  }
})

test('a row that fails half way leaves nothing of itself and does not hold up the others', () => {
  const org = smallOrg()
  const { store } = org
  const parent = org.insert('Parent__c', { Name: 'A' })
  const child = org.insert('Child__c', { Master__c: parent })
  org.schema.addField('Child__c', field('Loud__c', 'string', { unique: true }))
  const results = store.write(WRITER, [
    { op: 'insert', object: 'Child__c', values: { Loud__c: 'x' } },
    { op: 'update', object: 'Child__c', id: child, values: { Name: 'B', Loud__c: 'x' } },
    { op: 'insert', object: 'Child__c', values: { Name: 'C' } },
  ])
  expect(results.map(({ success }) => success)).toEqual([true, false, true])
  expect(store.read('Child__c', child)?.Name).toBeUndefined()
})

test('all or none says of each row that failed why, and of the others that they were rolled back', () => {
  const org = smallOrg()
  const id = org.insert('Parent__c', { Name: 'A' })
  const results = org.store.write(
    WRITER,
    [
      { op: 'update', object: 'Parent__c', id, values: { Name: 'B' } },
      { op: 'insert', object: 'Parent__c', values: {} },
      { op: 'delete', id },
    ],
    { allOrNone: true },
  )
  expect(results.map(({ errors }) => errors[0]!.statusCode)).toEqual([
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'REQUIRED_FIELD_MISSING',
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  ])
  expect(org.store.read('Parent__c', id)).toMatchObject({ Name: 'A', IsDeleted: false })
  expect(write(org, { op: 'delete', id }).success).toBe(true)
  expect(write(org, { op: 'undelete', id }).success).toBe(true)
})

test('an upsert that comes to nothing still says whether the record would have been new', () => {
  const org = smallOrg()
  org.insert('Parent__c', { Name: 'A', Key__c: 'old' })
  const upsert = (key: string, name: string) =>
    ({ op: 'upsert', object: 'Parent__c', field: 'Key__c', key, values: { Name: name } }) as const
  const tooLong = 'x'.repeat(300)
  const results = org.store.write(
    WRITER,
    [upsert('new', 'B'), upsert('long', tooLong), upsert('old', 'C'), upsert('', 'D')],
    { allOrNone: true },
  )
  expect(results.map(({ success }) => success)).toEqual([false, false, false, false])
  expect(results.map(({ created }) => created)).toEqual([true, true, false, false])
})

test('objects that are read only stay as they are', () => {
  const readOnly = { createable: false, updateable: false, deletable: false } as const
  const org = smallOrg([...SMALL, { ...object('Fixed__c', 'a09', []), ...readOnly }])
  org.store.plant('Fixed__c', [{ Id: makeId('a09', 1) }])
  const id = makeId('a09', 1)
  for (const each of [
    { op: 'insert', object: 'Fixed__c', values: {} },
    { op: 'update', object: 'Fixed__c', id, values: {} },
    { op: 'delete', id },
  ] as const) {
    expect(errorOf(org, each)?.statusCode).toBe('INVALID_TYPE_FOR_OPERATION')
  }
})

test('names that no object has are no objects', () => {
  const { store } = smallOrg()
  expect(() => store.read('Nothing', makeId('a00', 0))).toThrow('There is no object Nothing.')
  expect(() => store.records('Nothing')).toThrow('There is no object Nothing.')
  expect(() => store.children('Parent__c', 'Nothing', makeId('a00', 0))).toThrow(
    'Parent__c has no field Nothing.',
  )
})
