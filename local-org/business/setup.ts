// What admins set up once: the org itself, queues, record types, and what the values of a case's status mean.
import { orgIdFor } from '../identity/org.ts'
import { makeId } from '../salesforce-id.ts'
import { CASE_STATUSES } from './case-statuses.ts'
import { COMPANY_DOMAIN, COMPANY_NAME } from './company.ts'
import { REGIONS } from './names/regions.ts'
import { KEY_PREFIXES } from './records.ts'
import { foundingStamps } from './reference-data.ts'
import type { CaseStatus, Group, Organization, RecordType } from './setup-records.ts'
import { listTable, type Table } from './tables.ts'
import type { World } from './world.ts'

export function organizations(world: World): Table<Organization> {
  const { locale, language, timeZone, country } = REGIONS.us
  const organization: Organization = {
    Id: orgIdFor(world.seed),
    Name: COMPANY_NAME,
    Division: 'Customer Operations',
    Street: '200 Prairie Avenue',
    City: 'Chicago',
    State: 'IL',
    PostalCode: '60601',
    Country: country,
    Phone: '+1 (312) 555-0100',
    PrimaryContact: 'Salesforce Administrator',
    DefaultLocaleSidKey: locale,
    TimeZoneSidKey: timeZone,
    LanguageLocaleKey: language,
    FiscalYearStartMonth: 1,
    UsesStartDateAsFiscalYearName: true,
    OrganizationType: 'Enterprise Edition',
    NamespacePrefix: null,
    InstanceName: 'USA42',
    IsSandbox: false,
    TrialExpirationDate: null,
    DefaultCurrencyIsoCode: 'USD',
    ...foundingStamps(world),
  }
  return listTable('Organization', KEY_PREFIXES.Organization, [organization])
}

const QUEUES = ['Support Intake', 'Billing Questions', 'Escalations'] as const

export function queueId(name: (typeof QUEUES)[number]): string {
  return makeId(KEY_PREFIXES.Group, QUEUES.indexOf(name))
}

export function groups(world: World): Table<Group> {
  return listTable(
    'Group',
    KEY_PREFIXES.Group,
    QUEUES.map((name) => ({
      Id: queueId(name),
      Name: name,
      DeveloperName: name.replaceAll(' ', '_'),
      Type: 'Queue',
      Email: `${name.toLowerCase().replaceAll(' ', '-')}@${COMPANY_DOMAIN}`,
      DoesSendEmailToMembers: false,
      DoesIncludeBosses: true,
      ...foundingStamps(world),
    })),
  )
}

/** Opportunities have a record type each for what they are about. */
const DEAL_TYPES = ['New Business', 'Renewal', 'Expansion'] as const
export type DealType = (typeof DEAL_TYPES)[number]

export function recordTypeId(type: DealType): string {
  return makeId(KEY_PREFIXES.RecordType, DEAL_TYPES.indexOf(type))
}

export function recordTypes(world: World): Table<RecordType> {
  return listTable(
    'RecordType',
    KEY_PREFIXES.RecordType,
    DEAL_TYPES.map((name) => ({
      Id: recordTypeId(name),
      Name: name,
      DeveloperName: name.replaceAll(' ', '_'),
      NamespacePrefix: null,
      Description: `Opportunities of type ${name}.`,
      SobjectType: 'Opportunity',
      IsActive: true,
      IsPersonType: false,
      ...foundingStamps(world),
    })),
  )
}

/** Ids of picklist values share a prefix, so these are numbered after the opportunity stages. */
const FIRST_STATUS = 100

export function caseStatuses(world: World): Table<CaseStatus> {
  return listTable(
    'CaseStatus',
    KEY_PREFIXES.CaseStatus,
    CASE_STATUSES.map(({ label, isClosed, isDefault }, index) => ({
      Id: makeId(KEY_PREFIXES.CaseStatus, FIRST_STATUS + index),
      MasterLabel: label,
      ApiName: label,
      SortOrder: index + 1,
      IsDefault: isDefault,
      IsClosed: isClosed,
      ...foundingStamps(world),
    })),
  )
}
