import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { customField, customObject, type CustomField } from '../../../local-org/schema/custom.ts'
import { addCustom, loadObjects, ObjectsFileProblem } from '../../../local-org/schema/file.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'

const business = createBusiness({ seed: 1, accounts: 5, today: '2026-11-20' })
const schemaOf = (multiCurrency = false) =>
  createSchema(standardObjects({ business, multiCurrency }), () => 1_000)

const folder = mkdtempSync(join(tmpdir(), 'objects-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
function fileWith(content: unknown): string {
  const file = join(folder, `${files++}.json`)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act()
  } catch (problem) {
    if (problem instanceof ObjectsFileProblem) return problem.problems
    throw problem
  }
  return []
}

describe('an object that a test adds', () => {
  const upsertTable = customObject({
    name: 'UpsertTable__c',
    fields: [{ name: 'ExtId__c', type: 'string', length: 80, externalId: true, unique: true }],
  })

  test('has an id, a name, an owner and stamps besides its own fields', () => {
    expect(upsertTable.fields.map(({ name }) => name)).toEqual([
      ...['Id', 'IsDeleted', 'OwnerId', 'Name', 'LastViewedDate', 'LastReferencedDate', 'ExtId__c'],
      ...['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'],
    ])
    expect(upsertTable.fields.find(({ name }) => name === 'ExtId__c')).toMatchObject({
      ...{ label: 'Ext ID', type: 'string', length: 80, externalId: true, unique: true, idLookup: true },
    })
    expect(upsertTable).toMatchObject({ label: 'Upsert Table', labelPlural: 'Upsert Tables' })
  })

  test('gets the next free key prefix, a00 first', () => {
    const schema = schemaOf()
    schema.addObject(upsertTable)
    schema.addObject(customObject({ name: 'Fixed__c', keyPrefix: 'a01' }))
    schema.addObject(
      customObject({ name: 'BigTable__c', nameField: { autoNumber: { prefix: '', digits: 8 } } }),
    )
    expect(schema.object('UpsertTable__c')?.keyPrefix).toBe('a00')
    expect(schema.object('bigtable__C')?.keyPrefix).toBe('a02')
    expect(schema.byKeyPrefix('a02')?.field('Name')).toMatchObject({ createable: false, nillable: false })
  })

  test('keeps its prefix when its fields change', () => {
    const schema = schemaOf()
    schema.addObject(upsertTable)
    schema.addField('UpsertTable__c', customField({ name: 'Note__c', type: 'textarea', length: 2_000 }))
    expect(schema.object('UpsertTable__c')?.keyPrefix).toBe('a00')
    expect(schema.object('UpsertTable__c')?.field('Note__c')?.filterable).toBe(false)
  })
})

describe('a field that makes no sense is refused:', () => {
  test.each<[string, CustomField, string]>([
    ['text without a length', { name: 'A__c', type: 'string' }, 'length: is needed for a string'],
    ['text that is too long', { name: 'A__c', type: 'string', length: 256 }, 'length: must be at most 255'],
    ['a date with a length', { name: 'A__c', type: 'date', length: 3 }, 'length: is nothing a date can have'],
    ['a picklist without values', { name: 'A__c', type: 'picklist' }, 'values: is needed for a picklist'],
    ['a reference to nothing', { name: 'A__c', type: 'reference' }, 'referenceTo: is needed for a reference'],
    ['a standard name', { name: 'Score', type: 'date' }, 'name: must be an API name like Health_Score__c'],
    [
      'a name of two parts',
      { name: 'x__A__c', type: 'date' },
      'name: must be an API name like Health_Score__c',
    ],
    [
      'more scale than precision',
      { name: 'A__c', type: 'double', precision: 2, scale: 3 },
      'scale: must not be more than precision',
    ],
  ])('%s', (_, definition, problem) => {
    expect(() => customField(definition)).toThrow(problem)
  })

  test('whatever it is, a field is made or refused with a reason', () => {
    const definition = fc.record(
      {
        name: fc.constantFrom('A__c', 'Two_Words__c', 'b', 'A__B__c', '__c'),
        type: fc.constantFrom('string', 'double', 'picklist', 'reference', 'boolean', 'blob'),
        length: fc.integer({ min: -1, max: 300 }),
        precision: fc.integer({ min: 0, max: 20 }),
        scale: fc.integer({ min: 0, max: 20 }),
        values: fc.array(fc.string()),
        referenceTo: fc.oneof(fc.string(), fc.array(fc.string())),
        colour: fc.string(),
      },
      { requiredKeys: ['name', 'type'] },
    )
    fc.assert(
      fc.property(definition, (wish) => {
        try {
          expect(customField(wish as CustomField).name).toBe(wish.name)
        } catch (problem) {
          expect(problem).toMatchObject({
            name: 'SchemaProblem',
            message: expect.stringMatching(/: ./) as string,
          })
        }
      }),
    )
  })
})

describe('a file of objects', () => {
  const contracts = {
    objects: [
      {
        name: 'Subscription__c',
        nameField: { label: 'Number', autoNumber: { prefix: 'S-', digits: 5 } },
        fields: [
          {
            name: 'Account__c',
            type: 'reference',
            referenceTo: 'Account',
            children: { name: 'Subscriptions__r' },
          },
          {
            name: 'Tier__c',
            type: 'picklist',
            values: ['Gold', { value: 'S', label: 'Silver' }],
            restricted: true,
          },
        ],
      },
    ],
    fields: { Account: [{ name: 'Score__c', type: 'double', precision: 3, scale: 0 }] },
  }

  test('adds objects, and fields to the objects that are there', () => {
    const schema = schemaOf(true)
    addCustom(schema, loadObjects(fileWith(contracts)))
    expect(schema.object('Account')?.field('Score__c')).toMatchObject({ type: 'double', precision: 3 })
    expect(schema.object('Subscription__c')?.parent('Account__r')?.name).toBe('Account__c')
    const children = schema.childRelationships('Account').map(({ name }) => name)
    expect(children).toContain('Subscriptions__r')
    expect(schema.object('Subscription__c')?.field('CurrencyIsoCode')).toBeDefined()
  })

  test('is told of everything that is wrong with it at once', () => {
    const wrong = {
      objects: [
        { name: 'Bad', colour: 'red', fields: [{ name: 'A__c', type: 'string' }] },
        {
          name: 'Twice__c',
          fields: [
            { name: 'A__c', type: 'date' },
            { name: 'a__C', type: 'date' },
          ],
        },
        { name: 'twice__c' },
      ],
      fields: { Account: [{ name: 'B__c', type: 'blob' }] },
    }
    const problems = problemsOf(() => loadObjects(fileWith(wrong)))
    for (const place of [
      'objects[0].name: must be an API name like Health_Score__c',
      'objects[0].colour: is no setting. Known are name, label, labelPlural, keyPrefix, nameField, fields.',
      'objects[0].fields[0].length:',
      'fields.Account[0].type: must be one of string, textarea, email, ',
    ])
      expect(
        problems.some((problem) => problem.startsWith(place)),
        `${place} in\n${problems.join('\n')}`,
      ).toBe(true)
  })

  test('may not define anything twice', () => {
    const twice = [
      { name: 'A__c', type: 'date' },
      { name: 'a__c', type: 'date' },
    ]
    const wrong = { objects: [{ name: 'O__c', fields: twice }, { name: 'o__c' }], fields: { Case: twice } }
    expect(problemsOf(() => loadObjects(fileWith(wrong))).toSorted()).toEqual([
      'fields.Case[1].name: is there already',
      'objects[0].fields[1].name: is there already',
      'objects[1].name: is there already',
    ])
  })

  test('that does not fit the org changes nothing, and everything that does not fit is told', () => {
    const schema = schemaOf()
    const before = schema.objects().length
    const file = fileWith({
      objects: [
        {
          name: 'New__c',
          fields: [{ name: 'To__c', type: 'reference', referenceTo: ['Nothing__c', 'New__c'] }],
        },
      ],
      fields: { Nobody: [{ name: 'A__c', type: 'date' }], Account: [{ name: 'ARR__c', type: 'date' }] },
    })
    expect(problemsOf(() => addCustom(schema, loadObjects(file)))).toEqual([
      'There is no object Nobody.',
      'Account already has a field ARR__c.',
      'New__c.To__c refers to Nothing__c, which is no object here.',
    ])
    expect(schema.objects().length).toBe(before)
  })

  test('is told of what does not fit the org together with all else that is wrong', () => {
    const file = fileWith({
      objects: [
        { name: 'Bad', fields: [{ name: 'To__c', type: 'reference', referenceTo: 'Nothing__c' }] },
        { name: 'Good__c', label: 7, fields: [{ name: 'On__c', type: 'reference', referenceTo: 'Bad' }] },
      ],
      fields: { Nobody: [], Account: [{ name: 'ARR__c', type: 'date', size: 3 }] },
      field: {},
    })
    expect(problemsOf(() => loadObjects(file, schemaOf()))).toEqual([
      'objects[0].name: must be an API name like Health_Score__c',
      'objects[1].label: must be a text',
      expect.stringMatching(
        /^fields\.Account\[0\]\.size: is no setting\. Known are name, label, type, required, /,
      ),
      'field: is no setting. Known are objects, fields.',
      'There is no object Nobody.',
      'Account already has a field ARR__c.',
      'Bad.To__c refers to Nothing__c, which is no object here.',
    ])
    expect(() => loadObjects(file, schemaOf())).toThrow(`${file} cannot be used:\n  objects[0].name: must be`)
  })

  test('must be there, be JSON, and hold an object', () => {
    const missing = join(folder, 'none.json')
    expect(() => loadObjects(missing)).toThrow(
      /none\.json cannot be read: ENOENT.*\. Name a JSON file with objects and fields\.$/,
    )
    expect(() => loadObjects(fileWith('{'))).toThrow(/\.json is not JSON: .+\.$/)
    for (const content of [[], null, 'text', 3])
      expect(() => loadObjects(fileWith(JSON.stringify(content)))).toThrow(
        /\.json must hold an object: \{ "objects": \[ … \], "fields": \{ "Account": \[ … \] \} \}\.$/,
      )
  })
})
