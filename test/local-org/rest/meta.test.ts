import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Connection, type DescribeSObjectResult, type Field } from 'jsforce'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { createStore } from '../../../local-org/records/store.ts'
import { createDoor } from '../../../local-org/rest/door.ts'
import { createLimits } from '../../../local-org/rest/limits.ts'
import { metaEndpoints } from '../../../local-org/rest/meta/index.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'
import { customField, customObject } from '../../../local-org/schema/custom.ts'

let time = Date.parse('2026-11-20T09:30:00.500Z')
const now = () => time
const business = createBusiness({ seed: 1, accounts: 40, today: '2026-11-20' })
const schema = createSchema(standardObjects({ business, multiCurrency: true }), now)
schema.addObject(
  customObject({
    name: 'Subscription__c',
    fields: [
      {
        name: 'Account__c',
        type: 'reference',
        referenceTo: 'Account',
        required: true,
        children: { name: 'Subscriptions__r', cascadeDelete: true },
      },
      { name: 'Key__c', type: 'string', length: 40, externalId: true, unique: true, caseSensitive: true },
    ],
  }),
)
const store = createStore({ schema, base: baseTables(business), now })
const limits = createLimits({ max: 15_000, now })
const me = business.viewers.seller

let server: Server
let url: string
let conn: Connection
beforeAll(async () => {
  const door = createDoor({
    limits,
    authenticate: () => ({ userId: me, clientId: 'test', scopes: ['api'] }),
    endpoints: () => metaEndpoints({ schema, store, limits, identityUrl: (id) => `/id/${id}` }),
  })
  server = createServer((req, res) => void door.handle(req, res, new URL(req.url ?? '/', 'http://org')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  conn = new Connection({ instanceUrl: url, accessToken: 'any', version: '65.0' })
})
afterAll(() => void server.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/services/data/v65.0${path}`, { headers })
const json = async <T>(path: string) => (await get(path)).json() as Promise<T>
const fieldsOf = ({ fields }: DescribeSObjectResult) => new Map(fields.map((field) => [field.name, field]))

describe('the description of an object, as jsforce reads it,', () => {
  const described = new Map<string, DescribeSObjectResult>()
  beforeAll(async () => {
    for (const name of ['Account', 'Contact', 'Case', 'Opportunity', 'User', 'Profile', 'Subscription__c'])
      described.set(name, await conn.describe(name))
  })
  const field = (object: string, name: string): Field => {
    const found = fieldsOf(described.get(object)!).get(name)
    if (!found) throw new Error(`${object} has no ${name}`)
    return found
  }

  test('tells of every field everything that Salesforce tells', () => {
    const attributes = [
      ...['aggregatable', 'aiPredictionField', 'autoNumber', 'byteLength', 'calculated', 'calculatedFormula'],
      ...['cascadeDelete', 'caseSensitive', 'compoundFieldName', 'controllerName', 'createable', 'custom'],
      ...[
        'defaultValue',
        'defaultValueFormula',
        'defaultedOnCreate',
        'dependentPicklist',
        'deprecatedAndHidden',
      ],
      ...['digits', 'displayLocationInDecimal', 'encrypted', 'externalId', 'extraTypeInfo', 'filterable'],
      ...[
        'filteredLookupInfo',
        'formulaTreatNullNumberAsZero',
        'groupable',
        'highScaleNumber',
        'htmlFormatted',
      ],
      ...[
        'idLookup',
        'inlineHelpText',
        'label',
        'length',
        'mask',
        'maskType',
        'name',
        'nameField',
        'namePointing',
      ],
      ...[
        'nillable',
        'permissionable',
        'picklistValues',
        'polymorphicForeignKey',
        'precision',
        'queryByDistance',
      ],
      ...['referenceTargetField', 'referenceTo', 'relationshipName', 'relationshipOrder', 'restrictedDelete'],
      ...['restrictedPicklist', 'scale', 'searchPrefilterable', 'soapType', 'sortable', 'type', 'unique'],
      ...['updateable', 'writeRequiresMasterRead'],
    ].toSorted()
    for (const { fields } of described.values())
      for (const one of fields) expect(Object.keys(one).toSorted()).toEqual(attributes)
  })

  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    [
      'Account',
      'Id',
      { type: 'id', soapType: 'tns:ID', length: 18, byteLength: 18, idLookup: true, createable: false },
    ],
    [
      'Account',
      'Name',
      { type: 'string', length: 255, byteLength: 765, nillable: false, nameField: true, createable: true },
    ],
    [
      'Account',
      'AnnualRevenue',
      { type: 'currency', soapType: 'xsd:double', precision: 18, scale: 0, groupable: false },
    ],
    ['Account', 'NumberOfEmployees', { type: 'int', digits: 8, precision: 0, groupable: true }],
    ['Account', 'BillingCity', { compoundFieldName: 'BillingAddress', length: 40, updateable: true }],
    [
      'Account',
      'BillingAddress',
      { type: 'address', soapType: 'urn:address', createable: false, sortable: false, queryByDistance: true },
    ],
    [
      'Account',
      'Description',
      { type: 'textarea', length: 32_000, filterable: false, sortable: false, aggregatable: false },
    ],
    [
      'Account',
      'OwnerId',
      { referenceTo: ['User'], relationshipName: 'Owner', nillable: false, defaultedOnCreate: true },
    ],
    ['Account', 'CurrencyIsoCode', { type: 'picklist', restrictedPicklist: true, defaultedOnCreate: true }],
    [
      'Account',
      'SystemModstamp',
      { type: 'datetime', nillable: false, createable: false, filterable: true, defaultedOnCreate: true },
    ],
    [
      'Account',
      'Days_To_Renewal__c',
      { calculated: true, custom: true, updateable: false, calculatedFormula: 'Renewal_Date__c - TODAY()' },
    ],
    ['Account', 'External_Id__c', { externalId: true, unique: true, idLookup: true, calculated: false }],
    ['Case', 'OwnerId', { referenceTo: ['Group', 'User'], polymorphicForeignKey: true, namePointing: true }],
    [
      'Case',
      'CaseNumber',
      { autoNumber: true, createable: false, defaultedOnCreate: true, nameField: true, idLookup: true },
    ],
    ['Contact', 'Name', { createable: false, calculated: false, nameField: true, compoundFieldName: null }],
    ['Contact', 'LastName', { compoundFieldName: 'Name', nillable: false, createable: true }],
    [
      'Contact',
      'HasOptedOutOfEmail',
      { type: 'boolean', defaultValue: false, nillable: false, aggregatable: false },
    ],
    ['User', 'Username', { idLookup: true, nillable: false }],
    ['Profile', 'Name', { createable: false, updateable: false }],
    ['Subscription__c', 'Account__c', { relationshipName: 'Account__r', cascadeDelete: true, custom: true }],
    ['Subscription__c', 'Key__c', { externalId: true, unique: true, caseSensitive: true, byteLength: 120 }],
  ])('has %s.%s as Salesforce has it', (object, name, expected) => {
    expect(field(object, name)).toMatchObject(expected)
  })

  test('has the values of a picklist, with the default and those no longer in use', () => {
    const status = field('Case', 'Status').picklistValues as { value: string; defaultValue: boolean }[]
    expect(status.filter(({ defaultValue }) => defaultValue).map(({ value }) => value)).toEqual(['New'])
    const stages = field('Opportunity', 'StageName').picklistValues as { value: string; active: boolean }[]
    expect(stages.filter(({ active }) => !active).map(({ value }) => value)).toEqual(['Verbal Agreement'])
  })

  test('names the lists of children, and which of them go when the parent goes', () => {
    const children = described.get('Account')!.childRelationships
    const named = new Map(children.map((child) => [child.relationshipName, child]))
    expect(named.get('Contacts')).toMatchObject({
      childSObject: 'Contact',
      field: 'AccountId',
      cascadeDelete: true,
    })
    expect(named.get('Cases')).toMatchObject({ childSObject: 'Case', cascadeDelete: false })
    expect(named.get('ChildAccounts')).toMatchObject({ childSObject: 'Account', field: 'ParentId' })
    expect(named.get('Subscriptions__r')).toMatchObject({
      childSObject: 'Subscription__c',
      cascadeDelete: true,
    })
  })

  test('has the record types, the master among them', () => {
    const infos = described.get('Opportunity')!.recordTypeInfos
    expect(infos.map(({ name }) => name)).toEqual(['New Business', 'Renewal', 'Expansion', 'Master'])
    expect(infos.map(({ defaultRecordTypeMapping }) => defaultRecordTypeMapping)).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(infos.at(-1)).toMatchObject({ master: true, recordTypeId: '012000000000000AAA' })
    expect(described.get('Account')!.recordTypeInfos).toMatchObject([
      { master: true, defaultRecordTypeMapping: true },
    ])
  })

  test('says what can be done with it', () => {
    expect(described.get('Account')).toMatchObject({
      createable: true,
      mergeable: true,
      undeletable: true,
      custom: false,
    })
    expect(described.get('User')).toMatchObject({ deletable: false, undeletable: false, createable: true })
    expect(described.get('Profile')).toMatchObject({ createable: false, updateable: false, queryable: true })
    expect(described.get('Subscription__c')).toMatchObject({
      custom: true,
      keyPrefix: 'a00',
      searchable: true,
    })
    const { urls } = described.get('Account')!
    expect(urls).toMatchObject({ describe: '/services/data/v65.0/sobjects/Account/describe' })
    expect(urls.rowTemplate).toBe('/services/data/v65.0/sobjects/Account/{ID}')
  })

  test('is found in any case, and is not there for an unknown object', async () => {
    expect((await conn.describe('aCCount')).name).toBe('Account')
    const answer = await get('/sobjects/Nothing__c/describe')
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual([
      { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
    ])
  })
})

describe('a describe that was changed', () => {
  const since = ({ headers }: Response) => ({ 'if-modified-since': headers.get('last-modified')! })
  const names = async (answer: Response) =>
    ((await answer.json()) as DescribeSObjectResult).fields.map(({ name }) => name)

  test('shows a new field, hides a hidden one, and is not sent again to who has it', async () => {
    time += 60_000
    const first = await get('/sobjects/Account/describe')
    expect((await get('/sobjects/Account/describe', since(first))).status).toBe(304)
    expect((await get('/sobjects', since(first))).status).toBe(304)
    time += 60_000
    schema.addField('Account', customField({ name: 'Fresh__c', type: 'date' }))
    schema.hideField('Account', 'Fax')
    const second = await get('/sobjects/Account/describe', since(first))
    expect(second.status).toBe(200)
    const now = await names(second)
    expect(now).toContain('Fresh__c')
    expect(now).not.toContain('Fax')
    expect((await get('/sobjects/Account/describe', { 'if-modified-since': 'yesterday' })).status).toBe(200)
  })

  test('is sent again to who asked in the very second of the change', async () => {
    time += 60_000
    const before = await get('/sobjects/Account/describe')
    time += 1
    schema.addField('Account', customField({ name: 'Sudden__c', type: 'date' }))
    expect(await names(await get('/sobjects/Account/describe', since(before)))).toContain('Sudden__c')
  })
})

describe('the org as a whole', () => {
  test('lists its objects in the order of their names, without their fields', async () => {
    const { encoding, maxBatchSize, sobjects } = await conn.describeGlobal()
    expect({ encoding, maxBatchSize }).toEqual({ encoding: 'UTF-8', maxBatchSize: 200 })
    const names = sobjects.map(({ name }) => name)
    expect(names).toEqual(names.toSorted())
    expect(names.length).toBe(schema.objects().length)
    expect(sobjects[0]).not.toHaveProperty('fields')
    expect((await json<{ objectDescribe: unknown }>('/sobjects/Account')).objectDescribe).toEqual(sobjects[0])
  })

  test('tells how many API requests are left, and the other limits under their usual names', async () => {
    const answer = await get('/limits')
    const used = Number(/api-usage=(\d+)\/15000/.exec(answer.headers.get('sforce-limit-info')!)![1])
    const found = (await answer.json()) as Record<string, { Max: number; Remaining: number }>
    expect(found.DailyApiRequests).toEqual({ Max: 15_000, Remaining: 15_000 - used })
    for (const name of [
      'DataStorageMB',
      'FileStorageMB',
      'DailyBulkV2QueryJobs',
      'HourlyPublishedPlatformEvents',
    ])
      expect(found[name]!.Max, name).toBeGreaterThan(0)
    for (const [name, { Max, Remaining }] of Object.entries(found)) expect(Remaining <= Max, name).toBe(true)
  })

  test('answers at every resource that it lists and this part serves', async () => {
    const resources = await json<Record<string, string>>('/')
    expect(resources.sobjects).toBe('/services/data/v65.0/sobjects')
    for (const name of ['appMenu', 'limits', 'quickActions', 'recent', 'sobjects', 'tabs', 'theme'])
      expect((await get(resources[name]!.replace('/services/data/v65.0', ''))).status, name).toBe(200)
  })

  test('has tabs and a theme in the form jsforce expects', async () => {
    const tabs = (await conn.tabs()) as { label: string; name: string; url: string }[]
    expect(tabs).toContainEqual(expect.objectContaining({ label: 'Accounts', name: 'standard-Account' }))
    const { themeItems } = (await conn.theme()) as { themeItems: { name: string }[] }
    expect(themeItems.map(({ name }) => name)).toContain('Contact')
    expect(await conn.recent()).toEqual([])
    expect(await conn.sobject('Account').recent()).toEqual([])
  })
})

describe('layouts and lists', () => {
  test('a layout shows every field, once', async () => {
    const { layouts, recordTypeMappings, recordTypeSelectorRequired } = await conn
      .sobject('Opportunity')
      .layouts()
    const shown = layouts[0]!.detailLayoutSections.flatMap(({ layoutRows }) =>
      layoutRows.flatMap(({ layoutItems }) =>
        layoutItems.map(({ layoutComponents }) => layoutComponents[0]!.value),
      ),
    )
    const all = (await conn.describe('Opportunity')).fields.map(({ name }) => name)
    expect(shown.toSorted()).toEqual(all.filter((name) => name !== 'Id').toSorted())
    expect(recordTypeMappings).toHaveLength(4)
    expect(recordTypeSelectorRequired).toEqual([true])
    const [{ recordTypeId }] = recordTypeMappings as [{ recordTypeId: string }]
    expect(await json(`/sobjects/Opportunity/describe/layouts/${recordTypeId}`)).toEqual(layouts[0])
    expect((await get('/sobjects/Account/describe/layouts/012000000000001AAA')).status).toBe(404)
  })

  test('a compact layout has the name; there are no approvals and no actions', async () => {
    const { compactLayouts } = await conn.sobject('Case').compactLayouts()
    expect(compactLayouts[0]!.fieldItems[0]!.layoutComponents[0]!.value).toBe('CaseNumber')
    expect(await json('/sobjects/Case/describe/compactLayouts/primary')).toEqual(compactLayouts[0])
    expect(await conn.sobject('Case').approvalLayouts()).toEqual({ approvalLayouts: [] })
    expect(await conn.sobject('Case').quickActions()).toEqual([])
  })

  interface ListViews {
    listviews: { id: string; label: string; describeUrl: string; resultsUrl: string }[]
  }
  interface Results {
    size: number
    records: { columns: { fieldNameOrPath: string; value: string | null }[] }[]
  }
  const column = ({ records }: Results, name: string) =>
    records.map(({ columns }) => columns.find(({ fieldNameOrPath }) => fieldNameOrPath === name)?.value)

  test('a list view gives the records of everyone or of the one who asks, page by page', async () => {
    const { listviews } = (await conn.sobject('Opportunity').listviews()) as ListViews
    expect(listviews.map(({ label }) => label)).toEqual(['All Opportunities', 'My Opportunities'])
    const path = ({ resultsUrl }: { resultsUrl: string }) => resultsUrl.replace('/services/data/v65.0', '')
    const everyone = [...business.opportunities.all()]
    const first = await json<Results>(`${path(listviews[0]!)}?limit=30`)
    const next = await json<Results>(`${path(listviews[0]!)}?limit=30&offset=30`)
    expect([...column(first, 'Id'), ...column(next, 'Id')]).toEqual(everyone.slice(0, 60).map(({ Id }) => Id))
    const mine = await json<Results>(`${path(listviews[1]!)}?limit=2000`)
    const owned = everyone.filter(({ OwnerId }) => OwnerId === me)
    expect(owned.length).toBeGreaterThan(0)
    expect(column(mine, 'Name')).toEqual(owned.map(({ Name }) => Name))
    expect((await get(`${path(listviews[0]!)}?limit=-1`)).status).toBe(400)
  })

  test('a list view describes itself, and one that nobody has is not there', async () => {
    const { listviews } = (await conn.sobject('Account').listviews()) as ListViews
    const view = await conn.sobject('Account').listview(listviews[1]!.id).describe()
    expect(view).toMatchObject({ id: listviews[1]!.id, sobjectType: 'Account', scope: 'mine' })
    expect((view as { query: string }).query).toMatch(/^SELECT Name, .+ FROM Account USING SCOPE mine/)
    expect((await get('/sobjects/Account/listviews/00B000000000000AAA/describe')).status).toBe(404)
  })
})
