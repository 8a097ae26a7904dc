import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPackage } from '../../../local-org/index.ts'
import { startLocalOrg, type RunningOrg } from '../../support/local-org.ts'
import { PACKAGE } from '../../support/package.ts'

describe('the package’s settings in an org', () => {
  let org: RunningOrg
  beforeAll(async () => {
    org = await startLocalOrg({ accounts: 5, custom: loadPackage(PACKAGE) })
  })
  afterAll(() => org.close())
  const rest = async (path: string, body?: unknown) => {
    const answer = await fetch(`${org.url}/services/data/v65.0${path}`, {
      headers: { authorization: `Bearer ${org.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
    return (await answer.json()) as Record<string, unknown>
  }
  const make = (values: Record<string, unknown>) => rest('/sobjects/Team_View_Settings__c', values)

  test('are described as a hierarchy custom setting with the fields of the package', async () => {
    const described = await rest('/sobjects/Team_View_Settings__c/describe')
    expect(described).toMatchObject({
      ...{ customSetting: true, label: 'Team View Settings', layoutable: false, undeletable: false },
    })
    const fields = described['fields'] as { name: string }[]
    const field = (name: string) => fields.find((one) => one.name === name)
    expect(field('SetupOwnerId')).toMatchObject({
      ...{ type: 'reference', referenceTo: ['Organization', 'Profile', 'User'], nillable: false },
    })
    expect(field('Account_Field__c')).toMatchObject({ type: 'string', length: 80, label: 'Account Field' })
    expect(field('OwnerId')).toBeUndefined()
    expect(fields.map(({ name }) => name).filter((name) => name.endsWith('__c'))).toEqual([
      ...['Account_Field__c', 'Audience__c', 'Certificate__c', 'Tenant__c'],
    ])
  })

  test('have the row of the organisation, set up for the audience, with the defaults of the fields', async () => {
    const found = await rest(
      '/query?q=SELECT+SetupOwnerId,Audience__c,Certificate__c,Account_Field__c+FROM+Team_View_Settings__c',
    )
    expect(found['records']).toEqual([
      expect.objectContaining({
        ...{ SetupOwnerId: org.orgId, Audience__c: 'https://team-view.example.com' },
        ...{ Certificate__c: 'Team_View', Account_Field__c: null },
      }),
    ])
  })

  test('have one row for each owner, and none without', async () => {
    expect(await make({ SetupOwnerId: org.orgId })).toEqual([
      expect.objectContaining({ errorCode: 'DUPLICATE_VALUE' }),
    ])
    expect(await make({ Audience__c: 'x' })).toEqual([
      expect.objectContaining({ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['SetupOwnerId'] }),
    ])
    expect(await make({ SetupOwnerId: org.administrator })).toMatchObject({ success: true })
  })
})

describe('a package that cannot be installed is refused in a sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'team-view-package-source-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const SETTING =
    '<CustomObject><customSettingsType>Hierarchy</customSettingsType><label>T</label></CustomObject>'
  const field = (rest: string) =>
    `<CustomField><fullName>A__c</fullName><label>A</label>${rest}</CustomField>`
  const source = (name: string, files: Record<string, string>): string => {
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, name, 'objects/Thing__c', path)
      mkdirSync(join(file, '..'), { recursive: true })
      writeFileSync(file, text)
    }
    return join(folder, name)
  }
  const withField = (name: string, xml: string) =>
    source(name, { 'Thing__c.object-meta.xml': SETTING, 'fields/A__c.field-meta.xml': xml })

  test.each<[string, () => string, RegExp]>([
    ['without objects', () => folder + '/nothing', /nothing holds no objects\. .*force-app/],
    [
      'with another object than a setting',
      () => source('object', { 'Thing__c.object-meta.xml': '<CustomObject><label>T</label></CustomObject>' }),
      /Thing__c\.object-meta\.xml is no hierarchy custom setting/,
    ],
    [
      'with a field of a type a setting cannot have',
      () => withField('type', field('<type>Picklist</type>')),
      /A__c\.field-meta\.xml is a field of type Picklist, which cannot be installed/,
    ],
    [
      'with a default that must be computed',
      () =>
        withField(
          'formula',
          field('<type>Text</type><length>9</length><defaultValue>TODAY()</defaultValue>'),
        ),
      /has the default TODAY\(\), a formula/,
    ],
    ['with a field that is none', () => withField('none', '<Other/>'), /A__c\.field-meta\.xml is no field/],
    [
      'with a text without a length',
      () => withField('text', field('<type>Text</type>')),
      /length: is needed/,
    ],
  ])('%s', (_what, made, words) => {
    expect(() => loadPackage(made())).toThrow(words)
  })

  test.each([
    [
      '<type>Text</type><length>9</length><defaultValue>"a b"</defaultValue>',
      { defaultValue: 'a b', length: 9 },
    ],
    ['<type>Checkbox</type><defaultValue>true</defaultValue>', { type: 'boolean', defaultValue: true }],
    [
      '<type>Number</type><precision>5</precision><scale>1</scale><defaultValue>2.5</defaultValue>',
      { defaultValue: 2.5, precision: 5, scale: 1 },
    ],
    [
      '<type>Email</type><required>true</required><unique>true</unique>',
      { type: 'email', nillable: false, unique: true },
    ],
  ])('but %s can', (xml, field_) => {
    const [object] = loadPackage(withField(`good-${JSON.stringify(field_).length}`, field(xml))).objects
    expect(object?.fields.find(({ name }) => name === 'A__c')).toMatchObject(field_)
  })
})
