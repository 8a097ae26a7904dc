import { describe, expect, test } from 'vitest'
import { checkName, sameName } from '../../server/objects/identifier.ts'
import { STANDARD_OBJECTS, STANDARD_PICKLISTS, SYSTEM_FIELDS } from '../../server/objects/index.ts'
import type { FieldDefinition } from '../../server/objects/index.ts'

const objectNamed = (name: string) => {
  const object = STANDARD_OBJECTS.find((candidate) => candidate.name === name)
  if (!object) throw new Error(`no standard object ${name}`)
  return object
}
const fieldOf = (object: string, name: string): FieldDefinition | undefined =>
  objectNamed(object).fields.find((field) => field.name === name)

/** What the out-of-the-box jobs write to: object, the label their mapping tables show, the field, and what it is. */
const MAPPING_TARGETS: [object: string, label: string, field: string, extra?: Partial<FieldDefinition>][] = [
  ['User', 'First Name', 'FirstName'],
  ['User', 'Last Name', 'LastName'],
  ['User', 'Email', 'Email', { type: 'email' }],
  ['User', 'Time Zone', 'Timezone'],
  ['User', 'Username', 'Username', { unique: true }],
  ['User', 'Locale', 'Locale'],
  ['User', 'User Title', 'Title'],
  ['User', 'Sfdc User Id', 'SfdcUserId', { group: 'Avatar_SalesforceConnection', indexed: true }],
  ['User', 'Manager', 'Manager', { lookup: 'User' }],
  ['Company', 'Salesforce Account ID', 'SfdcAccountId', { indexed: true, unique: false }],
  ['Company', 'Name', 'Name', { indexed: true }],
  ['Company', 'Employees', 'Employees', { type: 'number', scale: 0 }],
  ['Person', 'First Name', 'FirstName'],
  ['Person', 'Last Name', 'LastName'],
  ['Person', 'Email', 'Email', { type: 'email', indexed: true }],
  ['Company_Person', 'External Contact ID', 'ExternalContactId', { indexed: true }],
  ['Company_Person', 'External Account ID', 'ExternalAccountId', { indexed: true }],
  ['Company_Person', 'Manager', 'Manager', { lookup: 'Company_Person' }],
  ['Company_Person', 'Company ID', 'Company_ID', { lookup: 'Company', required: true }],
  ['Currency_Coefficient', 'Conversion Rate', 'ConversionRate', { type: 'number' }],
  ['Currency_Coefficient', 'Currency Code', 'CurrencyCode', { unique: true }],
  ['Currency_Coefficient', 'Corporate Currency', 'CorporateCurrency', { type: 'boolean' }],
  ['Cases', 'External Id', 'ExternalId', { indexed: true }],
  ['Cases', 'Case Type', 'CaseType'],
  ['Cases', 'Case Description', 'CaseDescription', { type: 'richText' }],
  ['Cases', 'Case Priority', 'CasePriority'],
  ['Cases', 'Case Subject', 'CaseSubject'],
  ['Cases', 'Case Status', 'CaseStatus'],
  ['Cases', 'Source Org ID', 'SourceOrgId'],
  ['Cases', 'Modified Date at source', 'SourceModifiedDate', { type: 'datetime' }],
  ['Cases', 'External System Id', 'ExternalSystemId'],
  ['Cases', 'Assignee ID', 'AssigneeId', { lookup: 'User' }],
  ['Cases', 'Requester ID', 'RequesterId', { lookup: 'Person' }],
  ['Cases', 'Company ID', 'CompanyId', { lookup: 'Company' }],
]

const COMPANY_FIELDS =
  'Name Employees Arr Mrr BillingAddress Summary Csm CompanyType CustomerLifetimeInMonths Industry IndustryNew LifecycleInWeeks ManagedAs OriginalContractDate ParentCompany RenewalDate Stage Status Tags TickerSymbol Users SfdcAccountId CurrencyIsoCode'
const COMPANY_READ_ONLY =
  'Gsid CreatedBy CreatedDate ModifiedBy ModifiedDate Csat Nps CurrentScore PreviousScore Trend ScorecardId'

describe('the standard catalogue', () => {
  test.each(MAPPING_TARGETS)(
    '%s has "%s", which a job writes to as %s',
    (object, label, name, extra = {}) => {
      const field = fieldOf(object, name)
      expect(field).toMatchObject({ label, readOnly: false, ...extra })
      expect(objectNamed(object).fields.filter((other) => other.label === label)).toHaveLength(1)
    },
  )

  test.each(COMPANY_FIELDS.split(' '))('Company has %s to write to', (name) => {
    expect(fieldOf('Company', name)).toMatchObject({ kind: 'standard', readOnly: false })
  })

  test.each(COMPANY_READ_ONLY.split(' '))('Company has %s that nobody writes to', (name) => {
    expect(fieldOf('Company', name)).toMatchObject({ kind: 'system', readOnly: true })
  })

  test('a score is from 0 to 100 and a trend is up, down or the same', () => {
    expect(fieldOf('Company', 'CurrentScore')).toMatchObject({ type: 'number', min: 0, max: 100 })
    expect(itemsOf('SCORE_TREND')).toEqual(['Up', 'Down', 'Same'])
  })

  test('the fixed lists are as documented', () => {
    expect(itemsOf('COMPANY_MANAGED_AS')).toEqual(['Customer', 'Prospect', 'Partner', 'Ex-customer'])
    expect(itemsOf('USER_LICENSE_TYPE')).toEqual([
      'Full',
      'Viewer',
      'Viewer Analytics',
      'Internal Collaborators',
      'External',
    ])
  })

  test('every object has the system fields first', () => {
    for (const object of STANDARD_OBJECTS) {
      expect(object.fields.slice(0, SYSTEM_FIELDS.length)).toEqual(SYSTEM_FIELDS)
    }
  })

  test('object names, GSID prefixes and the field names of an object are each used once', () => {
    const twice = (all: string[]) =>
      all.filter((one, i) => all.some((other, j) => j < i && sameName(one, other)))
    expect(twice(STANDARD_OBJECTS.map((object) => object.name))).toEqual([])
    expect(twice(STANDARD_OBJECTS.map((object) => object.prefix))).toEqual([])
    for (const object of STANDARD_OBJECTS) expect(twice(object.fields.map((field) => field.name))).toEqual([])
  })

  test('every name follows the rule for standard names', () => {
    for (const object of STANDARD_OBJECTS) {
      checkName(object.name, 'standard')
      for (const field of object.fields.slice(SYSTEM_FIELDS.length)) checkName(field.name, 'standard')
    }
  })

  test('every lookup, picklist and unique set names what there is', () => {
    const objects = STANDARD_OBJECTS.map((object) => object.name)
    const picklists = STANDARD_PICKLISTS.map((picklist) => picklist.name)
    for (const { fields, uniqueTogether } of STANDARD_OBJECTS) {
      for (const field of fields) {
        if (field.lookup) expect(objects).toContain(field.lookup)
        if (field.picklist) expect(picklists).toContain(field.picklist)
        if (field.type === 'picklist' && field.defaultValue) {
          expect(itemsOf(field.picklist ?? '')).toContain(field.defaultValue)
        }
      }
      const names = fields.map((field) => field.name)
      for (const set of uniqueTogether) expect(names).toEqual(expect.arrayContaining([...set]))
    }
  })
})

const itemsOf = (name: string): string[] =>
  STANDARD_PICKLISTS.find((picklist) => picklist.name === name)?.items.map((item) => item.label) ?? []
