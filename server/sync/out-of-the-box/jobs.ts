import type { Condition, DEFINITION, DerivedMapping, DirectMapping } from '../definition.ts'
import type { z } from 'zod'

/** When a job is made for a new connection. */
export type Need = 'always' | 'multi-currency' | 'renewals' | 'on-request'

export interface OutOfTheBox {
  /** What it is called, before the name of its connection. */
  readonly name: string
  readonly need: Need
  /** Second connections get it too. */
  readonly second: boolean
  readonly definition: z.input<typeof DEFINITION>
}

type Direct = Partial<DirectMapping> & Pick<DirectMapping, 'source' | 'target'>

const map = (source: string, target: string, extras: Partial<DirectMapping> = {}): Direct => ({
  source,
  target,
  ...extras,
})
/** What tells whether a record is there already. */
const key = (source: string, target: string): Direct => map(source, target, { identifier: true })

const isTrue = (field: string): Condition => ({ field, operator: 'equals', values: ['true'] })

const looksUp = (
  target: string,
  object: string,
  match: Readonly<Record<string, string>>,
  otherwise: Pick<DerivedMapping, 'several' | 'none'>,
): DerivedMapping => ({
  ...{ target, object, ...otherwise },
  match: Object.entries(match).map(([source, field]) => ({ source, target: field })),
})

const ANY_OR_NULL = { several: 'any', none: 'null' } as const
const ONE_OR_NULL = { several: 'reject', none: 'null' } as const
const ONE_OR_NOTHING = { several: 'reject', none: 'reject' } as const

export const USER_SYNC: OutOfTheBox = {
  name: 'User Sync',
  need: 'always',
  second: true,
  definition: {
    source: 'User',
    filter: {
      conditions: [{ field: 'UserType', operator: 'equals', values: ['Standard'] }, isTrue('IsActive')],
      expression: '1 AND 2',
    },
    destinations: [
      {
        object: 'User',
        direct: [
          map('FirstName', 'FirstName'),
          map('LastName', 'LastName'),
          map('Email', 'Email'),
          map('TimeZoneSidKey', 'Timezone'),
          key('Username', 'Username'),
          map('LocaleSidKey', 'Locale'),
          map('Title', 'Title'),
          map('Id', 'SfdcUserId'),
        ],
        derived: [looksUp('Manager', 'User', { ManagerId: 'SfdcUserId' }, ANY_OR_NULL)],
      },
    ],
  },
}

export const COMPANY_SYNC: OutOfTheBox = {
  name: 'Company Sync',
  need: 'always',
  second: false,
  definition: {
    source: 'Account',
    destinations: [
      {
        object: 'Company',
        direct: [key('Id', 'SfdcAccountId'), map('Name', 'Name'), map('NumberOfEmployees', 'Employees')],
      },
    ],
  },
}

/** One contact is a person, told by the address, and that person's place at the company of the contact's account. */
export const COMPANY_PERSON_SYNC: OutOfTheBox = {
  name: 'Company Person Sync',
  need: 'always',
  second: false,
  definition: {
    source: 'Contact',
    destinations: [
      {
        object: 'Person',
        direct: [map('FirstName', 'FirstName'), map('LastName', 'LastName'), key('Email', 'Email')],
      },
      {
        object: 'Company_Person',
        direct: [key('Id', 'ExternalContactId'), map('AccountId', 'ExternalAccountId')],
        derived: [
          looksUp('Person_ID', 'Person', { Email: 'Email' }, ONE_OR_NOTHING),
          looksUp('Company_ID', 'Company', { AccountId: 'SfdcAccountId' }, ONE_OR_NOTHING),
          looksUp(
            'Manager',
            'Company_Person',
            { ReportsToId: 'ExternalContactId', AccountId: 'ExternalAccountId' },
            ANY_OR_NULL,
          ),
        ],
      },
    ],
  },
}

