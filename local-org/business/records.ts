// The records as Salesforce's API gives them: its field names, null for empty, days as YYYY-MM-DD, times with +0000.

/** The fields every record has. */
export interface Stamps {
  readonly CreatedDate: string
  readonly CreatedById: string
  readonly LastModifiedDate: string
  readonly LastModifiedById: string
  readonly SystemModstamp: string
}

export interface Owned extends Stamps {
  readonly Id: string
  readonly IsDeleted: boolean
  readonly OwnerId: string
  readonly CurrencyIsoCode: string
}

export interface User extends Stamps {
  readonly Id: string
  readonly Username: string
  readonly FirstName: string
  readonly LastName: string
  readonly Name: string
  readonly Alias: string
  readonly CommunityNickname: string
  readonly Email: string
  readonly Title: string
  readonly Department: string
  readonly Phone: string
  readonly IsActive: boolean
  readonly UserType: string
  readonly ProfileId: string
  readonly UserRoleId: string | null
  readonly ManagerId: string | null
  readonly TimeZoneSidKey: string
  readonly LocaleSidKey: string
  readonly LanguageLocaleKey: string
  readonly EmailEncodingKey: string
  readonly CurrencyIsoCode: string
  readonly DefaultCurrencyIsoCode: string
  readonly LastLoginDate: string | null
}

export interface Account extends Owned {
  readonly MasterRecordId: string | null
  readonly Name: string
  readonly Type: string
  readonly ParentId: string | null
  readonly AccountNumber: string
  readonly BillingStreet: string
  readonly BillingCity: string
  readonly BillingState: string | null
  readonly BillingPostalCode: string
  readonly BillingCountry: string
  readonly Phone: string
  readonly Website: string | null
  readonly Industry: string | null
  readonly AnnualRevenue: number | null
  readonly NumberOfEmployees: number | null
  readonly Ownership: string | null
  readonly Description: string | null
  readonly LastActivityDate: string | null
}

export interface Contact extends Owned {
  readonly AccountId: string
  readonly FirstName: string
  readonly LastName: string
  readonly Name: string
  readonly Title: string
  readonly Department: string
  readonly Email: string | null
  readonly Phone: string | null
  readonly ReportsToId: string | null
  readonly MailingCity: string
  readonly MailingCountry: string
  readonly HasOptedOutOfEmail: boolean
}

export interface Case extends Owned {
  readonly CaseNumber: string
  readonly AccountId: string | null
  readonly ContactId: string | null
  readonly ParentId: string | null
  readonly SuppliedEmail: string | null
  readonly Type: string
  readonly Status: string
  readonly Reason: string
  readonly Origin: string
  readonly Subject: string
  readonly Priority: string
  readonly Description: string
  readonly IsClosed: boolean
  readonly IsEscalated: boolean
  readonly ClosedDate: string | null
}

export interface Opportunity extends Owned {
  readonly AccountId: string | null
  readonly RecordTypeId: string
  readonly Name: string
  readonly Description: string | null
  readonly StageName: string
  readonly Amount: number
  readonly Probability: number
  readonly ExpectedRevenue: number
  readonly CloseDate: string
  readonly Type: string
  readonly NextStep: string | null
  readonly LeadSource: string | null
  readonly IsClosed: boolean
  readonly IsWon: boolean
  readonly ForecastCategory: string
  readonly ForecastCategoryName: string
}

export interface AccountTeamMember extends Stamps {
  readonly Id: string
  readonly IsDeleted: boolean
  readonly AccountId: string
  readonly UserId: string
  readonly TeamMemberRole: string
  readonly AccountAccessLevel: string
  readonly CurrencyIsoCode: string
}

export interface CurrencyType extends Stamps {
  readonly Id: string
  readonly IsoCode: string
  readonly ConversionRate: number
  readonly DecimalPlaces: number
  readonly IsActive: boolean
  readonly IsCorporate: boolean
}

export interface OpportunityStage extends Stamps {
  readonly Id: string
  readonly MasterLabel: string
  readonly ApiName: string
  readonly Description: string
  readonly IsActive: boolean
  readonly SortOrder: number
  readonly IsClosed: boolean
  readonly IsWon: boolean
  readonly DefaultProbability: number
  readonly ForecastCategory: string
  readonly ForecastCategoryName: string
}

export interface Permissions {
  readonly PermissionsApiEnabled: boolean
  readonly PermissionsModifyAllData: boolean
  readonly PermissionsViewAllData: boolean
}

export interface Profile extends Stamps, Permissions {
  readonly Id: string
  readonly Name: string
  readonly UserType: string
}

/** The three-character key prefix that starts the ids of each object. */
export const KEY_PREFIXES = {
  Account: '001',
  Contact: '003',
  User: '005',
  Opportunity: '006',
  Case: '500',
  Profile: '00e',
  AccountTeamMember: '01M',
  CurrencyType: '01L',
  OpportunityStage: '01J',
  CaseStatus: '01J',
  Organization: '00D',
  PermissionSet: '0PS',
  PermissionSetAssignment: '0Pa',
  UserRole: '00E',
  Group: '00G',
  RecordType: '012',
} as const