/** The company by its name, as documented; the job warns and offers the account's id instead. */
export const CASES_SYNC: OutOfTheBox = {
  name: 'Cases Sync',
  need: 'always',
  second: false,
  definition: {
    source: 'Case',
    destinations: [
      {
        object: 'Cases',
        direct: [
          key('CaseNumber', 'ExternalId'),
          map('Type', 'CaseType'),
          map('Description', 'CaseDescription'),
          map('Priority', 'CasePriority'),
          map('Subject', 'CaseSubject'),
          map('Status', 'CaseStatus'),
          map('AccountId', 'SourceOrgId'),
          map('LastModifiedDate', 'SourceModifiedDate'),
          map('Id', 'ExternalSystemId'),
        ],
        derived: [
          looksUp('AssigneeId', 'User', { 'Owner.Email': 'Email' }, ONE_OR_NULL),
          looksUp('RequesterId', 'Person', { 'Contact.Email': 'Email' }, ONE_OR_NULL),
          looksUp('CompanyId', 'Company', { 'Account.Name': 'Name' }, ONE_OR_NULL),
        ],
      },
    ],
  },
}

export const CURRENCY_SYNC: OutOfTheBox = {
  name: 'Currency Sync',
  need: 'multi-currency',
  second: true,
  definition: {
    source: 'CurrencyType',
    destinations: [
      {
        object: 'Currency_Coefficient',
        direct: [
          map('ConversionRate', 'ConversionRate'),
          key('IsoCode', 'CurrencyCode'),
          map('IsCorporate', 'CorporateCurrency'),
        ],
      },
    ],
  },
}

export const COMPANY_TEAMS: OutOfTheBox = {
  name: 'Company Teams',
  need: 'on-request',
  second: false,
  definition: {
    source: 'AccountTeamMember',
    destinations: [
      {
        object: 'Company_Team',
        direct: [key('Id', 'ExternalId'), map('TeamMemberRole', 'Role')],
        derived: [
          looksUp('CompanyId', 'Company', { AccountId: 'SfdcAccountId' }, ONE_OR_NOTHING),
          looksUp('UserId', 'User', { UserId: 'SfdcUserId' }, ONE_OR_NOTHING),
        ],
      },
    ],
  },
}

export const OPPORTUNITY_STAGE_SYNC: OutOfTheBox = {
  name: 'Opportunity Stage Sync',
  need: 'renewals',
  second: false,
  definition: {
    source: 'OpportunityStage',
    destinations: [
      {
        object: 'GS_Opportunity_Stage',
        direct: [
          key('Id', 'ExternalId'),
          map('MasterLabel', 'Name'),
          map('ApiName', 'ApiName'),
          map('Description', 'Description'),
          map('IsActive', 'IsActive'),
          map('IsClosed', 'IsClosed'),
          map('IsWon', 'IsWon'),
          map('DefaultProbability', 'DefaultProbability'),
          map('ForecastCategory', 'ForecastCategory'),
          map('ForecastCategoryName', 'ForecastCategoryName'),
          map('SortOrder', 'SortOrder'),
        ],
      },
    ],
  },
}

export const OPPORTUNITY_SYNC: OutOfTheBox = {
  name: 'Opportunity Sync',
  need: 'renewals',
  second: false,
  definition: {
    source: 'Opportunity',
    destinations: [
      {
        object: 'GS_Opportunity',
        direct: [
          key('Id', 'ExternalId'),
          map('Name', 'Name'),
          map('Description', 'Description'),
          map('CloseDate', 'CloseDate'),
          map('Probability', 'Probability'),
          map('Type', 'BookingType'),
          map('ForecastCategoryName', 'ForecastCategory'),
          map('Amount', 'Amount'),
          map('IsClosed', 'IsClosed'),
          map('IsWon', 'IsWon'),
          map('AccountId', 'SfdcAccountId'),
        ],
        derived: [
          looksUp('CompanyId', 'Company', { AccountId: 'SfdcAccountId' }, ONE_OR_NULL),
          looksUp('StageId', 'GS_Opportunity_Stage', { StageName: 'ApiName' }, ANY_OR_NULL),
          looksUp('OwnerId', 'User', { OwnerId: 'SfdcUserId' }, ANY_OR_NULL),
        ],
      },
    ],
  },
}

export const OUT_OF_THE_BOX_JOBS: readonly OutOfTheBox[] = [
  USER_SYNC,
  COMPANY_SYNC,
  COMPANY_PERSON_SYNC,
  CASES_SYNC,
  CURRENCY_SYNC,
  COMPANY_TEAMS,
  OPPORTUNITY_STAGE_SYNC,
  OPPORTUNITY_SYNC,
]
